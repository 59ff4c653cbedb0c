import { describeTags } from "../fleet/account-selector";
import type { AccountExplanation, FittingEntry } from "../fleet/explain-account";
import type { TextPart } from "./text-report";

/** The explanation of an account for a person: in or out and why, then each setting with its place in the fleet file. */
export function explanationText({ fleet, account, leftOut, ...entries }: AccountExplanation): TextPart[] {
  const title = `${account.name} (${account.id})`;
  const verdict = leftOut === undefined ? `is a target of the fleet ${fleet}` : leftOut;
  const { includedBy, intersectedBy, excludedBy, overriddenBy, settings } = entries;
  return [
    {
      lines: [
        `${title} ${verdict}.`,
        `  It is in the unit ${account.ouPath}; AWS Organizations calls it ${account.state}.`,
        ...(account.tags ? [`  Its tags: ${describeTags(account.tags) || "none"}.`] : []),
        ...listEntries("Included by", includedBy),
        ...listEntries("In", intersectedBy),
        ...listEntries("Excluded by", excludedBy),
        ...listEntries("Overridden by", overriddenBy),
      ],
    },
    {
      head: ["Setting", "Value", "From, or the default of"],
      rows: settings.map(({ setting, value, from }) => [setting, value, from]),
    },
  ];
}

function listEntries(title: string, entries: readonly FittingEntry[]): string[] {
  return entries.map(({ path, selects }) => `  ${title} ${path} (${selects}).`);
}
