import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

// The AWS provider fails where an account has none: hashicorp/terraform-provider-aws account_alias_data_source.go.
const noAlias = /IAM Account Alias: empty result|no IAM account alias found/i;

/**
 * The alias of the account a component works in, empty when it has none.
 *
 * Another failure is an error of the update, told to the engine; it must not reject, see `InputCheck`.
 *
 * @internal
 */
export function findAccountAlias(parent: pulumi.Resource): pulumi.Output<string> {
  return pulumi.output(lookUp(parent));
}

async function lookUp(parent: pulumi.Resource): Promise<string> {
  try {
    // Nothing comes back in a preview in which the provider itself is not known yet.
    const result: iam.GetAccountAliasResult | undefined = await iam.getAccountAlias({ parent });
    return result?.accountAlias ?? "";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (noAlias.test(reason)) {
      return "";
    }
    const message = `The alias of the account could not be read, so its name at the party stays as it is: ${reason}`;
    await pulumi.log.error(message, parent);
    return "";
  }
}
