import { z } from "zod";
import { partyNames } from "./grant-list";
import { type PlacedProblem, problemAt } from "./schema-problems";

// Read leniently, so that what fits together is checked even while other parts of the file are wrong.
const lenientSchema = z.object({
  accounts: z.object({ list: listOf(z.object({ accountId: z.string() })) }).catch({ list: [] }),
  grants: listOf(z.object({ party: z.string() })),
  overrides: listOf(z.object({ set: z.record(z.string(), z.unknown()) })),
  proof: z.object({ as: z.record(z.string(), z.unknown()).catch({}) }).catch({ as: {} }),
});

/** Finds what contradicts itself between different parts of a fleet file: doubled accounts and parties, parties not granted. */
export function findContradictions(document: unknown): PlacedProblem[] {
  const parsed = lenientSchema.safeParse(document);
  if (!parsed.success) return [];
  const { accounts, grants, overrides, proof } = parsed.data;
  const granted = new Set(grants.map((grant) => grant?.party));
  return [
    ...findDoubles(grants.map((grant) => grant?.party)).map((index) =>
      problemAt(
        ["grants", index, "party"],
        "has a grant already: write each party once, and use overrides for some accounts",
      ),
    ),
    ...findDoubles(accounts.list.map((account) => account?.accountId)).map((index) =>
      problemAt(["accounts", "list", index, "accountId"], "is in the list already"),
    ),
    ...overrides.flatMap((override, index) =>
      Object.keys(override?.set ?? {})
        .filter((key) => isParty(key) && !granted.has(key))
        .map((party) => problemAt(["overrides", index, "set", party], "has no grant in grants that this could change")),
    ),
    ...Object.keys(proof.as)
      .filter((party) => isParty(party) && !granted.has(party))
      .map((party) => problemAt(["proof", "as", party], "has no grant in grants that could be proven")),
  ];
}

function isParty(key: string): boolean {
  return partyNames.some((name) => name === key);
}

function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item.optional().catch(undefined)).catch([]);
}

function findDoubles(words: readonly (string | undefined)[]): number[] {
  return words.flatMap((word, index) => (word !== undefined && words.indexOf(word) < index ? [index] : []));
}
