import { createHash } from "node:crypto";
import { canonicalJson } from "../../components/trust/canonical-json";
import type { Target } from "../model";

/** What all accounts of a fleet have in common that decides what an `up` makes of them. */
export interface FingerprintFacts {
  fleet: string;
  /** The code that turns settings into resources: with it come the contents of the policies. */
  code: string;
  /** Versions of the engine and of what its plugins come from. */
  versions: Record<string, string>;
  /** Where the state is, and how its secrets are kept. */
  state: unknown;
  /** Who asks for access when it is proven who gets in. */
  proof: unknown;
}

/** Makes the function that sums up everything that decides what an `up` makes of a target: equal texts, equal work. Pure. */
export function createFingerprint(facts: FingerprintFacts): (target: Target) => string {
  const common = digest(facts);
  // Tags of the account decide only by way of its settings.
  return ({ account: { tags: _tags, ...account }, settings }) => digest({ common, account, settings });
}

function digest(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("base64url");
}
