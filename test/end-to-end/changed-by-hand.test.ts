import {
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { DriftReport, PlanReport, RunReport } from "../../automation/index";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";
import { callSpot } from "../support/spot-calls";

const names = ["closed-door", "no-role", "no-vendor", "other-trust", "untouched"];

describe("what somebody changed by hand", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: names.map((name) => ({ name, ou: "/Workloads" })),
    },
  });
  let fleet: FleetCommand;
  let outside: OutsideView;
  const idOf = (name: string): string => sandbox().organization.account(name).id;
  const iamOf = (name: string): IAMClient =>
    new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(idOf(name))));
  const stateOf = (report: { accounts: { name: string; state: string }[] }): Record<string, string> =>
    Object.fromEntries(report.accounts.map(({ name, state }) => [name, state]));
  const connectedTo = (name: string) =>
    sandbox()
      .spot.accounts()
      .filter(({ link }) => link?.awsAccountId === idOf(name));

  before(async () => {
    fleet = FleetCommand.within(sandbox());
    outside = new OutsideView(sandbox().aws.endpoint, sandbox().env);
    const first = await fleet.up();
    expect(first.exitCode, first.stderr).to.equal(0);
    await letIn("closed-door", sandbox().aws.entryRoleName);
    await letIn("other-trust", "SpotRole");
    await detachPolicies("no-role");
    await iamOf("no-role").send(new DeleteRoleCommand({ RoleName: "SpotRole" }));
    await callSpot(sandbox().spot, "DELETE", `/setup/account/${connectedTo("no-vendor")[0]?.id}`);
  });

  it("is seen by status at the role, by meaning", async () => {
    const { report } = await fleet.status();
    expect(stateOf(report)).to.include({
      "no-role": "drifted",
      "other-trust": "drifted",
      "no-vendor": "incomplete",
      untouched: "enrolled",
    });
    const reason = report.accounts.find(({ name }) => name === "other-trust")?.reason;
    expect(reason).to.include("SpotRole").and.include("it lets in arn:aws:iam::888888888888:root");
  });

  it("is announced by the plan, and by its preview with what will be done about it", async () => {
    const { report, stderr } = await fleet.run<PlanReport>(["plan", "--preview"]);
    const planned = new Map(report.accounts.map((account) => [account.name, account]));
    expect(planned.get("no-vendor")?.notes.join(), stderr).to.include("not connected to a Spot account any more");
    expect(planned.get("no-role")?.heals).to.deep.equal(["the role SpotRole is gone"]);
    expect(planned.get("no-role")?.changes?.create).to.equal(2);
    expect(planned.get("other-trust")?.changes?.update).to.equal(1);
    expect(planned.get("untouched")).not.to.have.property("heals");
  });

  it("is named by drift, resource by resource, with exit code 2 and nothing changed", async () => {
    const { exitCode, report, stderr } = await fleet.run<DriftReport>(["drift"]);
    expect(exitCode, stderr).to.equal(2);
    expect(stateOf(report)).to.deep.equal({
      "closed-door": "failed",
      "no-role": "drifted",
      "no-vendor": "drifted",
      "other-trust": "drifted",
      untouched: "in-step",
    });
    const found = (name: string) =>
      report.accounts
        .find((account) => account.name === name)
        ?.resources.map(({ description }) => description)
        .join("\n");
    expect(found("other-trust")).to.include("the role SpotRole was changed: trust policy: it lets in arn:aws:iam::8");
    expect(found("no-role"))
      .to.match(/the role SpotRole is gone/)
      .and.match(/the attachment of a policy to a role/);
    expect(found("no-vendor")).to.match(/the Spot account act-\w+ is gone/);
    expect(await outside.roleNames(idOf("no-role"))).not.to.include("SpotRole");
  });

  describe("and then up", () => {
    let report: RunReport;
    const accountOf = (name: string) => report.accounts.find((account) => account.name === name);
    before(async () => {
      const second = await fleet.up();
      expect(second.exitCode, second.stderr).to.equal(2);
      report = second.report;
    });

    it("puts it right and proves it; only the account that lets nobody in fails, and the untouched one is left alone", () => {
      expect(stateOf(report)).to.deep.equal({
        "closed-door": "failed",
        "no-role": "done",
        "no-vendor": "done",
        "other-trust": "done",
      });
      expect(report.unchanged.map(({ name }) => name)).to.deep.equal(["untouched"]);
      for (const name of ["no-role", "no-vendor", "other-trust"]) {
        expect(accountOf(name)?.healed, name).to.have.length.greaterThan(0);
        expect(accountOf(name)?.proofs?.[0]?.proven, name).to.equal(true);
      }
      expect(connectedTo("no-vendor")).to.have.length(1);
    });

    it("names the account and the entry role that does not let the hub in, and what to do", () => {
      const { message = "", instruction = "" } = accountOf("closed-door")?.failure ?? {};
      expect(message).to.include(idOf("closed-door")).and.include(`role/${sandbox().aws.entryRoleName}`);
      expect(instruction).to.include(sandbox().aws.hubRoleArn.split("/").at(-1)).and.include("trust policy");
    });
  });

  describe("where up has no reason to look", () => {
    it("is put right by drift --repair", async () => {
      await detachPolicies("untouched");
      const only = ["--only", "untouched,other-trust"];
      const repaired = await fleet.run<DriftReport>(["drift", "--repair", "--yes", ...only]);
      expect(repaired.exitCode, repaired.stderr).to.equal(0);
      expect(stateOf(repaired.report)).to.deep.equal({ "other-trust": "in-step", untouched: "repaired" });
      expect(await outside.allowedActions(idOf("untouched"), "SpotRole")).not.to.deep.equal([]);
      const after = await new FleetCommand(sandbox()).run<DriftReport>(["drift", ...only]);
      expect([after.exitCode, after.report.counts.drifted], after.stderr).to.deep.equal([0, 0]);
    });
  });

  async function letIn(name: string, RoleName: string): Promise<void> {
    await iamOf(name).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustInStranger }));
  }

  async function detachPolicies(name: string): Promise<void> {
    const client = iamOf(name);
    for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName: "SpotRole" })) {
      for (const { PolicyArn } of page.AttachedPolicies ?? []) {
        await client.send(new DetachRolePolicyCommand({ RoleName: "SpotRole", PolicyArn }));
      }
    }
  }
});

const trustInStranger = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::888888888888:root" }, Action: "sts:AssumeRole" }],
});
