import type { Row } from "./row";

/** Which accounts, and who gets in. */
export const targetsAndTrust: readonly Row[] = [
  {
    ...{ number: 1, feature: "Live discovery from Organizations", peers: "most" },
    shownBy: {
      "automation/fleet/organization-source": ["finds every account of every page, at any depth, with its unit's path"],
      "end-to-end/onboarding": ["onboards every active account and says which were left out and why"],
    },
  },
  {
    ...{ number: 2, feature: "OU subtree (nested) targets", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": [
        "onboards an account that moves into a unit of the fleet, with what the file says of that unit, and leaves the others untouched",
      ],
    },
  },
  {
    ...{ number: 3, feature: "Account set algebra (intersect, minus, union)", peers: "most" },
    shownBy: {
      "automation/fleet/choose-targets": [
        "chooses what is included, in every intersect list and not excluded, whatever the lists are",
      ],
    },
  },
  {
    ...{ number: 4, feature: "Target by account tag", peers: "most" },
    shownBy: {
      "automation/fleet/choose-targets": [
        "chooses by tags, all of those an entry names, their values by a pattern, and nobody without them",
      ],
      "end-to-end/management-account": ["gets its grants in the same run as the others, through a role of its own"],
      "automation/fleet/organization-source": [
        "reads the tags of those whose tags decide something, each once and all its pages, and of nobody else",
      ],
    },
  },
  {
    ...{ number: 5, feature: "Suspended/closing accounts skipped safely", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": ["onboards every active account and says which were left out and why"],
      "automation/fleet/choose-targets": [
        "takes closed accounts and those that left, and leaves out, with the reason, what has nothing to take away",
      ],
    },
  },
  {
    ...{ number: 6, feature: "Reads Organizations State (Status retired 2026-09-09)", peers: "some" },
    shownBy: {
      "automation/fleet/organization-source": [
        "believes State over Status",
        "refuses to go on when it cannot tell whether an account is active",
      ],
    },
  },
  {
    ...{ number: 7, feature: "Management account in the same rollout", peers: "some" },
    shownBy: {
      "automation/fleet/choose-targets": [
        "leads through the hub role and the entry role into a member account, and only to the hub in its own",
      ],
      "end-to-end/management-account": [
        "gets its grants in the same run as the others, through a role of its own",
        "is left alone as the others are, also where the hub works in it with rights of its own",
        "is offboarded with the others, without a trace",
      ],
    },
  },
  {
    ...{ number: 8, feature: "Throttle-safe, single-pass, cached discovery", peers: "some" },
    shownBy: {
      "automation/fleet/organization-source": [
        "goes on when it is throttled",
        "asks twice a unit and not once an account",
      ],
    },
  },
  {
    ...{ number: 9, feature: "Several organizations / partitions in one run", peers: "none" },
    shownBy: { "automation/fleet/choose-targets": ["enters accounts of another partition there"] },
    leftOut:
      "A fleet is one organization in one partition, whichever that is; several of them are several fleet files.",
  },
  {
    ...{ number: 10, feature: 'Deterministic target explain ("why is this account in?")', peers: "none" },
    shownBy: {
      "automation/fleet/explain-account": [
        "names every entry that lets it in, and where each setting is from, the last override on top",
        "says why an account is out, also where several reasons come together",
      ],
      "end-to-end/unchanged": ["say which override they get, and from where each setting is"],
    },
  },
  {
    ...{ number: 11, feature: "Cross-account role with external ID as first-class input", peers: "most" },
    shownBy: {
      "components/real-engine": [
        "lets in as evaluateTrust says, keeps its external id, rotates it without a gap, and goes without a trace",
      ],
      "end-to-end/spinnaker-grant": ["lets the managing user in with the external id, and nobody else"],
    },
  },
  {
    ...{ number: 12, feature: "One external ID per account, by construction", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": [
        "opens each role for Spot with its external id, and for nobody and nothing else, as the emulator's STS sees it",
      ],
      "providers/spot/external-id": ["belongs to one Spot account"],
    },
  },
  {
    ...{ number: 13, feature: "Vendor principal pinned and checked against a known list", peers: "none" },
    shownBy: {
      "components/spot/spot-onboarding": [
        "trusts Spot's account with the external id that Spot made, and nobody else",
        "names another account as principal only when told so",
      ],
    },
  },
  {
    ...{ number: 14, feature: "Boundary, path, session duration, tags on role", peers: "most" },
    shownBy: {
      "components/managed-role": ["makes role, policy and attachment, named after it"],
      "components/trust/limits": [
        "take sessions of one to twelve hours, and of one hour at most when roles are chained",
      ],
      "end-to-end/onboarding": [
        "tags each role with the fleet, the party and the version that made it",
        "onboards an account that moves into a unit of the fleet, with what the file says of that unit, and leaves the others untouched",
      ],
    },
  },
  {
    ...{ number: 15, feature: "Proof that the vendor can assume it (retry through IAM propagation)", peers: "some" },
    shownBy: {
      "end-to-end/onboarding": [
        "reports the proof of each role, each case really tried, and tells a collector of OpenTelemetry",
      ],
      "providers/spot/credentials-link": ["goes on while Spot cannot assume the new role yet"],
      "automation/prove/prove-role": ["waits for a role that is not known everywhere yet"],
    },
  },
  {
    ...{ number: 16, feature: "Negative proof: missing or wrong external ID must fail", peers: "none" },
    shownBy: {
      "end-to-end/prove": [
        "says exactly which case of which role is wrong",
        "agrees with what STS does for anybody who asks",
      ],
      "automation/prove/prove-role": ["finds a role that asks for no external id"],
    },
  },
  {
    ...{ number: 17, feature: "Wildcard / guessable external ID refused", peers: "none" },
    shownBy: {
      "components/trust/external-id-rules": [
        "refuse any name and any account id they are told about, in any case and with separators",
        "refuse a pattern that lets in other customers",
      ],
      "automation/fleet/check-grants": ["tells each problem once, however many accounts have it"],
    },
  },
];
