import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

// The AWS provider fails where an account has none: hashicorp/terraform-provider-aws account_alias_data_source.go.
const noAlias = /IAM Account Alias: empty result|no IAM account alias found/i;

/** The alias of the account a component works in, empty when it has none. @internal */
export function findAccountAlias(parent: pulumi.Resource): pulumi.Output<string> {
  return pulumi.output(lookUp(parent));
}

async function lookUp(parent: pulumi.Resource): Promise<string> {
  try {
    // Nothing comes back in a preview in which the provider itself is not known yet.
    const result: iam.GetAccountAliasResult | undefined = await iam.getAccountAlias({ parent });
    return result?.accountAlias ?? "";
  } catch (error) {
    if (error instanceof Error && noAlias.test(error.message)) {
      return "";
    }
    throw error;
  }
}
