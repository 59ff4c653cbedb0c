import { assertTrustPolicy, type TrustCheckOptions } from "./check-trust";
import { writeTrustDocument } from "./trust-document";
import type { TrustPolicy } from "./trust-policy";

/**
 * Writes the trust policy document of a role.
 *
 * Deterministic: keys, lists and statements are sorted and repetitions dropped, a list of one is its item, so a policy written in
 * another order gives the same text and no diff.
 *
 * @throws TrustError with every problem when the policy must not be used.
 */
export function renderTrustPolicy(policy: TrustPolicy, options: TrustCheckOptions = {}): string {
  assertTrustPolicy(policy, options);
  return writeTrustDocument(policy);
}
