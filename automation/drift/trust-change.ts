import { isSameTrust } from "../../components/trust/compare-trust";
import { readTrustDocument } from "../../components/trust/policy-document";

/**
 * How a live trust policy differs from the recorded one, in words that go on after the role's name; nothing when both mean the same.
 *
 * Order, spelling and repetition make no difference, see `isSameTrust`.
 */
export function describeTrustChange(recorded: string, live: string): string | undefined {
  if (recorded === live || meansTheSame(recorded, live)) return undefined;
  const [before, now] = [listPrincipals(recorded), listPrincipals(live)];
  const changes = [
    ...sentence(
      "it lets in",
      now.filter((principal) => !before.includes(principal)),
    ),
    ...sentence(
      "it does not name any more",
      before.filter((principal) => !now.includes(principal)),
    ),
  ];
  const what = changes.length > 0 ? changes.join("; ") : "it names the same principals under other conditions";
  return `has another trust policy than was given: ${what}`;
}

function sentence(beginning: string, principals: readonly string[]): string[] {
  return principals.length === 0 ? [] : [`${beginning} ${principals.join(", ")}`];
}

function meansTheSame(one: string, other: string): boolean {
  try {
    return isSameTrust(one, other);
  } catch {
    return false;
  }
}

function listPrincipals(document: string): string[] {
  try {
    const { Statement } = readTrustDocument(document);
    const allowing = Statement.filter(({ Effect }) => Effect === "Allow");
    return [...new Set(allowing.flatMap(({ Principal = {} }) => Object.values(Principal).flat()))].sort();
  } catch {
    return [];
  }
}
