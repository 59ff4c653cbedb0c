import type { AccountCoverage, Coverage, CoverageState, GrantCoverage, LastRun } from "../fleet/coverage";
import type { ExternalIdCoverage } from "../fleet/external-id-coverage";
import { coverageTones } from "./coverage-tones";
import { type Cell, count, roleTitle, type TextPart, timeText } from "./text-report";

/** Coverage for a person: a line per account, then the numbers and what to do about what is not as it should be. */
export function coverageText({ fleet, accounts, counts }: Coverage): TextPart[] {
  const head = ["Account", "Name", "Unit", "State", "Role", "Vendor account", "External id", "Last run", "Why"];
  const numbers = Object.entries(counts).filter(([, number]) => number > 0);
  const summary = `${count(accounts.length, "account")} in the fleet ${fleet}: ${numbers
    .map(([state, number]) => `${number} ${state}`)
    .join(", ")}.`;
  return [{ head, rows: accounts.map(rowOf) }, ...adviceText(accounts), { lines: [summary, ...advice(counts)] }];
}

/** What to do about each account that no sentence for all is enough for. */
function adviceText(accounts: readonly AccountCoverage[]): TextPart[] {
  const lines = accounts
    .filter(({ state }) => state === "orphaned" || state === "doubled")
    .flatMap(({ accountId, name, advice: what }) => (what ? [`  ${name} (${accountId}): ${what}`] : []));
  return lines.length > 0 ? [{ lines: ["What to do:", ...lines] }] : [];
}

function rowOf({ accountId, name, ouPath, state, grants, lastRun, reason }: AccountCoverage): Cell[] {
  return [
    accountId,
    name,
    ouPath ?? "",
    { text: state, tone: coverageTones[state] },
    grants.map(describeRole).join("\n"),
    grants.flatMap(({ vendorAccounts }) => vendorAccounts.map((account) => `${account.id} ${account.name}`)).join("\n"),
    grants.flatMap(({ externalIds = [] }) => describeExternalIds(externalIds)).join("\n"),
    lastRun ? describeRun(lastRun) : "",
    reason ?? "",
  ];
}

function describeRole({ role, roleArn }: GrantCoverage): string {
  if (role === "not-looked-at") return "";
  return roleArn ? roleTitle(roleArn) : role;
}

/** How old the external id in use is, who made it and when it was last proven; a party with many has them made alike. */
function describeExternalIds(externalIds: readonly ExternalIdCoverage[]): string[] {
  const [inUse] = externalIds;
  if (!inUse) return [];
  const { source, ageDays, lastProof } = inUse;
  const age = ageDays === undefined ? "age unknown" : count(ageDays, "day");
  const origin = source === "vendor" ? "the vendor's" : `from the ${source}`;
  const proof = lastProof
    ? `${lastProof.proven ? "proven" : "NOT PROVEN"} ${lastProof.at.slice(0, 10)}`
    : "not proven yet";
  const previous = externalIds.filter(({ use }) => use === "previous").length;
  return [`${origin}, ${age}, ${proof}`, ...(previous > 0 ? [`being replaced: ${previous} more accepted`] : [])];
}

function describeRun({ at, action, result }: LastRun): string {
  return `${action} ${result} ${timeText(at)}`;
}

function advice(counts: Record<CoverageState, number>): string[] {
  return [
    ...(counts.missing > 0 ? ["`cross-account up` enrols what is missing."] : []),
    ...(counts.drifted > 0
      ? ["`cross-account drift` shows everything that was changed by hand, and with --repair puts it right."]
      : []),
    ...(counts.incomplete > 0 ? ["`cross-account up` finishes what is incomplete."] : []),
  ];
}
