import type { GrantOutcome } from "../model";

/** When somebody last looked who gets in with an external id, and what came of it. */
export interface LastProof {
  at: string;
  proven: boolean;
}

/** One external id that a role accepts. */
export interface ExternalIdCoverage {
  value: string;
  /** `in-use`: what the party presents; `previous`: still accepted while it is being replaced. */
  use: "in-use" | "previous";
  /** `vendor`: minted by the vendor; `settings`: given there. */
  source: string;
  /** When it was made, ISO 8601, as the stack records it; absent where nobody recorded it. */
  madeAt?: string;
  /** Whole days since then. */
  ageDays?: number;
  /** When it was last looked who gets in with it, as the fleet's journals record it. */
  lastProof?: LastProof;
}

/** What the last proof with an external id of a role is found by. */
export function proofKey(roleArn: string, externalId: string): string {
  return `${roleArn} ${externalId}`;
}

const dayMs = 86_400_000;

/**
 * The external ids of a grant, with what is known of them. Pure.
 *
 * @param now Milliseconds since 1970.
 */
export function describeExternalIds(
  { roleArn, externalIds, externalIdOrigin, vendorAccountId }: GrantOutcome,
  lastProofs: ReadonlyMap<string, LastProof>,
  now: number,
): ExternalIdCoverage[] {
  const { rotation, madeAt } = externalIdOrigin ?? {};
  // Who keeps an account for us at its side names the external id; the others are told it by the settings.
  const source = externalIdOrigin?.source ?? (vendorAccountId === undefined ? "settings" : "vendor");
  return externalIds.map((value, index) => {
    const isPrevious = rotation !== undefined && index > 0;
    const lastProof = lastProofs.get(proofKey(roleArn, value));
    return {
      value,
      use: isPrevious ? "previous" : "in-use",
      source,
      ...(madeAt !== undefined && !isPrevious ? { madeAt, ageDays: ageInDays(madeAt, now) } : {}),
      ...(lastProof ? { lastProof } : {}),
    };
  });
}

function ageInDays(madeAt: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(madeAt)) / dayMs));
}
