import { expect } from "chai";
import type { AccountFacts, GrantCoverage } from "../../../automation/fleet/coverage";
import { createCoverage } from "../../../automation/fleet/create-coverage";
import { readGrace } from "../../../automation/offboard/grace";
import type { VendorAccount } from "../../../automation/parties/vendor-side";
import { sampleAccount } from "./sample-fleet";

const account = sampleAccount({ id: "222222222222", name: "shop" });

function grant(role: GrantCoverage["role"], ...ids: string[]): GrantCoverage {
  return { party: "spot", role, vendorAccounts: ids.map((id) => ({ id, name: id })) };
}

function stateOf(facts: Omit<AccountFacts, "account">): [state?: string, reason?: string] {
  const [row] = createCoverage("acme", [{ account, ...facts }], []).accounts;
  return [row?.state, row?.reason];
}

describe("createCoverage", () => {
  it("shows an account as closed, with what becomes of its vendor account, unless it has several", () => {
    const keep = [{ kind: "SpotAccount", id: "act-1" }];
    const one = { closedAt: "2026-03-01T10:00:00.000Z", keep, roles: [], complete: true };
    const grace = readGrace("7d", Date.parse("2026-03-02T10:00:00.000Z"));
    const closed = new Map([[account.id, one]]);
    const rowOf = (...ids: string[]) => {
      const facts = { account, leftOut: "is not chosen", hasStack: true, grants: [grant("absent", ...ids)] };
      return createCoverage("acme", [facts], [], [account.id], { closed, grace }).accounts[0];
    };
    expect(rowOf("act-1")).to.include({
      state: "closed",
      reason: "closed on 2026-03-01 10:00 UTC, its Spot account act-1 is deleted after 2026-03-08 10:00 UTC",
    });
    expect(rowOf("act-1", "act-2")?.state).to.equal("doubled");
  });

  const cases: [title: string, facts: Omit<AccountFacts, "account">, state: string, reason?: RegExp][] = [
    ["all there: enrolled", { hasStack: true, grants: [grant("present", "act-1")] }, "enrolled"],
    ["nothing there: missing", { hasStack: false, grants: [grant("absent")] }, "missing"],
    [
      "the role deleted by hand",
      { hasStack: true, grants: [grant("absent", "act-1")] },
      "incomplete",
      /no role for spot/,
    ],
    [
      "the vendor account deleted by hand",
      { hasStack: true, grants: [grant("present")] },
      "incomplete",
      /not connected at spot/,
    ],
    [
      "a role that is not as its stack records it",
      { hasStack: true, grants: [grant("absent")], drift: ["the role SpotRole is gone"] },
      "drifted",
      /^the role SpotRole is gone; not connected at spot$/,
    ],
    [
      "connected by hand, without a stack",
      { hasStack: false, grants: [grant("absent", "act-1")] },
      "incomplete",
      /no stack/,
    ],
    [
      "an account that cannot be entered",
      { hasStack: true, grants: [{ ...grant("unknown", "act-1"), problem: "AccessDenied: no" }] },
      "incomplete",
      /unknown: AccessDenied: no/,
    ],
    ["connected twice", { hasStack: true, grants: [grant("present", "act-1", "act-2")] }, "doubled", /act-1, act-2/],
    [
      "not chosen, nothing there",
      { leftOut: "is suspended", hasStack: false, grants: [grant("not-looked-at")] },
      "left-out",
      /suspended/,
    ],
    [
      "not chosen any more, with a stack",
      { leftOut: "is excluded", hasStack: true, grants: [grant("present")] },
      "orphaned",
      /excluded/,
    ],
    [
      "not chosen, yet connected",
      { leftOut: "is closed", hasStack: false, grants: [grant("not-looked-at", "act-1")] },
      "orphaned",
    ],
  ];
  for (const [title, facts, state, reason] of cases) {
    it(`judges ${title}`, () => {
      const [actual, words] = stateOf(facts);
      expect(actual).to.equal(state);
      if (reason) expect(words).to.match(reason);
    });
  }

  it("finds stacks and vendor accounts of accounts outside of the organization, and what to do about each", () => {
    const vendorAccounts: VendorAccount[] = [
      { party: "spot", id: "act-1", name: "ours", awsAccountId: "222222222222" },
      { party: "spot", id: "act-2", name: "foreign", awsAccountId: "777777777777" },
      { party: "spot", id: "act-3", name: "aws-888888888888" },
      { party: "spot", id: "act-4", name: "aws-222222222222" },
      { party: "spot", id: "act-5", name: "an Azure subscription" },
    ];
    const facts: AccountFacts = { account, hasStack: true, grants: [grant("present", "act-1")] };
    const stacks = ["222222222222", "777777777777", "999999999999"];
    const { accounts, counts } = createCoverage("acme", [facts], vendorAccounts, stacks);
    expect(accounts.slice(1).map(({ accountId, reason, advice }) => [accountId, reason, advice])).to.deep.equal([
      [
        "777777777777",
        "has a stack, and is connected at Spot, and is not in this organization",
        "cross-account offboard --only 777777777777, or include the account again",
      ],
      [
        "999999999999",
        "has a stack, and is not in this organization",
        "cross-account offboard --only 999999999999, or include the account again",
      ],
      [
        "888888888888",
        "act-3 at Spot was made for it and never connected, and is not in this organization",
        "delete act-3 at Spot, unless somebody else's account needs it",
      ],
    ]);
    expect(counts).to.include({ doubled: 1, orphaned: 3, missing: 0 });
  });

  it("finds what was made for an account and never connected, and says which one to keep", () => {
    const half = (id: string): VendorAccount => ({ party: "spot", id, name: "aws-222222222222" });
    const adviceOn = (facts: Omit<AccountFacts, "account">, ...ids: string[]) => {
      const [row] = createCoverage("acme", [{ account, ...facts }], ids.map(half)).accounts;
      return [row?.state, row?.reason, row?.advice];
    };
    const made = "act-8 at Spot was made for it and never connected";
    expect(adviceOn({ hasStack: true, grants: [grant("present", "act-1")] }, "act-8")).to.deep.equal([
      "doubled",
      made,
      "delete act-8 at Spot and keep act-1, then cross-account up --only 222222222222",
    ]);
    expect(adviceOn({ hasStack: false, grants: [grant("absent")] }, "act-8")).to.deep.equal([
      "incomplete",
      `${made}, no stack, no role for spot, not connected at spot`,
      "cross-account up --only 222222222222",
    ]);
    expect(adviceOn({ hasStack: false, grants: [grant("absent")] }, "act-8", "act-9")).to.deep.equal([
      "doubled",
      "act-8 at Spot, act-9 at Spot were made for it and never connected",
      "delete or disconnect all but one of act-8, act-9 at Spot, then cross-account up --only 222222222222",
    ]);
    const leftOut = { leftOut: "is excluded", hasStack: false, grants: [grant("not-looked-at")] };
    expect(adviceOn(leftOut, "act-8")).to.deep.equal([
      "orphaned",
      `is excluded, and ${made}`,
      "include the account to take it over, or delete act-8 at Spot",
    ]);
  });

  it("keeps, of two connected ones, the one that the stack records", () => {
    const doubled = { ...grant("present", "act-1", "act-2"), ownVendorAccountId: "act-2" };
    const [row] = createCoverage("acme", [{ account, hasStack: true, grants: [doubled] }], []).accounts;
    expect(row?.advice).to.equal("delete act-1 at Spot and keep act-2, then cross-account up --only 222222222222");
  });
});
