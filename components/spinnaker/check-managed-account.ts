import type * as pulumi from "@pulumi/pulumi";
import { InputCheck } from "../input-check";
import { findRoleNameProblem } from "../trust/limits";
import { isAccountId } from "../trust/principal";
import { findManagingProblem, findPassRoleProblem } from "./arn-rules";
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
