import { expect } from "chai";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import { doorsOf, listVendorDoors } from "../../../automation/plan/vendor-door";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings(
  [
    "accounts: { include: [{ ou: / }] }",
    "overrides:",
    "  - { match: { ou: /A }, set: { spot: { token: { env: OTHER_TOKEN } } } }",
    "  - { match: { ou: /B }, set: { spot: { permissions: read-only } } }",
    "  - { match: { ou: /C }, set: { spot: { token: { env: SPOTINST_TOKEN } } } }",
  ].join("\n"),
);

describe("listVendorDoors", () => {
  it("names each pair of address and token once, with the setting that names it first", () => {
    expect(listVendorDoors(settings).map(({ path, token }) => [path, token.env])).to.deep.equal([
      ["grants[0].token", "SPOTINST_TOKEN"],
      ["overrides[0].set.spot.token", "OTHER_TOKEN"],
    ]);
  });
});

describe("doorsOf", () => {
  it("takes the token an override names for the target", () => {
    const target = resolveTarget(settings, sampleAccount({ id: "222222222222", ouPath: "/A/Deep" }), sampleHub);
    expect(doorsOf(target)).to.deep.equal([
      { party: "spot", endpoint: "https://api.spotinst.io", token: { env: "OTHER_TOKEN" } },
    ]);
  });
});
