import { findPrincipalProblem, parsePrincipal } from "../trust/principal";
import { partitionOf } from "./aws-services";

/** Why nobody can be Spinnaker's managing identity under this ARN, in words; nothing when somebody can. */
export function findManagingProblem(arn: string, partition: string): string | undefined {
  const problem = findPrincipalProblem(arn);
  if (problem !== undefined) {
    return `"${arn}" ${problem}`;
  }
  const { kind } = parsePrincipal(arn);
  if (kind === "oidc") {
    return `"${arn}" is the cluster's identity provider: name the role its service account gets; clouddriver assumes the managed role from there`;
  }
  if (kind !== "role" && kind !== "user") {
    return `"${arn}" is not the ARN of a role or a user: name the managing identity itself`;
  }
  return partitionOf(arn) === partition
    ? undefined
    : `"${arn}" is in partition ${partitionOf(arn)}: nobody assumes a role of ${partition} from there`;
}

/** Why these are no roles of the account that Spinnaker can hand on, in words; nothing when they are. */
export function findPassRoleProblem(arn: string, accountId: string, partition: string): string | undefined {
  const [beginning, roleName = ""] = arn.split(":role/");
  if (beginning !== `arn:${partition}:iam::${accountId}` || !/^[\w+=,.@/-]+\*?$/.test(roleName)) {
    return `"${arn}" names no roles of the account: arn:${partition}:iam::${accountId}:role/<name>, at the end perhaps a *`;
  }
  return undefined;
}
