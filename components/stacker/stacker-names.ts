import { isAccountId, parsePrincipal } from "../trust/principal";

/** Name of the role in every account, the example's `RoleName`. Source: github cloudtools/stacker `examples/cross-account/templates/stacker-role.yaml`. */
export const stackerRoleName = "Stacker";

/** Where stacker keeps templates in its bucket. Source: github cloudtools/stacker `stacker/actions/base.py` `stack_template_key_name`. */
export const stackerTemplatePrefix = "stack_templates";

/** Says why a text is not the id of an account, or nothing when it is. @internal */
export function findAccountIdProblem(accountId: string): string | undefined {
  return isAccountId(accountId) ? undefined : `"${accountId}" is not an AWS account id: twelve digits, as a string`;
}

/** Says why a text cannot name an S3 bucket, or nothing when it can. Source: S3 User Guide, "General purpose bucket naming rules". */
export function findBucketNameProblem(name: string): string | undefined {
  const shaped = /^[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9])){1,61}[a-z0-9]$/.test(name) && !/^\d+(\.\d+){3}$/.test(name);
  return shaped
    ? undefined
    : `"${name}" cannot name a bucket: 3 to 63 lower-case letters, digits, hyphens and single dots`;
}

/** Says why a text is not the ARN of a role that a statement may name, or nothing when it is. @internal */
export function findRoleArnProblem(arn: string): string | undefined {
  const principal = readPrincipal(arn);
  return principal?.kind === "role" ? undefined : `"${arn}" is not the ARN of a role`;
}

/** The account a role or user lies in; undefined for a text that is no ARN of one. @internal */
export function accountOfArn(arn: string): string | undefined {
  return readPrincipal(arn)?.accountId;
}

function readPrincipal(text: string) {
  try {
    return parsePrincipal(text);
  } catch {
    return undefined;
  }
}
