import { findRoleNameProblem } from "../trust/limits";
import { findPrincipalProblem, parsePrincipal } from "../trust/principal";

/**
 * Names as Deadline's documentation has them; its policies know some of them by name.
 *
 * Source: docs.thinkboxsoftware.com 10.4 "Spot Event Plugin - AWS Permissions".
 */
export const deadlineNames = {
  credentialsUser: "DeadlineSpotEventPluginAdmin",
  /** Ours, and without the prefix: the plugin may hand every role that has it to instances, and must not hand on its own. */
  credentialsRole: "DeadlineEventPluginAdmin",
  /** Ours: the policy of the role, beside or in place of AWS's. */
  credentialsPolicy: "DeadlineSpotEventPluginPolicy",
  /** Ours: the host that enters other accounts. */
  host: "DeadlineHost",
  worker: "DeadlineSpotWorker",
  /** Ours: the account-wide one below may be in use by fleets that have nothing to do with Deadline. */
  fleet: "DeadlineSpotFleet",
  /** The console makes it once an account, for all of its spot fleets. */
  accountWideFleet: "aws-ec2-spot-fleet-tagging-role",
  /** Deadline looks for exactly this name. */
  resourceTracker: "DeadlineResourceTrackerAccessRole",
} as const;

const prefix = "DeadlineSpot";

/**
 * Says why Deadline could not hand instances a role of this name, or nothing when it can.
 *
 * Its policy names what may be handed on as `arn:aws:iam::*:role/DeadlineSpot*`: there is no room for a path before the name.
 *
 * @internal
 */
export function findWorkerNameProblem(name: string): string | undefined {
  if (name.includes("/")) {
    return `"${name}" has a path: Deadline may only hand on arn:aws:iam::*:role/${prefix}*, so the path must be /`;
  }
  return (
    findRoleNameProblem(name) ??
    (name.startsWith(prefix)
      ? undefined
      : `"${name}" does not begin with ${prefix}: since 10.1.8 Deadline may hand on no other role`)
  );
}

/** The same for the role of the fleet, which may also have the name the console gives. @internal */
export function findFleetNameProblem(name: string): string | undefined {
  if (name === deadlineNames.accountWideFleet) {
    return undefined;
  }
  const problem = findWorkerNameProblem(name);
  return problem?.includes("does not begin") ? `${problem}, but ${deadlineNames.accountWideFleet}` : problem;
}

/** Says why an instance must not work for the plugin by this name, or nothing when it may. @internal */
export function findInstanceRoleProblem(name: string): string | undefined {
  return name.startsWith(prefix)
    ? `"${name}" begins with ${prefix}: the plugin could hand its own rights to workers, as AWS's policy has it`
    : findRoleNameProblem(name);
}

/** Says why a text is not the ARN of one role, or nothing when it is. @internal */
export function findRoleArnProblem(arn: string): string | undefined {
  const problem = findPrincipalProblem(arn);
  if (problem !== undefined) {
    return `"${arn}" ${problem}`;
  }
  return parsePrincipal(arn).kind === "role" ? undefined : `"${arn}" is not the ARN of a role`;
}
