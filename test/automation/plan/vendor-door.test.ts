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
    expect(listVendorDoors(settings).map(({ path, credentials }) => [path, credentials.token?.env])).to.deep.equal([
      ["grants[0].token", "SPOTINST_TOKEN"],
      ["overrides[0].set.spot.token", "OTHER_TOKEN"],
    ]);
  });

  it("names one way in for each vendor, and none for a tool without one", () => {
    const withAll = sampleSettings("accounts: { include: [{ ou: / }] }", [
      "{ party: spot, token: { env: SPOTINST_TOKEN } }",
      "{ party: spacelift, endpoint: https://acme.app.spacelift.io }",
      '{ party: stacker, masterAccountId: "111111111111" }',
    ]);
    expect(listVendorDoors(withAll).map(({ party, path }) => [party, path])).to.deep.equal([
      ["spot", "grants[0].token"],
      ["spacelift", "grants[1].apiKey"],
    ]);
  });
});

describe("doorsOf", () => {
  it("takes the token an override names for the target", () => {
    const target = resolveTarget(settings, sampleAccount({ id: "222222222222", ouPath: "/A/Deep" }), sampleHub);
    expect(doorsOf(target)).to.deep.equal([
      { party: "spot", endpoint: "https://api.spotinst.io", credentials: { token: { env: "OTHER_TOKEN" } } },
    ]);
  });
});
