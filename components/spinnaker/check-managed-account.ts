import type * as pulumi from "@pulumi/pulumi";
import { InputCheck } from "../input-check";
import { findRoleNameProblem } from "../trust/limits";
import { findPrincipalProblem, isAccountId, parsePrincipal } from "../trust/principal";
import { partitionOf } from "./aws-services";
import { spinnakerNames } from "./documented-names";
import type { SpinnakerManagedAccountArgs } from "./managed-account-args";

/** Throws `pulumi.InputPropertiesError` with every problem of the inputs that the roles inside do not look at. @internal */
export function checkManagedAccount(name: string, args: SpinnakerManagedAccountArgs, component: pulumi.Resource): void {
  const check = new InputCheck("SpinnakerManagedAccount", name, component);
  const partition = args.partition ?? "aws";
  check.value("accountId", args.accountId, (id) =>
    isAccountId(id) ? undefined : `"${id}" is not an AWS account id: twelve digits, as a string`,
  );
  check.value("partition", partition, (text) =>
    ["aws", "aws-cn", "aws-us-gov"].includes(text) ? undefined : `"${text}" is none of aws, aws-cn, aws-us-gov`,
  );
  if (args.principalArns.length === 0) {
    check.report([{ path: "principalArns", message: "is empty: name the managing identity of Spinnaker" }]);
  }
  check.each("principalArns", args.principalArns, (arn) => findManagingProblem(arn, partition));
  check.each("passRoleArns", args.passRoleArns ?? [], (arn) => findPassRoleProblem(arn, args.accountId, partition));
  check.optional("baseRoleName", args.baseRoleName, findRoleNameProblem);
  check.optional("ecs.executionRoleName", args.ecs?.executionRoleName, findRoleNameProblem);
  check.optional("lambda.executionRoleName", args.lambda?.executionRoleName, findRoleNameProblem);
  if (args.passAnyRole === true && (args.passRoleArns ?? []).length > 0) {
    check.report([{ path: "passRoleArns", message: "means nothing with passAnyRole, which allows every role" }]);
  }
  if (args.ecs !== undefined && args.externalIds !== undefined) {
    const message =
      "cannot be asked for with ecs: clouddriver assumes the role for an ECS account without an external id, and would stay out";
    check.report([{ path: "externalIds", message }]);
  }
  check.report(findRepeatedNames(args));
  check.assertNone();
}

function findManagingProblem(arn: string, partition: string): string | undefined {
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

function findPassRoleProblem(arn: string, accountId: string, partition: string): string | undefined {
  const [beginning, roleName = ""] = arn.split(":role/");
  if (beginning !== `arn:${partition}:iam::${accountId}` || !/^[\w+=,.@/-]+\*?$/.test(roleName)) {
    return `"${arn}" names no roles of the account: arn:${partition}:iam::${accountId}:role/<name>, at the end perhaps a *`;
  }
  return undefined;
}

function findRepeatedNames(args: SpinnakerManagedAccountArgs) {
  const names = {
    roleName: args.roleName ?? spinnakerNames.managedRole,
    baseRoleName: args.createBaseRole === false ? undefined : (args.baseRoleName ?? spinnakerNames.baseRole),
    "ecs.executionRoleName": args.ecs?.executionRoleName,
    "lambda.executionRoleName": args.lambda?.executionRoleName,
  };
  const given = Object.entries(names).filter(([, name]) => name !== undefined);
  return given
    .filter(([, name], index) => given.findIndex(([, other]) => other === name) < index)
    .map(([path, name]) => ({ path, message: `"${name}" is the name of another role it makes` }));
}
