import { expect } from "chai";
import { OperationError } from "../../../automation/engine/errors";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import type { Account } from "../../../automation/model";
import { deleteVendorSide } from "../../../automation/offboard/delete-vendor-side";
import { explainShut, findEntry } from "../../../automation/offboard/find-entry";
import type { ResourceHandler } from "../../../providers";
import { sampleAccount, sampleHub, sampleSettings } from "../fleet/sample-fleet";

const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
const targetIn = (state: Account["state"]) =>
  resolveTarget(settings, sampleAccount({ id: "222222222222", state }), sampleHub);
const shut = new OperationError({ kind: "aws", message: "It cannot be entered.", instruction: "Look at the role." });
const refuse = async () => {
  throw shut;
};

describe("findEntry", () => {
  it("enters an active account, and tells why it could not", async () => {
    expect(await findEntry(targetIn("ACTIVE"), async () => {})).to.deep.equal({ state: "open" });
    expect(await findEntry(targetIn("ACTIVE"), refuse)).to.deep.equal({ state: "shut", error: shut });
  });

  it("does not try one that is suspended or being closed", async () => {
    for (const state of ["SUSPENDED", "PENDING_CLOSURE"] as const) {
      const entry = await findEntry(targetIn(state), () => expect.fail("it was tried"));
      expect(entry.state).to.equal("gone");
    }
  });

  it("enters one that left the organization where it can, and takes it for gone otherwise", async () => {
    expect(await findEntry(targetIn("CLOSED"), async () => {})).to.deep.equal({ state: "open" });
    expect(await findEntry(targetIn("CLOSED"), refuse)).to.include({ state: "gone" });
  });

  it("takes an interruption for no answer", async () => {
    const entering = findEntry(targetIn("CLOSED"), async () => {
      throw new DOMException("aborted", "AbortError");
    });
    expect(await entering.catch((error: Error) => error.name)).to.equal("AbortError");
  });
});

describe("explainShut", () => {
  it("says that the roles are still there, and what to do", () => {
    const { failure } = explainShut(shut, "222222222222", 2);
    expect(failure.message).to.match(/^It cannot be entered\. What it has at the vendors was deleted.*still there\.$/);
    expect(failure.instruction).to.contain("Look at the role.").and.to.contain("offboard --only 222222222222");
    expect(explainShut(shut, "222222222222", 0).failure.message).to.equal("It cannot be entered.");
  });
});

describe("deleteVendorSide", () => {
  it("deletes what was made last first, with what its state holds", async () => {
    const deleted: unknown[] = [];
    const recorded = [
      { kind: "SpotAccount" as const, id: "act-1", properties: { awsAccountId: "222222222222" } },
      { kind: "SpotCredentialsLink" as const, id: "act-1", properties: { linked: true } },
    ];
    const number = await deleteVendorSide(recorded, (kind) => ({
      ...({} as ResourceHandler),
      delete: async (id, properties) => {
        deleted.push([kind, id, properties]);
      },
    }));
    expect(number).to.equal(2);
    expect(deleted).to.deep.equal([
      ["SpotCredentialsLink", "act-1", { linked: true }],
      ["SpotAccount", "act-1", { awsAccountId: "222222222222" }],
    ]);
  });
});
