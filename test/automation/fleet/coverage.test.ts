import { expect } from "chai";
import { type AccountFacts, createCoverage, type GrantCoverage } from "../../../automation/fleet/coverage";
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

  it("finds vendor accounts of accounts outside of the organization, and those never connected", () => {
    const vendorAccounts: VendorAccount[] = [
      { party: "spot", id: "act-1", name: "ours", awsAccountId: "222222222222" },
      { party: "spot", id: "act-2", name: "foreign", awsAccountId: "777777777777" },
      { party: "spot", id: "act-3", name: "aws-888888888888" },
      { party: "spot", id: "act-4", name: "aws-222222222222" },
      { party: "spot", id: "act-5", name: "an Azure subscription" },
    ];
    const facts: AccountFacts = { account, hasStack: true, grants: [grant("present", "act-1")] };
    const { accounts, counts } = createCoverage("acme", [facts], vendorAccounts);
    expect(accounts.slice(1).map(({ accountId, state, reason }) => [accountId, state, reason])).to.deep.equal([
      ["777777777777", "orphaned", "is connected at spot and not in this organization"],
      ["888888888888", "orphaned", "was made at spot and never connected"],
    ]);
    expect(counts).to.include({ enrolled: 1, orphaned: 2, missing: 0 });
  });
});
