import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policySuffix } from "./policy-names";
import { iamLimits } from "./trust/limits";

/** A managed policy to make or to attach: the documents of ours, and ARNs of those that exist. @internal */
export interface WantedPolicies {
  documents: pulumi.Input<string>[];
  managedPolicyArns: pulumi.Input<string>[];
  policyName: pulumi.Input<string>;
  path: pulumi.Input<string> | undefined;
  description: string;
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** Says why so many policies cannot be attached to one identity, or nothing when they can. @internal */
export function findAttachmentProblem({ documents, managedPolicyArns }: WantedPolicies): string | undefined {
  const count = documents.length + managedPolicyArns.length;
  return count > iamLimits.attachedPolicies
    ? `need ${count} managed policies: AWS attaches at most ${iamLimits.attachedPolicies} to one role or user; allow less, or cut it into several roles`
    : undefined;
}

/**
 * Makes the managed policies of an identity, `<policyName>`, `<policyName>-2` and so on.
 *
 * Name, path and description never depend on the content, so that changed permissions are a new version of the same policy.
 *
 * @internal
 */
export function createPolicies(name: string, wanted: WantedPolicies, parent: pulumi.Resource): iam.Policy[] {
  const { path, description, tags } = wanted;
  return wanted.documents.map((policy, index) => {
    const suffix = policySuffix(index);
    const args = { name: pulumi.concat(wanted.policyName, suffix), path, description, policy, tags };
    return new iam.Policy(`${name}-policy${suffix}`, args, { parent });
  });
}

/** ARNs to attach, each with the name its attachment has in the program. @internal */
export function listAttachments(
  name: string,
  policies: readonly iam.Policy[],
  managedPolicyArns: readonly pulumi.Input<string>[],
): { name: string; policyArn: pulumi.Input<string> }[] {
  const made = policies.map(({ arn }, index) => ({
    name: `${name}-attachment${policySuffix(index)}`,
    policyArn: arn,
  }));
  const existing = managedPolicyArns.map((policyArn, index) => ({
    name: `${name}-attachment-${typeof policyArn === "string" ? policyArn.split("/").at(-1) : `existing-${index + 1}`}`,
    policyArn,
  }));
  return [...made, ...existing];
}
