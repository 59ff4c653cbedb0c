import { readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { OperationError } from "../../../automation/engine/errors";
import { createSampleFleet, type SampleFleet, SlowResource } from "./sample-fleet";

const account = "111111111111";
const nothingChanged = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };

const grant = {
  party: "spot",
  roleArn: `arn:aws:iam::${account}:role/SpotRole`,
  externalIds: ["spot:aws:extid:1"],
  principals: ["arn:aws:iam::922761411349:root"],
  adopted: false,
};

const greeting = (text: string) => async () => {
  const resource = new SlowResource("hello", { greeting: text });
  return {
    grants: resource.greeting.apply(() => [{ ...grant, password: "canary-output" }]),
    text: pulumi.secret(text),
  };
};

describe("The engine on the real CLI", function () {
  this.timeout(180_000);
  let fleet: SampleFleet;

  before(async () => {
    fleet = await createSampleFleet();
  });

  after(() => fleet.dispose());

  it("previews an account that has no stack yet without making one", async () => {
    fleet.setProgram(account, greeting("hello"));
    const { changes } = await fleet.engine.preview(fleet.operation(account));

    expect(changes).to.deep.equal({ ...nothingChanged, create: 2 });
    expect(await fleet.engine.exists("acme", account)).to.equal(false);
    expect(await fleet.engine.listStacks()).to.deep.equal([]);
    expect(await fleet.takeCommandLines()).to.have.length(1);
  });

  it("creates what the program declares, in one process, and gives back grants and steps", async () => {
    const steps: string[] = [];
    const outcome = await fleet.engine.run(fleet.operation(account), {
      onProgress: ({ accountId, message }) => steps.push(`${accountId} ${message}`),
    });

    expect(outcome.changes).to.deep.equal({ ...nothingChanged, create: 2 });
    expect(outcome.grants).to.deep.equal([grant]);
    expect(outcome.accountId).to.equal(account);
    expect(outcome.durationMs).to.be.greaterThan(0);
    expect(steps).to.deep.equal([`${account} creating Resource hello`]);
    expect(await fleet.engine.listStacks()).to.deep.equal([account]);
    const commandLines = await fleet.takeCommandLines();
    expect(commandLines).to.have.length(1);
    expect(commandLines[0]).to.match(/^up .*--stack 111111111111/);
  });

  it("changes nothing, in state too, when nothing is to be changed", async () => {
    const state = path.join(fleet.folder, "state/.pulumi/stacks/acme", `${account}.json`);
    const saltOf = async () => JSON.parse(await readFile(state, "utf8")).checkpoint.latest.secrets_providers.state.salt;
    const salt = await saltOf();
    const { changes, grants } = await fleet.engine.run(fleet.operation(account));

    expect(changes).to.deep.equal({ ...nothingChanged, same: 2 });
    expect(grants).to.deep.equal([grant]);
    expect(await saltOf())
      .to.be.a("string")
      .and.equal(salt);
    expect(await fleet.takeCommandLines()).to.have.length(1);
  });

  it("reads from the state what was given, without a process, and nothing of an account that has no stack", async () => {
    expect(await fleet.engine.grantsOf(account)).to.deep.equal([grant]);
    expect(await fleet.engine.grantsOf("333333333333")).to.deep.equal([]);
    expect(await fleet.takeCommandLines()).to.deep.equal([]);
  });

  it("gives and reads back what managing sides came to, with the roles made for them", async () => {
    const managed = "555555555555";
    const roleArn = `arn:aws:iam::${managed}:role/DeadlineHost`;
    const roles = [{ roleArn, externalIds: [], principals: ["ec2.amazonaws.com"] }];
    const managing = [
      { party: "deadline", principalArn: roleArn, roles },
      { party: "stacker", bucketName: "acme-stacker" },
    ];
    fleet.setProgram(managed, async () => ({ grants: [], managing }));
    const outcome = await fleet.engine.run(fleet.operation(managed));
    await fleet.takeCommandLines();

    expect(outcome.managing).to.deep.equal(managing);
    expect(await fleet.engine.outcomeOf(managed)).to.deep.equal({ grants: [], managing });
    expect(await fleet.takeCommandLines()).to.deep.equal([]);
    await fleet.engine.run(fleet.operation(managed, "offboard"));
    await fleet.takeCommandLines();
  });

  it("asks the CLI for grants that are recorded as a secret", async () => {
    const guarded = "444444444444";
    const otherRoles = [
      { roleArn: `arn:aws:iam::${guarded}:role/Base`, externalIds: [], principals: [], requiresMfa: true },
    ];
    const side = { party: "stacker", bucketName: "acme-stacker" };
    fleet.setProgram(guarded, async () => ({
      grants: pulumi.secret([{ ...grant, otherRoles }]),
      managing: [{ ...side, secretAccessKey: "canary" }],
    }));
    const { grants } = await fleet.engine.run(fleet.operation(guarded));
    await fleet.takeCommandLines();

    expect(grants).to.deep.equal([{ ...grant, otherRoles }]);
    expect(await fleet.engine.grantsOf(guarded)).to.deep.equal(grants);
    expect(await fleet.takeCommandLines()).to.have.length(1);
    expect((await fleet.engine.outcomeOf(guarded)).managing, "its known fields alone").to.deep.equal([side]);
    expect(await fleet.takeCommandLines()).to.have.length(1);
    await fleet.engine.run(fleet.operation(guarded, "offboard"));
    await fleet.takeCommandLines();
  });

  it("previews and makes an update", async () => {
    fleet.setProgram(account, greeting("good morning"));
    const operation = fleet.operation(account);

    expect((await fleet.engine.preview(operation)).changes).to.deep.equal({ ...nothingChanged, update: 1, same: 1 });
    expect((await fleet.engine.run(operation)).changes).to.deep.equal({ ...nothingChanged, update: 1, same: 1 });
    expect(await fleet.takeCommandLines()).to.have.length(2);
  });

  it("tells the resource and the provider's message when an operation fails, and keeps what was made", async () => {
    const refused = "222222222222";
    fleet.setProgram(refused, async () => {
      new SlowResource("fine", { greeting: "x" });
      new SlowResource("spoilt", { greeting: "x", delayMs: 300, refusal: "Spot refused: the name is taken" });
    });
    const error = await fleet.engine.run(fleet.operation(refused)).catch((reason: Error) => reason);

    expect(error).to.be.instanceOf(OperationError);
    const expected = { kind: "vendor", message: "Resource spoilt: Spot refused: the name is taken" };
    expect((error as OperationError).failure).to.deep.equal(expected);
    fleet.setProgram(refused, async () => {
      new SlowResource("fine", { greeting: "x" });
    });
    expect((await fleet.engine.run(fleet.operation(refused))).changes).to.deep.equal({ ...nothingChanged, same: 2 });
    await fleet.takeCommandLines();
  });

  it("says which variable to set when the passphrase is not the one the state was made with", async () => {
    const stranger = fleet.engineWith({ env: { PULUMI_CONFIG_PASSPHRASE: "wrong" } });
    const error = await stranger.run(fleet.operation(account)).catch((reason: Error) => reason);

    expect((error as OperationError).failure.kind).to.equal("state");
    expect((error as OperationError).failure.message).to.include("incorrect passphrase");
    expect((error as OperationError).failure.instruction).to.include("PULUMI_CONFIG_PASSPHRASE");
    await fleet.takeCommandLines();
  });

  it("knows without starting a process whether the passphrase fits, from the first stack that tells", async () => {
    const accounts = ["999999999999", account];
    const check = (PULUMI_CONFIG_PASSPHRASE: string) =>
      fleet.engineWith({ env: { PULUMI_CONFIG_PASSPHRASE } }).checkSecrets(accounts);

    expect(await fleet.engine.checkSecrets(accounts)).to.deep.equal([]);
    expect(await check("canary-of-a-wrong-one")).to.deep.equal([
      {
        path: "state.secrets",
        message: `the passphrase in PULUMI_CONFIG_PASSPHRASE is not the one that the state was made with, as the stack of ${account} tells: set it to that one`,
      },
    ]);
    expect(await check("")).to.have.length(1);
    expect(await fleet.takeCommandLines()).to.deep.equal([]);
  });

  it("takes everything away and removes the stack, in one process and without the program", async () => {
    fleet.setProgram(account, async () => {
      throw new Error("the program must not run");
    });
    const offboard = fleet.operation(account, "offboard");

    expect((await fleet.engine.preview(offboard)).changes).to.deep.equal({ ...nothingChanged, delete: 2 });
    expect(await fleet.engine.exists("acme", account)).to.equal(true);
    const { changes, grants } = await fleet.engine.run(offboard);
    expect(changes).to.deep.equal({ ...nothingChanged, delete: 2 });
    expect(grants).to.deep.equal([]);
    expect(await fleet.engine.exists("acme", account)).to.equal(false);
    expect(await fleet.takeCommandLines()).to.have.length(2);
  });

  it("finds nothing to take away from an account without a stack, and starts no process for that", async () => {
    const offboard = fleet.operation(account, "offboard");

    expect((await fleet.engine.preview(offboard)).changes).to.deep.equal(nothingChanged);
    expect((await fleet.engine.run(offboard)).changes).to.deep.equal(nothingChanged);
    expect(await fleet.takeCommandLines()).to.deep.equal([]);
  });

  it("leaves no folder behind, and no secret in command lines, state or logs", async () => {
    fleet.setProgram(account, async () => ({ password: pulumi.secret("canary-secret") }));
    await fleet.engine.run(fleet.operation(account));

    expect(await readdir(path.join(fleet.folder, "work"))).to.deep.equal([]);
    const commandLines = (await fleet.takeCommandLines()).join("\n");
    expect(commandLines).to.include("up").and.not.include("canary");
    for (const kept of ["state", "home"]) {
      const names = await readdir(path.join(fleet.folder, kept), { recursive: true, withFileTypes: true });
      for (const name of names.filter((entry) => entry.isFile())) {
        const content = await readFile(path.join(name.parentPath ?? name.path, name.name), "utf8");
        expect(content, name.name).not.to.match(/canary-(passphrase|secret)/);
      }
    }
  });
});
