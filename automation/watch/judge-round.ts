import { describeDrift } from "../drift/describe-drift";
import type { Drift } from "../drift/drift";
import type { Plan } from "../plan/plan";
import type { RunSummary } from "../run/run-summary";
import { accountKey } from "./choose-due";
import type { Verdict } from "./note-verdicts";
import type { OpenProblem } from "./watch-state";

/** What a plan alone tells: accounts that are as they were when they were proven, and those that are not there any more, are fine. */
export function judgePlan({ items }: Plan, stacks: readonly string[], open: readonly OpenProblem[]): Verdict[] {
  const unchanged = items.filter(({ action }) => action === "unchanged").map(({ target }) => target.account.id);
  const known = new Set([...items.map(({ target }) => target.account.id), ...stacks]);
  const gone = open.flatMap(({ accountId }) => (accountId !== undefined && !known.has(accountId) ? [accountId] : []));
  const fine = [...unchanged, ...gone].map((accountId): Verdict => ({ key: accountKey(accountId), accountId }));
  return [...fine, ...gone.map((accountId): Verdict => ({ key: driftKey(accountId), accountId }))];
}

/** What a run came to for each account that it got to. */
export function judgeRun({ targets, artefacts = [] }: RunSummary): Verdict[] {
  const accounts = targets.flatMap(({ accountId, name, state, failure }): Verdict[] => {
    const verdict = { key: accountKey(accountId), accountId, name };
    // A person stopped it: that is no failure of the account.
    if (state === "failed" && failure?.kind !== "cancelled") return failure ? [{ ...verdict, failure }] : [];
    return state === "done" ? [verdict] : [];
  });
  const failure = artefacts.find(({ state }) => state === "failed")?.failure;
  return artefacts.length === 0 ? accounts : [...accounts, { key: "artefacts", ...(failure ? { failure } : {}) }];
}

/** What comparing with the world came to for each account. */
export function judgeDrift({ accounts }: Drift): Verdict[] {
  return accounts.map(({ accountId, name, state, resources, failure }): Verdict => {
    const verdict = { key: driftKey(accountId), accountId, name };
    if (state === "in-step" || state === "repaired") return verdict;
    if (failure) return { ...verdict, failure };
    const message = `Somebody changed by hand: ${resources.map(describeDrift).join("; ")}`;
    const instruction = `\`cross-account drift --repair --only ${accountId}\` puts it right.`;
    return { ...verdict, failure: { kind: "drift", message, instruction } };
  });
}

function driftKey(accountId: string): string {
  return `drift:${accountId}`;
}
