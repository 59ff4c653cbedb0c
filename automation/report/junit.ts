import type { ArtefactOutcome, Failure } from "../model";
import type { RunSummary, TargetSummary } from "../run/run-summary";
import { type Markup, markup } from "./markup";
import { caseNames } from "./proof-words";
import { describeOutcome } from "./run-text";
import { roleTitle, timeText } from "./text-report";
import { timingOf } from "./timing";

interface TestCase {
  classname: string;
  name: string;
  ms: number;
  /** What keeps it from having passed. */
  verdict?: { kind: "failure" | "error" | "skipped"; type?: string; message: string; text?: string };
  output: string[];
}

/**
 * A run as JUnit XML, as Jenkins, GitLab and others read it: a test case an account, and one a file for the parties' tools. Accounts that
 * were not started are skipped; those that a killed run left half way are errors.
 */
export function junitReport(run: RunSummary): string {
  const ms = new Map(timingOf(run).accounts.map(({ accountId, durationMs }) => [accountId, durationMs]));
  const name = `${run.fleet}.${run.action}`;
  const suites = [
    {
      name,
      cases: [
        ...run.targets.map((target) => accountCase(name, target, ms.get(target.accountId) ?? 0)),
        ...run.unchanged.map((account): TestCase => {
          const output = [`unchanged since it was proven on ${timeText(account.provenAt)}`];
          return { classname: name, name: titleOf(account.id, account.name), ms: 0, output };
        }),
      ],
    },
    { name: `${run.fleet}.artefacts`, cases: (run.artefacts ?? []).map((file) => fileCase(run.fleet, file)) },
  ].filter(({ cases }) => cases.length > 0);
  const all = suites.flatMap(({ cases }) => cases);
  const written = suites.map((suite) => suiteMarkup(suite, run));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup`<testsuites name="${name}" ${totals(all)}>
${written}</testsuites>
`}`;
}

function accountCase(classname: string, target: TargetSummary, ms: number): TestCase {
  const { accountId, state, failure, reason, proofs = [], attempts } = target;
  const output = [
    ...(state === "done" ? [describeOutcome(target)] : []),
    ...(attempts > 1 ? [`started ${attempts} times`] : []),
    ...proofs.flatMap(({ party, roleArn, results }) =>
      results.map(
        (result) =>
          `${party}, ${roleTitle(roleArn)}: ${caseNames[result.case]} is ${result.actual}, expected ${result.expected}`,
      ),
    ),
  ];
  const base = { classname, name: titleOf(accountId, target.name), ms, output };
  if (failure) return { ...base, verdict: failureVerdict(failure) };
  if (state === "not-started") return { ...base, verdict: { kind: "skipped", message: reason ?? "was not started" } };
  if (state === "waiting") return { ...base, verdict: { kind: "skipped", message: "its turn did not come" } };
  if (state !== "running") return base;
  return { ...base, verdict: { kind: "error", type: "unfinished", message: "was begun, and the run tells of no end" } };
}

function fileCase(fleet: string, { path, state, failure }: ArtefactOutcome): TestCase {
  const base = { classname: `${fleet}.artefacts`, name: path, ms: 0, output: [state] };
  return failure ? { ...base, verdict: failureVerdict(failure) } : base;
}

function failureVerdict({ kind, message, instruction }: Failure): TestCase["verdict"] {
  const text = [message, ...(instruction ? [instruction] : [])].join("\n");
  return { kind: "failure", type: kind, message, text };
}

function titleOf(accountId: string, name: string): string {
  return `${name} (${accountId})`;
}

/** Schemas in use take a time without a zone; it is UTC. */
function suiteMarkup({ name, cases }: { name: string; cases: TestCase[] }, run: RunSummary): Markup {
  const skipped = cases.filter(({ verdict }) => verdict?.kind === "skipped").length;
  return markup`  <testsuite name="${name}" ${totals(cases)} skipped="${skipped}" timestamp="${run.startedAt.slice(0, 19)}">
    <properties>
      <property name="run" value="${run.runId}"/>
      <property name="result" value="${run.result}"/>
    </properties>
${cases.map(caseMarkup)}  </testsuite>
`;
}

function totals(cases: readonly TestCase[]): Markup {
  const numberOf = (kind: string): number => cases.filter(({ verdict }) => verdict?.kind === kind).length;
  const ms = cases.reduce((sum, testCase) => sum + testCase.ms, 0);
  return markup`tests="${cases.length}" failures="${numberOf("failure")}" errors="${numberOf("error")}" time="${seconds(ms)}"`;
}

function caseMarkup({ classname, name, ms, verdict, output }: TestCase): Markup {
  const said =
    output.length > 0
      ? markup`
      <system-out>${output.join("\n")}</system-out>`
      : undefined;
  return markup`    <testcase classname="${classname}" name="${name}" time="${seconds(ms)}">${verdictMarkup(verdict)}${said}
    </testcase>
`;
}

function verdictMarkup(verdict: TestCase["verdict"]): Markup | undefined {
  if (!verdict) return undefined;
  const { kind, type, message, text } = verdict;
  if (kind === "skipped")
    return markup`
      <skipped message="${message}"/>`;
  return kind === "failure"
    ? markup`
      <failure type="${type}" message="${message}">${text}</failure>`
    : markup`
      <error type="${type}" message="${message}"/>`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
