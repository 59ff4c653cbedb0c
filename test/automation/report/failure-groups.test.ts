import { expect } from "chai";
import { groupFailures } from "../../../automation/report/failure-groups";

const failed = (accountId: string, name: string, message: string, instruction?: string, kind = "vendor") => ({
  ...{ accountId, name },
  failure: { kind, message, ...(instruction === undefined ? {} : { instruction }) },
});

describe("groupFailures", () => {
  it("puts together what differs only in the account, the call and the moment", () => {
    const message = (id: string, name: string, call: string) =>
      `Spot has no account for ${id} (${name}), act-${call.slice(0, 8)}, request ${call} at 2026-01-31T09:45:00Z`;
    const groups = groupFailures([
      failed(
        "222222222222",
        "shop",
        message("222222222222", "shop", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
        "Ask Spot.",
      ),
      failed(
        "333333333333",
        "data",
        message("333333333333", "data", "9b2504e0-4f89-41d3-9a0c-0305e82c3302"),
        "Ask Spot.",
      ),
    ]);
    expect(groups).to.deep.equal([
      {
        kind: "vendor",
        message: "Spot has no account for <account> (<account>), <vendor account>, request <id> at <time>",
        instruction: "Ask Spot.",
        accounts: [
          { accountId: "222222222222", name: "shop" },
          { accountId: "333333333333", name: "data" },
        ],
      },
    ]);
  });

  it("tells the failure of one account as it was told", () => {
    expect(
      groupFailures([failed("222222222222", "shop", "no entry to 222222222222", "Look at 222222222222.")])[0],
    ).to.include({
      message: "no entry to 222222222222",
      instruction: "Look at 222222222222.",
    });
  });

  it("keeps classes and reasons apart, those of most accounts first, and leaves out who did not fail", () => {
    const groups = groupFailures([
      failed("1", "one", "denied", undefined, "aws"),
      failed("2", "two", "denied", undefined, "plugin"),
      failed("3", "three", "denied", undefined, "plugin"),
      { accountId: "4", name: "four" },
    ]);
    expect(groups.map(({ kind, accounts }) => [kind, accounts.length])).to.deep.equal([
      ["plugin", 2],
      ["aws", 1],
    ]);
  });

  it("gives no advice that holds for some of them only", () => {
    const groups = groupFailures([
      failed("1", "one", "denied", "Do this."),
      failed("2", "two", "denied", "Do that."),
      failed("3", "three", "denied", "Do this."),
    ]);
    expect(groups[0]).not.to.have.property("instruction");
  });
});
