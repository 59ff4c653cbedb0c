import type * as pulumi from "@pulumi/pulumi";
import { InputCheck } from "../input-check";
import type { DeadlineSpotCredentialsArgs } from "./credentials-args";
import { DeadlinePolicies } from "./credentials-permissions";
import { findInstanceRoleProblem, findRoleArnProblem } from "./deadline-names";
import { findAddressProblem } from "./source-address";

/** Throws `pulumi.InputPropertiesError` with every problem of the inputs that the identity inside does not look at. @internal */
export function checkCredentials(name: string, args: DeadlineSpotCredentialsArgs, component: pulumi.Resource): void {
  const check = new InputCheck("DeadlineSpotCredentials", name, component);
  const { instanceRole, role, existingRoleArn, user, policies = DeadlinePolicies.Managed } = args;
  const identities = { instanceRole, role, existingRoleArn, user };
  const given = Object.values(identities).filter((identity) => identity !== undefined).length;
  if (given !== 1) {
    const message = `name exactly one of them; there are ${given}`;
    check.report([{ path: Object.keys(identities).join(", "), message }]);
  }
  check.value("policies", policies, (word) =>
    Object.values(DeadlinePolicies).includes(word) ? undefined : `"${word}" is none of managed, own`,
  );
  check.optional("instanceRole.roleName", instanceRole?.roleName, findInstanceRoleProblem);
  check.optional("existingRoleArn", existingRoleArn, findRoleArnProblem);
  check.each("passRoleArns", args.passRoleArns ?? [], findRoleArnProblem);
  check.each("sourceIps", args.sourceIps ?? [], findAddressProblem);
  for (const field of ["passRoleArns", "sourceIps"] as const) {
    if (args[field]?.length === 0) {
      check.report([{ path: field, message: "is empty: leave it out, or name what is allowed" }]);
    }
  }
  check.report(findAddressConflicts(args, policies));
  check.assertNone();
}

function findAddressConflicts(args: DeadlineSpotCredentialsArgs, policies: DeadlinePolicies) {
  if (args.sourceIps === undefined) {
    return [];
  }
  if (policies === DeadlinePolicies.Own && args.resourceTracker !== false) {
    const message =
      "cannot be a condition on the Resource Tracker's policy, which AWS keeps: choose policies managed, or turn resourceTracker off";
    return [{ path: "sourceIps", message }];
  }
  if (policies === DeadlinePolicies.Managed && args.existingRoleArn !== undefined) {
    const message = "would keep the existing role from all its other work too: choose policies own";
    return [{ path: "sourceIps", message }];
  }
  return [];
}
