import type { Inspector } from "../connection/inspector";
import { countedLength } from "../documents/policy-text";
import { absentManagedPolicies } from "./aws-managed-policies";
import { limitExceeded, noSuchEntity } from "./refusals";

// Source: IAM User Guide, "IAM and AWS STS quotas"; texts from reports of users.
const trustCharacters = 2048;
const managedPolicyCharacters = 6144;
const inlineBytes = { role: 10_240, user: 2048 };
const attachedPolicies = 10;
const accessKeysOfUser = 2;

/** Refuses a trust policy that is too long. */
export function assertTrustLength(document: string): void {
  if (countedLength(document) > trustCharacters) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${trustCharacters}`);
  }
}

/** Refuses a managed policy that is too long. */
export function assertManagedPolicyLength(document: string): void {
  if (countedLength(document) > managedPolicyCharacters) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${managedPolicyCharacters}`);
  }
}

/** Refuses an inline policy that, with the others of its role or user, would be too long. */
export function assertInlineLength(
  kind: "role" | "user",
  owner: string,
  policy: { name: string; document: string },
  present: Readonly<Record<string, string>>,
): void {
  const after = { ...present, [policy.name]: policy.document };
  const length = Object.values(after).reduce((sum, document) => sum + countedLength(document), 0);
  if (length > inlineBytes[kind]) {
    throw limitExceeded(`Maximum policy size of ${inlineBytes[kind]} bytes exceeded for ${kind} ${owner}`);
  }
}

/** Refuses to attach a policy that does not exist, and one more than AWS allows. */
export async function assertAttachable(
  kind: "Role" | "User",
  policyArn: string,
  attached: readonly string[],
  inspector: Inspector,
): Promise<void> {
  if (!absentManagedPolicies.includes(policyArn) && !(await inspector.hasPolicy(policyArn))) {
    throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
  }
  if (!attached.includes(policyArn) && attached.length >= attachedPolicies) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind}: ${attachedPolicies}`);
  }
}

/** Refuses a third access key. */
export function assertAccessKeys(present: readonly string[]): void {
  if (present.length >= accessKeysOfUser) {
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${accessKeysOfUser}`);
  }
}
