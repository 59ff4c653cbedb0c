import { expect } from "chai";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import { createFingerprint } from "../../../automation/plan/fingerprint";
import { sampleAccount, sampleHub, sampleSettings } from "./sample-fleet";

const account = sampleAccount({ id: "222222222222" });
const targetOf = (rest = "") =>
  resolveTarget(sampleSettings(`accounts: { include: [{ ou: / }] }\n${rest}`), account, sampleHub);

describe("Tags that lead back to a fleet", () => {
  it("tell its name, and the version without its last number, so that a patch release changes no account", () => {
    const { backPointers } = targetOf().settings;
    expect(backPointers?.fleet).to.equal("acme");
    expect(backPointers?.version).to.match(/^\d+\.\d+$/);
  });

  it("are left out with backPointers: false, and switching them is work to do", () => {
    const [on, off] = [targetOf(), targetOf("backPointers: false")];
    expect(off.settings).not.to.have.property("backPointers");
    const fingerprint = createFingerprint({ fleet: "acme", code: "", versions: {}, state: {}, proof: {} });
    expect(fingerprint(off)).not.to.equal(fingerprint(on));
  });
});
