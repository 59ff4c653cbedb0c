import { partyTitle } from "../parties/parties";

/** What an account's values are told apart by: its own id and name, and its accounts at vendors. */
export interface AccountFacts {
  id: string;
  name: string;
  connected?: readonly { party: string; id: string }[];
}

/** Texts with what is of one account alone put into words, so that equal meaning is equal text. */
export interface AccountWords {
  /** Any text: ids of the account and of its vendor accounts are replaced wherever they are, its name where it is all of it. */
  text(text: string): string;
  /** The value of a property of its own, such as an external id. */
  property(type: string, path: string, value: string): string;
}

// Minted for one account, or made from its name.
const externalId = /(^|\.)externalIds?(\[\d+\])?$/;
const externalIdCondition = /(sts:ExternalId) .+$/;
const nameOfAccount = new Map([
  ["pulumi-nodejs:dynamic/cross-account:SpotAccount", "name"],
  ["pulumi-nodejs:dynamic/cross-account:SpotAccountName", "name"],
  ["pulumi-nodejs:dynamic/cross-account:SpaceliftAwsIntegration", "name"],
]);

/** Makes the words of one account. Pure. */
export function accountWords({ id, name, connected = [] }: AccountFacts): AccountWords {
  const ids: [RegExp, string][] = [
    [standingAlone(id), "<account id>"],
    ...connected.map((one): [RegExp, string] => [standingAlone(one.id), `<${partyTitle(one.party)} id>`]),
  ];
  const text = (original: string): string => {
    if (original === name) return "<account name>";
    const replaced = ids.reduce((shown, [pattern, word]) => shown.replace(pattern, word), original);
    return replaced.replace(externalIdCondition, "$1 <external id>");
  };
  return {
    text,
    property(type, path, value) {
      if (externalId.test(path)) return "<external id>";
      return nameOfAccount.get(type) === path ? "<its name>" : text(value);
    },
  };
}

/** The same id within a longer word is another one. */
function standingAlone(id: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z0-9])`, "g");
}
