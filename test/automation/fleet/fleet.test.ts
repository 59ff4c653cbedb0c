import * as path from "node:path";
import { expect } from "chai";
import type { StackEngine, StackEngineOptions } from "../../../automation/engine/stack-engine";
import { InputError } from "../../../automation/errors";
import { Fleet } from "../../../automation/fleet/fleet";
import type { FleetInput } from "../../../automation/fleet/fleet-schema";

const folder = path.resolve("/var/lib/fleet");

const settings: FleetInput = {
  name: "acme",
  hub: { accountId: "111111111111" },
  accounts: { include: [{ ou: "/" }] },
  grants: [{ party: "spot", token: { file: "spot-token" } }],
};

describe("A fleet made from settings without a file", () => {
  it("lies in the folder it is given: the journals, the state and relative paths of the settings", () => {
    const fleet = Fleet.from(settings, { folder });
    expect(fleet.file).to.equal(undefined);
    expect(fleet.journals.location).to.equal(path.join(folder, ".cross-account", "acme"));
    expect(fleet.settings.state.backend).to.equal(`file://${path.join(folder, "state")}`);
    expect(fleet.settings.grants[0]).to.deep.include({ token: { file: path.join(folder, "spot-token") } });
  });

  it("refuses settings with everything that is wrong with them", () => {
    const wrong = { ...settings, name: "a/b", rollout: { concurrency: 0 } };
    try {
      Fleet.from(wrong, { folder });
      expect.fail("it was taken");
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.problems.map((problem) => problem.path)).to.have.members(["name", "rollout.concurrency"]);
      expect(error.problems[0]).to.have.all.keys("path", "message");
    }
  });

  it("has its engine made once, with the program and the environment it was given", async () => {
    const made: StackEngineOptions[] = [];
    const asked = new Error("the engine was asked");
    const engine: StackEngine = {
      run: () => Promise.reject(asked),
      preview: () => Promise.reject(asked),
      drift: () => Promise.reject(asked),
      rolesOf: () => Promise.reject(asked),
      exists: () => Promise.reject(asked),
      listStacks: () => Promise.reject(asked),
      outcomeOf: () => Promise.reject(asked),
      grantsOf: () => Promise.reject(asked),
      checkSecrets: () => Promise.reject(asked),
      vendorResourcesOf: () => Promise.reject(asked),
      closedOf: () => Promise.reject(asked),
      forget: () => Promise.reject(asked),
    };
    const program = () => async () => {};
    const fleet = Fleet.from(settings, {
      folder,
      program,
      env: { PULUMI_HOME: "/home" },
      engine: (options) => {
        made.push(options);
        return engine;
      },
    });
    for (let time = 0; time < 2; time += 1) {
      expect(await fleet.plan().catch((error: unknown) => error)).to.equal(asked);
    }
    expect(made).to.deep.equal([
      {
        fleet: "acme",
        backend: `file://${path.join(folder, "state")}`,
        secrets: "passphrase",
        env: { PULUMI_HOME: "/home" },
        program,
      },
    ]);
  });
});
