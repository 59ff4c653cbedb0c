import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import type { RecordedRole } from "../model";

const roleType = "aws:iam/role:Role";

/** The IAM role a step of an operation is about, as its stack records it; nothing when it is about something else. */
export function readRole({ op, type, new: state }: StepEventMetadata): RecordedRole | undefined {
  if (type !== roleType || !state) return undefined;
  const role = roleFrom(state);
  return role && { ...role, kept: op === "same" };
}

/** The part of a resource in a stack's state that says which role it is and whom it lets in. */
interface KeptResource {
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** The IAM roles that a stack's state holds. */
export function listRecordedRoles(
  resources: readonly (KeptResource & { type: string; delete?: boolean })[],
): RecordedRole[] {
  return resources.flatMap((resource) => {
    const role = resource.type === roleType && !resource.delete ? roleFrom(resource) : undefined;
    return role ? [{ ...role, kept: true }] : [];
  });
}

function roleFrom({ inputs = {}, outputs = {} }: KeptResource): Omit<RecordedRole, "kept"> | undefined {
  const { arn, assumeRolePolicy: trust = inputs.assumeRolePolicy } = outputs;
  return typeof arn === "string" && typeof trust === "string" ? { arn, trust } : undefined;
}
