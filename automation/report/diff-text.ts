import type { DiffGroup } from "../diff/fleet-diff";
import { accountsKey, accountsTitle } from "../plan/group-accounts";
import type { TextPart } from "./text-report";

const longestLine = 160;
const signs: Record<DiffGroup["change"], string> = { create: "+ ", update: "", replace: "replaces ", delete: "- " };

/** What would change in all accounts, for a person: equal changes once, and those of the same accounts together. */
export function diffText(groups: readonly DiffGroup[]): TextPart[] {
  if (groups.length === 0) return [];
  const byAccounts = new Map<string, DiffGroup[]>();
  for (const group of groups) {
    const key = accountsKey(group.accounts);
    byAccounts.set(key, [...(byAccounts.get(key) ?? []), group]);
  }
  const lines = [...byAccounts.values()].flatMap((same) => {
    const title = accountsTitle(same[0]?.accounts ?? []);
    const told = same.flatMap(describeGroup).map(shortened);
    return told.length === 1 ? [`  ${title}: ${told[0]}`] : [`  ${title}:`, ...told.map((line) => `    ${line}`)];
  });
  return [{ lines: ["What would change, equal changes together:", ...lines] }];
}

function describeGroup({ resource, change, lines }: DiffGroup): string[] {
  const title = `${signs[change]}${resource}`;
  return lines.length === 0 ? [title] : lines.map((line) => `${title}: ${line}`);
}

function shortened(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}… (--json has all of it)` : line;
}
