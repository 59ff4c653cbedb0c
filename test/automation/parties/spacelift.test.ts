import { expect } from "chai";
import { vendorOf } from "../../../automation/parties/parties";
import { spaceliftParty } from "../../../automation/parties/spacelift";
import type { VendorAccount } from "../../../automation/parties/vendor-side";
import { accountSettingsSchema } from "../../../components/account-settings";

const vendor = vendorOf("spacelift");
const settings = accountSettingsSchema.parse({
  accountId: "222222222222",
  grants: { spacelift: { endpoint: "https://acme.app.spacelift.io", rolePath: "/ci/" } },
});

function integration(name: string, roleArn: string): VendorAccount {
  return { party: "spacelift", id: "01J8Z3K5M7P9R1T3V5X7Z9B1D3", name, roleArn };
}

describe("the vendor side of Spacelift", () => {
  it("knows an account's integration by its role, and takes over only one that has its name too", () => {
    const cases: [VendorAccount, connected: boolean, adoptable: boolean][] = [
      [integration("aws-222222222222", "arn:aws:iam::222222222222:role/ci/SpaceliftRole"), true, true],
      [integration("by hand", "arn:aws:iam::222222222222:role/ci/SpaceliftRole"), true, false],
      [integration("aws-222222222222", "arn:aws:iam::222222222222:role/SpaceliftRole"), false, false],
      [integration("aws-222222222222", "arn:aws:iam::333333333333:role/ci/SpaceliftRole"), false, false],
    ];
    for (const [account, connected, adoptable] of cases) {
      expect(
        [vendor.isConnected(account, settings), vendor.isAdoptable(account, settings)],
        account.roleArn,
      ).to.deep.equal([connected, adoptable]);
    }
  });

  it("tells the AWS account a stored integration stands for by its role", () => {
    expect(vendor.awsAccountOf({ roleArn: "arn:aws-cn:iam::222222222222:role/X" })).to.equal("222222222222");
  });

  it("has nothing to open or to keep in an account without a grant", () => {
    expect([vendor.door({}), vendor.retains({}), spaceliftParty.listRoles({ ...settings, grants: {} })]).to.deep.equal([
      undefined,
      undefined,
      [],
    ]);
  });
});
