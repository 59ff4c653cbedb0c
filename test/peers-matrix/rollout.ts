import type { Row } from "./row";

/** How a run goes, what becomes of failures, and what is looked at again. */
export const rollout: readonly Row[] = [
  {
    ...{ number: 33, feature: "Max concurrency count or percent", peers: "most" },
    shownBy: {
      "automation/run/run-targets": [
        "never works on more targets at once than allowed, and starts the next as soon as one ends",
      ],
      "automation/plan/amount": [
        "is at least one where something has to begin, and at most 100 are worked on together",
      ],
    },
  },
  {
    ...{ number: 34, feature: "Sliding window, no batch barrier", peers: "most" },
    shownBy: {
      "automation/run/run-targets": [
        "never works on more targets at once than allowed, and starts the next as soon as one ends",
        "begins what needs another account when that has ended, and leaves nobody else waiting",
      ],
    },
  },
  {
    ...{ number: 35, feature: "Failure tolerance count or percent", peers: "most" },
    shownBy: { "automation/run/tolerance": ["counts a share of each wave, and a number over all of them"] },
  },
  {
    ...{ number: 36, feature: "STRICT/SOFT style adaptive concurrency", peers: "most" },
    shownBy: {
      "automation/run/tolerance": [
        "is never passed by more than one failure when strict, whatever fails in which order and at any concurrency",
        "keeps the concurrency when soft, and starts nothing more once it is passed",
      ],
    },
  },
  {
    ...{ number: 37, feature: "Waves / canary with soak and gate", peers: "some" },
    shownBy: {
      "end-to-end/waves": [
        "starts nothing after a canary that failed",
        "goes on through all waves once the canary is well",
      ],
      "automation/run/waves": ["waits out the soak, then for the hours, then runs the program, then asks"],
    },
  },
  {
    ...{ number: 38, feature: "Order between units (DependsOn, DAG)", peers: "most" },
    shownBy: {
      "end-to-end/all-parties": [
        "goes up with the managing account first, both sides of every grant, and proofs",
        "is offboarded without a trace, the managing account last",
      ],
      "automation/run/run-targets": [
        "does not start what needs an account that failed, says why, and goes on with the others",
      ],
    },
  },
  {
    ...{ number: 39, feature: "Region order / parallel regions", peers: "most" },
    leftOut:
      "What a grant makes is of IAM and at the vendor, but for stacker's one bucket: there are no regions to put in order.",
  },
  {
    ...{ number: 40, feature: "Stop or drain a running rollout cleanly", peers: "most" },
    shownBy: {
      "end-to-end/interruption": [
        "finishes what is in flight on the first Ctrl-C, reports the rest as not started, and exits 130",
      ],
      "automation/run/run-targets": ["hands the second, harder signal to the operations in flight"],
    },
  },
  {
    ...{ number: 41, feature: 'Blast-radius cap ("refuse if > N accounts or > N deletes")', peers: "none" },
    shownBy: {
      "end-to-end/onboarding": ["refuses to offboard more accounts than the cap allows, and changes nothing"],
      "automation/plan/create-plan": ["refuses more accounts than allowed and says how to raise the cap"],
    },
  },
  {
    ...{ number: 42, feature: "Token bucket per API and per vendor, shared by workers", peers: "none" },
    shownBy: {
      "providers/spot/rate-limit": [
        "is waited out by every request of the route, none of which is sent while it lasts",
        "does not hold up other routes and other methods of the same route",
      ],
    },
    leftOut: "Workers share it, as all vendor calls of a run go through one process; runs on two machines do not.",
  },
  {
    ...{ number: 43, feature: "Retry by error class with backoff", peers: "most" },
    shownBy: {
      "automation/run/retry": [
        "waits twice as long each time, up to a minute, as often as it is told, and after a time-out once",
        "does the operation again after a while, and keeps every attempt",
      ],
    },
  },
  {
    ...{ number: 44, feature: "Resume: only failed or never-run accounts, free and local", peers: "some" },
    shownBy: {
      "end-to-end/adoption": ["goes on with the failed account alone once a person has taken one of the two away"],
      "automation/run/waves": ["goes on where it ended: what is left makes waves of its own"],
    },
  },
  {
    ...{ number: 45, feature: "Inaccessible account is reported, others continue", peers: "most" },
    shownBy: {
      "end-to-end/changed-by-hand": [
        "puts it right and proves it; only the account that lets nobody in fails, and the untouched one is left alone",
        "names the account and the entry role that does not let the hub in, and what to do",
      ],
    },
  },
  {
    ...{ number: 46, feature: "Crash-safe journal, stale lock take-over", peers: "most" },
    shownBy: {
      "end-to-end/watch": [
        "goes on where the one that was killed ended, without a manual step, and enrols what it finds",
      ],
      "automation/journal/journal-store": [
        "goes on after the last whole event when the file was cut anywhere in its last line",
      ],
      "automation/lease/lease": ["is taken over at once from a process of this machine that is gone"],
      "automation/engine/stack-engine-faults": ["says that the CLI was killed, and repairs what that left behind"],
    },
  },
  {
    ...{ number: 47, feature: "Idempotent no-op fast path (hash skip)", peers: "some" },
    shownBy: {
      "end-to-end/unchanged": [
        "are left alone without a process, by the plan and by the run, which says from when their proofs are",
      ],
    },
  },
  {
    ...{ number: 48, feature: "Drift of AWS resources", peers: "most" },
    shownBy: {
      "end-to-end/changed-by-hand": ["is named by drift, resource by resource, with exit code 2 and nothing changed"],
    },
  },
  {
    ...{ number: 49, feature: "Drift at the vendor (account gone, role ARN changed)", peers: "none" },
    shownBy: {
      "end-to-end/changed-by-hand": ["is named by drift, resource by resource, with exit code 2 and nothing changed"],
      "providers/spot/credentials-link": ["is read with the role Spot tells, so that drift shows"],
    },
  },
  {
    ...{ number: 50, feature: "Scheduled drift and optional repair", peers: "most" },
    shownBy: {
      "automation/watch/watch-fleet": [
        "is compared with the world on a schedule of its own, over restarts, and put right where that is wanted",
      ],
      "end-to-end/watch": ["compares with the world when that is due, and puts right what somebody changed by hand"],
    },
  },
];
