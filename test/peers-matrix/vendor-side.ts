import type { Row } from "./row";

/** External ids, accounts at the vendors, and what parties may do. */
export const vendorSide: readonly Row[] = [
  {
    ...{ number: 18, feature: "Vendor-generated ID fetched inside the run", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": [
        "opens each role for Spot with its external id, and for nobody and nothing else, as the emulator's STS sees it",
      ],
      "providers/spot/external-id": ["is minted once: read, diff, update and delete ask nothing of Spot"],
    },
  },
  {
    ...{ number: 19, feature: "Reservation expiry handled (48 h, 30 d)", peers: "none" },
    shownBy: {
      "providers/spot/external-id": [
        "before it was used in a link is minted again by an update, and gone after a refresh",
      ],
    },
  },
  {
    ...{ number: 20, feature: "Rotation with overlap (both IDs trusted, switch, drop)", peers: "none" },
    shownBy: {
      "end-to-end/rotation": [
        "replaces what is due, is finished by the next run wherever it was killed, and never locks the vendor out",
      ],
    },
  },
  {
    ...{ number: 21, feature: "ID inventory: age, owner, last verified", peers: "none" },
    shownBy: {
      "automation/fleet/external-id-coverage": [
        "tells age, source and last proof, and what is only accepted while it is replaced",
        "answers the newest proof with each external id, however many runs there were",
      ],
    },
  },
  {
    ...{ number: 22, feature: "Create vendor account", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": [
        "gives each account one Spot account, linked to its role and named after its alias, or after the account without one",
      ],
    },
  },
  {
    ...{ number: 23, feature: "Adopt one that exists (409, name or account-ID match)", peers: "none" },
    shownBy: {
      "end-to-end/adoption": [
        "adopts the one that is connected, fails the one connected twice alone with both ids, and finishes the others",
      ],
    },
  },
  {
    ...{ number: 24, feature: "Rename / update in place", peers: "most" },
    shownBy: {
      "providers/lifecycles": ["are the same from the first refusal to the last deletion"],
      "providers/spot/account-name": ["is given, and another one in place"],
      "end-to-end/onboarding": [
        "carries a changed permission policy to every account, in place, and another alias to the name at Spot",
      ],
    },
  },
  {
    ...{ number: 25, feature: "Delete at the vendor on offboard", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": [
        "offboards on both sides, leaves no role, no policy and no Spot account, and says so after looking",
      ],
    },
  },
  {
    ...{ number: 26, feature: "Orphan and duplicate detection on both sides", peers: "none" },
    shownBy: {
      "automation/fleet/coverage": [
        "finds stacks and vendor accounts of accounts outside of the organization, and what to do about each",
        "finds what was made for an account and never connected, and says which one to keep",
      ],
    },
  },
  {
    ...{ number: 27, feature: "Several vendors in one run, one plan", peers: "none" },
    shownBy: {
      "end-to-end/all-parties": ["goes up with the managing account first, both sides of every grant, and proofs"],
    },
  },
  {
    ...{ number: 28, feature: "Vendor API rate limit and quota aware", peers: "none" },
    shownBy: {
      "providers/spot/many-accounts": ["finish, each made once, without a call sent while the route is blocked"],
      "providers/spot/rate-limit": ["is not run into when Spot says that nothing is left of it"],
    },
  },
  {
    ...{ number: 29, feature: "One versioned permission policy pushed to all", peers: "most" },
    shownBy: {
      "end-to-end/onboarding": [
        "carries a changed permission policy to every account, in place, and another alias to the name at Spot",
      ],
    },
  },
  {
    ...{ number: 30, feature: "Policy pulled from the vendor's published list, diff shown", peers: "some" },
    shownBy: {
      "components/spot/permissions": ["are the documented ones: 14 statements, 186 entries, 150 of them different"],
      "end-to-end/kept-plan": [
        "tells with --preview an action that every account gets once, and beside it what one account alone gets",
      ],
    },
    leftOut:
      "Nothing is pulled at run time: a vendor's list comes with a release of this package, so that a vendor cannot widen it.",
  },
  {
    ...{ number: 31, feature: "Per-account/OU override that survives auto-enrol", peers: "some" },
    shownBy: {
      "automation/fleet/choose-targets": [
        "gives an account that appears later what overrides say of its tags, as those that were there before",
      ],
      "end-to-end/onboarding": [
        "onboards an account that moves into a unit of the fleet, with what the file says of that unit, and leaves the others untouched",
      ],
    },
  },
  {
    ...{ number: 32, feature: "Removed items are pruned everywhere", peers: "most" },
    shownBy: {
      "components/real-engine": ["lives through up, no change, more permissions, fewer, and destroy"],
      "end-to-end/management-account": [
        "loses a grant that the fleet file names no more, as every account does, and no more of them than the cap allows",
      ],
    },
  },
];
