import * as path from "node:path";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { runReportSchema } from "../../../automation/report/schemas/run";
import { connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { useProcessEnvironment } from "../../support/process-environment";
import { useSandbox } from "../../support/sandbox-suite";
import { CapturingTerminal, run } from "./capturing-terminal";

describe("up and offboard, asking first", function () {
  this.timeout(120_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: [{ name: "shop-dev", ou: "/Workloads", alias: "acme-shop-dev" }],
    },
  });
  let terminal: CapturingTerminal;
  useProcessEnvironment(() => sandbox().env);
  beforeEach(() => {
    terminal = new CapturingTerminal();
  });
  const accountsAtSpot = (): number => sandbox().spot.accounts().length;

  it("refuses to go on without --yes where nobody can be asked", async () => {
    const there = accountsAtSpot();
    expect(await run(terminal, "up", sandbox().fleetFile)).to.equal(3);
    expect(terminal.out).to.match(/shop-dev +\/Workloads +enrol/);
    expect(terminal.err).to.match(/Refused: There is nobody to ask.*\nAdd --yes/);
    expect(accountsAtSpot()).to.equal(there);
  });

  for (const [answer, what] of [
    [false, "says no"],
    [undefined, "presses Ctrl-C"],
  ] as const) {
    it(`changes nothing and exits 130 when the person ${what}`, async () => {
      const there = accountsAtSpot();
      Object.assign(terminal, { canAsk: true, answer });
      expect(await run(terminal, "up", sandbox().fleetFile)).to.equal(130);
      expect(terminal.questions).to.deep.equal(["Go on with 1 account?"]);
      expect(terminal.err).to.include("Cancelled: nothing was changed.");
      expect(accountsAtSpot()).to.equal(there);
    });
  }

  it("refuses names that something has under another path: IAM takes each of them once", async () => {
    const { id } = sandbox().organization.account("shop-dev");
    const iam = new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(id)));
    const statement = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [more] });
    const trust = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: "sts:AssumeRole" };
    const RoleName = "SpotRole";
    await iam.send(new CreateRoleCommand({ RoleName, Path: "/team/", AssumeRolePolicyDocument: statement(trust) }));
    const PolicyDocument = statement({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
    const made = await iam.send(
      new CreatePolicyCommand({ PolicyName: "SpotManagedPolicy", Path: "/team/", PolicyDocument }),
    );
    expect(await run(terminal, "up", "--yes", sandbox().fleetFile)).to.equal(3);
    expect(terminal.err).to.include("there is a role SpotRole already, which the grant to Spot is to make");
    expect(terminal.err).to.include("there is a policy SpotManagedPolicy already, which the grant to Spot is to make");
    await iam.send(new DeleteRoleCommand({ RoleName }));
    await iam.send(new DeletePolicyCommand({ PolicyArn: made.Policy?.Arn }));
  });

  it("keeps every other run away while the person looks at a kept plan, so that what is done is what it was checked for", async () => {
    const plan = path.join(sandbox().dir, "fleet.plan");
    expect(await run(terminal, "plan", "--out", plan, sandbox().fleetFile), terminal.err).to.equal(0);
    const other = new CapturingTerminal();
    const asked = new CapturingTerminal();
    asked.canAsk = true;
    asked.confirm = async () => {
      expect(await run(other, "up", "--yes", sandbox().fleetFile)).to.equal(3);
      return undefined;
    };
    expect(await run(asked, "up", "--plan", plan, sandbox().fleetFile), asked.err).to.equal(130);
    expect(other.err).to.match(/Another run works on the fleet [\w-]+: up by .* \(process \d+\)/);
    expect(other.out).to.equal("");
  });

  it("does it when the person says yes, and shows what it came to", async () => {
    Object.assign(terminal, { canAsk: true, answer: true });
    expect(await run(terminal, "up", sandbox().fleetFile), terminal.err).to.equal(0);
    expect(terminal.out).to.match(/shop-dev +done +\d+ created +act-\w+ acme-shop-dev +SpotRole +in: right party/);
    expect(terminal.err).to.match(/\[1\/1\] shop-dev \(\d{12}\): done: act-\w+, \d+ created, proven/);
  });

  it("previews with the engine, and finds nothing to change", async () => {
    expect(await run(terminal, "plan", "--preview", sandbox().fleetFile), terminal.err).to.equal(0);
    expect(terminal.out).to.match(/shop-dev +\/Workloads +unchanged +nothing/);
  });

  it("takes the grant away without asking with --yes, and prints one JSON document", async () => {
    expect(await run(terminal, "offboard", "--yes", "--json", sandbox().fleetFile), terminal.err).to.equal(0);
    const { accounts } = runReportSchema.parse(JSON.parse(terminal.out));
    expect(accounts[0]?.proofs?.[0]?.results.map((result) => [result.case, result.actual])).to.deep.include.members([
      ["role-gone", "out"],
      ["policies-gone", "out"],
      ["vendor-account-gone", "out"],
    ]);
    expect(terminal.questions).to.deep.equal([]);
  });

  it("has nothing to do, and does not ask, once everything is taken away", async () => {
    expect(await run(terminal, "offboard", sandbox().fleetFile)).to.equal(0);
    expect(terminal.out).to.match(/^Nothing to do/);
  });
});
