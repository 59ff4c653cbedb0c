import type { Row } from "./row";

/** Accounts that appear and that leave. */
export const comingAndGoing: readonly Row[] = [
  {
    ...{ number: 51, feature: "New account enrolled without a person", peers: "most" },
    shownBy: {
      "end-to-end/watch": [
        "goes on where the one that was killed ended, without a manual step, and enrols what it finds",
      ],
    },
  },
  {
    ...{ number: 52, feature: "Event latency of minutes incl. the vendor side", peers: "some" },
    shownBy: {
      "automation/watch/watch-fleet": ["gets accounts that appear, and starts no run where there is nothing to do"],
      "end-to-end/watch": [
        "goes on where the one that was killed ended, without a manual step, and enrols what it finds",
      ],
    },
    leftOut: "The organization is asked every five minutes, or as often as told; nothing listens to its events.",
  },
  {
    ...{ number: 53, feature: "Rollout preferences apply to auto-enrol", peers: "some" },
    shownBy: {
      "automation/watch/watch-fleet": ["is refused by a cap once and for all rounds, until it fits again"],
    },
  },
  {
    ...{ number: 54, feature: "Failed enrolment retried and alerted", peers: "none" },
    shownBy: {
      "end-to-end/watch": ["offboards what left, and alerts once about an account that appeared and failed"],
      "automation/watch/watch-fleet": [
        "tries what failed again in the next round, then ever more seldom, but once an hour",
      ],
    },
  },
  {
    ...{ number: 55, feature: "Leaves OU -> cleaned on both sides", peers: "some" },
    shownBy: { "end-to-end/watch": ["offboards what left, and alerts once about an account that appeared and failed"] },
  },
  {
    ...{ number: 56, feature: "Retain or grace period choice", peers: "most" },
    shownBy: {
      "end-to-end/offboarding-grace": [
        "takes the access away at once, and leaves the vendor accounts",
        "opens them again with the vendor accounts they had",
      ],
      "end-to-end/adoption": [
        "keeps the Spot account on offboarding when the fleet file retains it by then, and closes the role all the same",
      ],
    },
  },
  {
    ...{ number: 57, feature: "Safe order: vendor unlink, then role, proof of no access", peers: "none" },
    shownBy: {
      "components/spot/spot-onboarding": [
        "links only after the whole role with its attachments, and renames only after the link",
      ],
      "end-to-end/onboarding": [
        "offboards on both sides, leaves no role, no policy and no Spot account, and says so after looking",
      ],
      "automation/prove/prove-gone": ["finds nothing after everything was taken away, and the party is refused"],
    },
  },
  {
    ...{ number: 58, feature: "Closed/unreachable account: vendor side still cleaned", peers: "none" },
    shownBy: {
      "end-to-end/offboarding-closed": [
        "cleans a suspended one at the vendor, records its role as gone with it, and removes its stack",
        "cleans one at the vendor that does not let the hub in, fails with what is left, and takes away the rest later",
      ],
    },
  },
];
