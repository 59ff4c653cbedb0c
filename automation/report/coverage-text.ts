import type { AccountCoverage, Coverage, CoverageState, GrantCoverage, LastRun } from "../fleet/coverage";
import { type Cell, count, roleTitle, type TextPart, type Tone, timeText } from "./text-report";

const tones: Record<CoverageState, Tone> = {
  enrolled: "good",
  drifted: "bad",
  incomplete: "warning",
  missing: "warning",
  "left-out": "quiet",
  orphaned: "bad",
  doubled: "bad",
};

/** Coverage for a person: a line per account, then the numbers and what to do about what is not as it should be. */
export function coverageText({ fleet, accounts, counts }: Coverage): TextPart[] {
  const head = ["Account", "Name", "Unit", "State", "Role", "Vendor account", "Last run", "Why"];
  const numbers = Object.entries(counts).filter(([, number]) => number > 0);
  const summary = `${count(accounts.length, "account")} in the fleet ${fleet}: ${numbers
    .map(([state, number]) => `${number} ${state}`)
    .join(", ")}.`;
  return [{ head, rows: accounts.map(rowOf) }, { lines: [summary, ...advice(counts)] }];
}

function rowOf({ accountId, name, ouPath, state, grants, lastRun, reason }: AccountCoverage): Cell[] {
  return [
    accountId,
    name,
    ouPath ?? "",
    { text: state, tone: tones[state] },
    grants.map(describeRole).join("\n"),
    grants.flatMap(({ vendorAccounts }) => vendorAccounts.map((account) => `${account.id} ${account.name}`)).join("\n"),
    lastRun ? describeRun(lastRun) : "",
    reason ?? "",
  ];
}

function describeRole({ role, roleArn }: GrantCoverage): string {
  if (role === "not-looked-at") return "";
  return roleArn ? roleTitle(roleArn) : role;
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
    ...(counts.orphaned > 0
      ? ["`cross-account offboard --only <account>` takes away what is orphaned and has a stack."]
      : []),
    ...(counts.doubled > 0 ? ["Delete all but one of the doubled accounts at the vendor."] : []),
  ];
}
