import type { Account } from "../model";
import { describeSelector, selects } from "./account-selector";
import { listSelectors } from "./all-selectors";
import type { FleetSettings } from "./fleet-schema";
import { suggestion } from "./nearest-word";

/**
 * What is seldom meant as it is written in a fleet file: overrides and tags that fit no account, and exclusions that say no reason. It may be
 * meant for accounts that appear later, so it is no error. Pure.
 */
export function findDoubtful(fleet: FleetSettings, accounts: readonly Account[]): string[] {
  const fitsNone = listSelectors(fleet).filter(
    ({ path, selector }) =>
      (path.startsWith("overrides") || selector.tag) && !accounts.some((account) => selects(selector, account)),
  );
  const unused = fitsNone.map(({ path, selector }) => {
    const entry = path.replace(/\.match$/, "");
    return [`${entry} fits no account (${describeSelector(selector)}).`, ...suggestTags(selector.tag, accounts)].join(
      " ",
    );
  });
  const unexplained = fleet.accounts.exclude.flatMap(({ reason }, index) =>
    reason === undefined
      ? [`accounts.exclude[${index}] says no reason: write one, it is told wherever the account is left out.`]
      : [],
  );
  return [...unused, ...unexplained];
}

/** A tag that resembles one that no account has. */
function suggestTags(wanted: Readonly<Record<string, string>> = {}, accounts: readonly Account[]): string[] {
  const known = [...new Set(accounts.flatMap(({ tags = {} }) => Object.keys(tags)))];
  return Object.keys(wanted)
    .filter((key) => !known.includes(key))
    .map((key) => `No account has a tag ${key}${suggestion(key, known)}`)
    .map((sentence) => (sentence.endsWith("?") ? sentence : `${sentence}.`));
}
