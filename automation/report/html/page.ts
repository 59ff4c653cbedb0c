import { createHash } from "node:crypto";
import type { Coverage } from "../../fleet/coverage";
import type { GrantOutcome } from "../../model";
import type { RunSummary } from "../../run/run-summary";
import { groupFailures } from "../failure-groups";
import { type Markup, markup, trustedMarkup } from "../markup";
import { count, timeText } from "../text-report";
import { type RunTiming, spanText, timingOf } from "../timing";
import { groupTrust } from "../trust-groups";
import { drawTrust } from "../trust-picture";
import { accountRows } from "./accounts-section";
import { coverageRows, numberList } from "./coverage-section";
import { failureGroups } from "./failures-section";
import { filterScript } from "./filter-script";
import { style } from "./style";
import { table } from "./table";
import { trustPicture } from "./trust-section";
import { waveRows } from "./waves-section";

/** What a page tells beside the run. */
export interface PageOptions {
  /** The organization, the roles and the vendors' accounts side by side. Default: the page has no such section. */
  coverage?: Pick<Coverage, "accounts" | "counts">;
  /** What accounts were granted that the run left alone, for the trust picture. Default: nothing is known of it. */
  grantsOf?(accountId: string): readonly GrantOutcome[];
  /** When the page is made. Default: now. */
  now?: Date;
}

interface Section {
  id: string;
  title: string;
  content: Markup | readonly Markup[];
}

/**
 * A run as one HTML page that needs nothing else and asks nothing of any server: what it came to, what failed, every account with its time,
 * and who is let in where. Everything that is from elsewhere is escaped, and a content security policy lets nothing run but its own filter.
 */
export async function htmlReport(run: RunSummary, options: PageOptions = {}): Promise<string> {
  const { coverage, grantsOf = () => [], now = new Date() } = options;
  const timing = timingOf(run);
  const groups = groupTrust(run, grantsOf);
  const failures = groupFailures(run.targets);
  const sections: Section[] = [
    ...(failures.length > 0 ? [{ id: "failed", title: "What failed", content: failureGroups(failures) }] : []),
    ...(run.waves ? [{ id: "staged", title: "Waves", content: waveRows(run, run.waves) }] : []),
    { id: "run", title: "Accounts", content: accountRows(run, timing) },
    { id: "timing", title: "Timing", content: timingNumbers(timing) },
    ...(groups.length > 0
      ? [{ id: "who", title: "Who is let in where", content: trustPicture(groups, await drawTrust(groups)) }]
      : []),
    ...(coverage ? [{ id: "all", title: "Coverage", content: coverageRows(coverage) }] : []),
    ...(run.leftOut.length > 0 ? [{ id: "out", title: "Left out", content: leftOutRows(run) }] : []),
  ];
  return page(
    `${capitalized(run.action)} of the fleet ${run.fleet}`,
    markup`${overview(run, timing)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${sections.map(
  ({ id, title, content }) => markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${content}</section>
`,
)}
<footer class="quiet"><p>Run ${run.runId}; made on ${timeText(now.toISOString())} by pulumi-cross-account.</p></footer>`,
  );
}

function page(title: string, content: Markup): string {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(filterScript)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>\n${markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trustedMarkup(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
<script>${trustedMarkup(filterScript)}</script>
</body>
</html>
`}`;
}

const results: Record<RunSummary["result"], Markup> = {
  done: markup`<strong class="good">done</strong>`,
  failed: markup`<strong class="bad">failed</strong>`,
  cancelled: markup`<strong class="warning">cancelled</strong>`,
  running: markup`<strong class="warning">no end is known: it goes on, or it was killed</strong>`,
};

function overview(run: RunSummary, { totalMs }: RunTiming): Markup {
  const { counts, changes, unchanged, leftOut } = run;
  const numbers = [
    ["done", counts.done],
    ["failed", counts.failed],
    ["not started", counts["not-started"] + counts.waiting],
    ["not finished", counts.running],
    ["unchanged", unchanged.length],
    ["left out", leftOut.length],
    ["created", changes.create],
    ["updated", changes.update + changes.replace],
    ["deleted", changes.delete],
  ] as const;
  const told = numbers.filter(([name, number]) => number > 0 || name === "done" || name === "failed");
  return markup`<p>Result: ${results[run.result]}. ${run.stopped === undefined ? undefined : `Stopped: ${run.stopped}. `}Began <time datetime="${run.startedAt}">${timeText(run.startedAt)}</time>, took ${spanText(totalMs)}.</p>
${numberList(told)}`;
}

function timingNumbers({ totalMs, accounts, medianMs, p95Ms, slowest }: RunTiming): Markup {
  if (!slowest || medianMs === undefined || p95Ms === undefined) return markup`<p>No account was worked on.</p>`;
  const together = accounts.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return markup`${numberList([
    ["whole run", spanText(totalMs)],
    ["half of the accounts within", spanText(medianMs)],
    ["95 % within", spanText(p95Ms)],
    ["at once, on average", (together / Math.max(totalMs, 1)).toFixed(1)],
  ])}
<p>The slowest of ${count(accounts.length, "account")}: ${slowest.name} (${slowest.accountId}), ${spanText(slowest.durationMs)}.</p>`;
}

function leftOutRows({ leftOut }: RunSummary): Markup {
  const columns = [
    { title: "Account", kind: "id" },
    { title: "Name", kind: "row" },
    { title: "Why", kind: "text" },
  ] as const;
  const rows = leftOut.map(({ id, name, reason }) => [id, name, reason]);
  return table({ id: "left-out", caption: "Accounts that are no part of it", columns, rows });
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
