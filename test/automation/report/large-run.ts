import type { Failure, RunEvent, RunWave } from "../../../automation/model";
import { type RunSummary, summarizeRun } from "../../../automation/run/run-summary";
import { changes } from "./sample-run";

const begin = Date.parse("2026-01-31T09:45:00.000Z");

/** A name that would do harm where it is not escaped. */
export const hostileName = `<script>alert("&'")</script><img src=x onerror=alert(1)>`;

/** Id of one of the accounts of {@link largeRun}. */
export function largeRunAccount(index: number): string {
  return String(200_000_000_000 + index);
}

/**
 * A run over many accounts, each started a second after the one before and worked on for ten: every tenth fails for the same reason, the
 * fourth has a hostile name, the seventh a role that is not proven.
 */
export function largeRun(accounts: number): RunSummary {
  const targets = Array.from({ length: accounts }, (_unused, index) => {
    return { id: largeRunAccount(index), name: index === 3 ? hostileName : `shop-${index}` };
  });
  const events = targets.flatMap(({ id }, index) => accountEvents(id, index));
  return summarizeRun([
    {
      waves: wavesOf(targets.map(({ id }) => id)),
      ...{ type: "run-started", at: at(0), runId: "20260131T094500Z-abcdef", fleet: "acme", action: "up", targets },
      leftOut: [{ id: "555555555555", name: "old-website", reason: "is suspended" }],
      unchanged: [
        {
          id: "777777777777",
          name: "quiet",
          provenAt: at(-60),
          provenIn: "before",
          roleArns: [roleOf("777777777777")],
        },
      ],
    },
    { type: "wave-started", at: at(0), wave: "canary" },
    { type: "wave-waits", at: at(0), wave: "canary", for: "a soak of 1 second" },
    ...(accounts > 1 ? [{ type: "wave-started" as const, at: at(1), wave: "wave 1" }] : []),
    ...events,
    { type: "run-ended", at: at(accounts + 10), result: "failed" },
  ]);
}

function wavesOf([first = "", ...others]: string[]): RunWave[] {
  return [
    { name: "canary", accountIds: [first] },
    { name: "wave 1", accountIds: others },
  ];
}

/** The role of an account of {@link largeRun}. */
export function roleOf(accountId: string): string {
  return `arn:aws:iam::${accountId}:role/SpotRole`;
}

function accountEvents(accountId: string, index: number): RunEvent[] {
  const ended = at(index + 10);
  const failed = (failure: Failure): RunEvent => ({ type: "target-failed", at: ended, accountId, failure });
  const started: RunEvent = { type: "target-started", at: at(index), accountId, attempt: 1 };
  if (index % 10 === 9) {
    const message = `Spot answered 429 for the account ${accountId} (shop-${index})`;
    return [started, failed({ kind: "vendor", message, instruction: "Run the same again." })];
  }
  const roleArn = roleOf(accountId);
  const isProven = index !== 6;
  const grant = { party: "spot", roleArn, externalIds: ["ext"], principals: ["arn:aws:iam::922761411349:root"] };
  const outcome = { accountId, changes: changes({ create: 6 }), durationMs: 9_000, grants: [grant] };
  const result = { case: "no-external-id", expected: "out", method: "sts", detail: "STS" } as const;
  return [
    started,
    { type: "target-done", at: ended, accountId, outcome },
    {
      ...{ type: "target-proved", at: ended, accountId },
      proofs: [
        {
          accountId,
          party: "spot",
          roleArn,
          proven: isProven,
          results: [{ ...result, actual: isProven ? "out" : "in" }],
        },
      ],
    },
    ...(isProven ? [] : [failed({ kind: "proof", message: "The role opens without an external id" })]),
  ];
}

function at(seconds: number): string {
  return new Date(begin + seconds * 1_000).toISOString();
}
