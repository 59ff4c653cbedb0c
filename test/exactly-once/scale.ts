import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import type { FaultRule } from "../../examples/sandbox/faults/faults";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";
import { tellStories } from "./tell-stories";

const accounts = Number(process.env.SCALE_ACCOUNTS ?? 100);
const failing = Math.ceil(accounts * 0.05);
const killedAccounts = Number(process.env.SCALE_KILLED_ACCOUNTS ?? 20);
const kills = Number(process.env.SCALE_KILLS ?? 50);
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
const roleName = "SpotRole";

/** Together one in ten of the vendor's answers. */
const faults: readonly FaultRule[] = [
  { fault: { kind: "server-error" }, probability: 0.04 },
  { fault: { kind: "rate-limit", resetSeconds: 1 }, probability: 0.02 },
  { fault: { kind: "connection-reset" }, probability: 0.02 },
  { fault: { kind: "answer-lost" }, probability: 0.02 },
];

describe(`${accounts} accounts at a vendor that fails in a tenth of its answers`, function () {
  this.timeout(0);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: Array.from({ length: accounts }, (_, index) => ({ name: `account-${index}`, ou: "/Workloads" })),
    },
    spotRules: { faultSeed: seed },
  });
  const iamOf = (accountId: string) => new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(accountId)));
  let barred: string[];

  before(async () => {
    const { report } = await new FleetCommand(sandbox()).plan();
    // Every twentieth has a role of that name, which is somebody else's.
    barred = report.accounts.map(({ accountId }) => accountId).filter((_id, index) => index % 20 === 3);
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    for (const id of barred) {
      await iamOf(id).send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument }));
    }
    for (const rule of faults) sandbox().spot.faults.add(rule);
    expect(barred).to.have.length(failing);
  });

  it("are all done but those made to fail, which are named with the reason", async () => {
    // With its look at the names that are taken the run would be refused before it began.
    const { exitCode, report, stderr } = await new FleetCommand(sandbox()).up("--no-name-check");
    expect(exitCode, stderr).to.equal(2);
    const failed = report.accounts.filter(({ state }) => state !== "done");
    expect(failed.map(({ accountId }) => accountId)).to.have.members(barred);
    for (const { name, state, failure } of failed) {
      expect([name, state, failure?.kind]).to.deep.equal([name, "failed", "aws"]);
      expect(failure?.message).to.match(/EntityAlreadyExists.*SpotRole|SpotRole.*EntityAlreadyExists/s);
    }
    expect(sandbox().spot.faults.exposure().struck).to.be.greaterThan(accounts / 4);
  });

  it("are finished by a second run, which works on those alone", async () => {
    for (const id of barred) await iamOf(id).send(new DeleteRoleCommand({ RoleName: roleName }));
    const { exitCode, report, stderr } = await new FleetCommand(sandbox()).up();
    expect(exitCode, stderr).to.equal(0);
    expect(report.accounts.map(({ accountId }) => accountId)).to.have.members(barred);
    expect(report.unchanged).to.have.length(accounts - failing);
  });

  it("have one account each at the vendor", () => {
    const linked = sandbox()
      .spot.accounts()
      .filter(({ isDefault }) => !isDefault)
      .map(({ link }) => link?.awsAccountId);
    expect(linked).to.have.length(accounts);
    expect(new Set(linked).size).to.equal(accounts);
  });
});

describe(`${killedAccounts} accounts whose run is killed at ${kills} moments`, function () {
  this.timeout(0);

  it("are completed by the next run each time, exactly once and without anybody's help", async () => {
    process.stdout.write(`FAULT_SEED=${seed} tells this story again\n`);
    const onStep = (text: string) => process.stdout.write(`${new Date().toISOString()} ${text}\n`);
    const figures = await tellStories({ seed, fleets: 1, accounts: killedAccounts, tries: 1, kills, onStep });
    process.stdout.write(`${figures.describe()}\n`);
    expect(figures.isFlawless, `seed ${seed}\n${figures.describe()}`).to.equal(true);
    expect(figures.kills.cli).to.be.greaterThan(0);
    expect(figures.kills.orchestrator).to.be.greaterThan(0);
  });
});
