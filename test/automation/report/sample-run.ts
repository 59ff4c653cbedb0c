import type { FleetProof } from "../../../automation/fleet/prove-fleet";
import type { ChangeCounts, RoleProof, RunEvent } from "../../../automation/model";
import { sampleAccount } from "../fleet/sample-fleet";

const at = "2026-01-31T09:45:00.000Z";

/** Changes of one account; what is not named is none. */
export function changes(counts: Partial<ChangeCounts>): ChangeCounts {
  return { create: 0, update: 0, replace: 0, delete: 0, same: 0, ...counts };
}

/** The proof of one role, with one case that came out as told. */
export function proof(accountId: string, wrongIdGetsIn = false): RoleProof {
  return {
    accountId,
    party: "spot",
    roleArn: `arn:aws:iam::${accountId}:role/SpotRole`,
    proven: !wrongIdGetsIn,
    results: [
      { case: "right-party", expected: "in", actual: "in", method: "sts", detail: "STS let it in" },
      {
        case: "wrong-external-id",
        expected: "out",
        actual: wrongIdGetsIn ? "in" : "out",
        method: "evaluated",
        detail: "the policy",
      },
    ],
  };
}

/** A proof of three accounts: one proven, one with a role that is not, one that could not be entered; one more is left out. */
export function sampleFleetProof(): FleetProof {
  const [proven, notProven, failed] = ["222222222222", "333333333333", "444444444444"] as const;
  const failure = { kind: "aws", message: "no entry", instruction: "Look at the role." };
  const leftOut = sampleAccount({ id: "555555555555", name: "old-website" });
  return {
    fleet: "acme",
    accounts: [
      { accountId: proven, name: "shop-prod", state: "proven", proofs: [proof(proven)] },
      { accountId: notProven, name: "shop-dev", state: "not-proven", proofs: [proof(notProven, true)] },
      { accountId: failed, name: "data-lake", state: "failed", proofs: [], failure },
    ],
    leftOut: [{ account: leftOut, reason: "is suspended" }],
    counts: { proven: 1, "not-proven": 1, failed: 1 },
  };
}

/** A run of three accounts: one done and proven, one failed, one never started; one more is left out. */
export function mixedRun(): RunEvent[] {
  const done = "222222222222";
  return [
    {
      type: "run-started",
      at,
      runId: "20260131T094500Z-abcdef",
      fleet: "acme",
      action: "up",
      targets: [
        { id: done, name: "shop-prod" },
        { id: "333333333333", name: "shop-dev" },
        { id: "444444444444", name: "data-lake" },
      ],
      leftOut: [{ id: "555555555555", name: "old-website", reason: "is suspended" }],
    },
    { type: "target-started", at, accountId: done, attempt: 1 },
    {
      type: "target-done",
      at,
      accountId: done,
      outcome: {
        accountId: done,
        changes: changes({ create: 6 }),
        durationMs: 1234,
        grants: [
          {
            party: "spot",
            roleArn: `arn:aws:iam::${done}:role/SpotRole`,
            externalIds: ["ext-1"],
            principals: ["arn:aws:iam::922761411349:root"],
            vendorAccountId: "act-1",
            vendorAccountName: "acme-shop-prod",
            adopted: true,
          },
        ],
      },
    },
    { type: "target-proved", at, accountId: done, proofs: [proof(done)] },
    { type: "target-started", at, accountId: "333333333333", attempt: 1 },
    {
      type: "target-failed",
      at,
      accountId: "333333333333",
      failure: { kind: "vendor", message: "connected to act-2 and act-3", instruction: "Delete one of them at Spot." },
    },
    { type: "target-not-started", at, accountId: "444444444444", reason: "the run was cancelled before its turn" },
    { type: "run-ended", at: "2026-01-31T09:45:12.300Z", result: "cancelled" },
  ];
}
