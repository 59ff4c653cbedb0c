import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { expect } from "chai";
import { FleetCommand } from "../support/fleet-command";
import { type CollectedSpan, OtlpCollector } from "../support/otlp-collector";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

const enrolled = ["payments-dev", "playground", "shop-prod"];

describe("an organization onboarded to Spot", function () {
  this.timeout(240_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: [
        { name: "shop-prod", ou: "/Workloads/Prod", alias: "acme-shop-prod" },
        { name: "payments-dev", ou: "/Workloads/Dev/Payments" },
        { name: "playground", ou: "/Sandbox", alias: "acme-playground" },
        { name: "old-website", ou: "/Workloads/Retired", alias: "acme-old-website", suspended: true },
      ],
      organizationalUnits: ["/Incoming"],
    },
  });
  let fleet: FleetCommand;
  let command: FleetCommand;
  let view: OutsideView;
  let collector: OtlpCollector;

  before(async () => {
    collector = await OtlpCollector.start();
    fleet = FleetCommand.within(sandbox());
    command = new FleetCommand(sandbox());
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
  });

  after(() => collector.close());

  it("onboards every active account and says which were left out and why", async () => {
    const junit = path.join(sandbox().dir, "up.xml");
    const html = path.join(sandbox().dir, "up.html");
    const { exitCode, report, stderr } = await command.up("--junit", junit, "--html", html);
    expect(exitCode, stderr).to.equal(0);
    const written = await Promise.all([junit, html].map((file) => readFile(file, "utf8")));
    for (const { id } of enrolled.map((name) => sandbox().organization.account(name))) {
      for (const text of written) expect(text).to.include(`(${id})`);
    }
    expect(report.accounts.map(({ name, state }) => `${name} ${state}`).sort()).to.deep.equal(
      enrolled.map((name) => `${name} done`),
    );
    expect(Object.fromEntries(report.leftOut.map(({ name, reason }) => [name, reason]))).to.deep.equal({
      "Master Account": "is the management account: include it with { management: true } if you want it",
      "old-website": "is suspended: nothing can be done in it",
    });
  });

  it("gives each account one Spot account, linked to its role and named after its alias, or after the account without one", () => {
    const { spot, organization } = sandbox();
    for (const { id, alias } of enrolled.map((name) => organization.account(name))) {
      const connected = spot.accounts().filter(({ link }) => link?.awsAccountId === id);
      expect(connected.map(({ name }) => name)).to.deep.equal([alias ?? `aws-${id}`]);
      expect(connected[0]?.link?.roleArn).to.equal(`arn:aws:iam::${id}:role/SpotRole`);
    }
  });

  it("tags each role with the fleet, the party and the version that made it", async () => {
    for (const { id } of enrolled.map((name) => sandbox().organization.account(name))) {
      const { "cross-account:version": version, ...tags } = (await view.role(id, "SpotRole")).tags;
      expect(tags, id).to.deep.equal({ "cross-account:fleet": "acme", "cross-account:grant": "spot" });
      expect(version).to.match(/^\d+\.\d+$/);
    }
  });

  it("opens each role for Spot with its external id, and for nobody and nothing else, as the emulator's STS sees it", async () => {
    const { spot } = sandbox();
    const links = spot.accounts().flatMap(({ link }) => (link ? [link] : []));
    expect(links).to.have.length(enrolled.length);
    for (const [index, { roleArn, externalId }] of links.entries()) {
      const foreignId = links[(index + 1) % links.length]?.externalId;
      const answers = await Promise.all([
        view.assume("spot", roleArn, externalId),
        view.assume("spot", roleArn, foreignId),
        view.assume("spot", roleArn),
        view.assume("stranger", roleArn, externalId),
      ]);
      expect(answers, roleArn).to.deep.equal(["in", "out", "out", "out"]);
    }
  });

  it("reports the proof of each role, each case really tried, and tells a collector of OpenTelemetry", async () => {
    const args = ["up", "--yes", "--refresh", "--only", "shop-prod", "--otel"];
    const { report, exitCode, stderr } = await command.run(args, { env: collector.env });
    expect(exitCode, stderr).to.equal(0);
    expect(stderr).not.to.include("elemetry");
    const [proof] = report.accounts[0]?.proofs ?? [];
    expect(proof?.proven).to.equal(true);
    expect(proof?.results.map((result) => [result.case, result.actual, result.method])).to.deep.equal([
      ["right-party", "in", "sts"],
      ["wrong-external-id", "out", "sts"],
      ["no-external-id", "out", "sts"],
      ["wrong-account", "out", "sts"],
    ]);
  });

  it("told the collector spans of the account, its steps and every call of Spot for them, and the metrics, without secrets", async () => {
    const { id } = sandbox().organization.account("shop-prod");
    const { spans, points, received, resources } = collector;
    const parentOf = ({ parentSpanId }: CollectedSpan) => spans.find(({ spanId }) => spanId === parentSpanId);
    const pathOf = (span: CollectedSpan): string =>
      [...(parentOf(span) ? [pathOf(parentOf(span) as CollectedSpan)] : []), span.name].join(" > ");
    const paths = spans.map(pathOf);
    const account = "cross-account up > account";
    expect(paths).to.include.members([account, `${account} > account operation`, `${account} > account proof`]);
    expect(paths).to.include(`${account} > account operation > spot GET /setup/account`);
    expect(
      new Set(
        spans.filter(({ name }) => name.startsWith("account")).map(({ attributes }) => attributes["cloud.account.id"]),
      ),
    ).to.deep.equal(new Set([id]));
    const done = points.find(({ metric }) => metric === "cross_account.accounts");
    expect(done).to.deep.include({
      value: 1,
      attributes: { "cross_account.fleet": "acme", "cross_account.action": "up", "cross_account.result": "done" },
    });
    expect(resources[0]).to.include({ "service.name": "cross-account" });
    expect(resources[0]).not.to.have.property("process.command_args");
    const { SPOTINST_TOKEN: token = "", PULUMI_CONFIG_PASSPHRASE_FILE: file = "" } = sandbox().env;
    for (const secret of [token, (await readFile(file, "utf8")).trim()]) {
      expect(secret).not.to.equal("");
      expect(received).not.to.include(secret);
    }
  });

  it("changes nothing the second time and says so", async () => {
    const before = sandbox().spot.calls().length;
    const { exitCode, stdout, stderr } = await command.runPlainly(["up", "--yes"]);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.match(/nothing (was )?changed|no changes/i);
    const writes = sandbox()
      .spot.calls()
      .slice(before)
      .filter(({ route }) => !route.startsWith("GET"));
    expect(writes.map(({ route }) => route)).to.deep.equal([]);
  });

  it("onboards an account that moves into a unit of the fleet, with what the file says of that unit, and leaves the others untouched", async () => {
    const { organization, spot } = sandbox();
    const { id } = await organization.createAccount({ name: "newcomer", ou: "/Incoming", alias: "acme-newcomer" });
    expect((await fleet.plan()).report.accounts.map(({ name }) => name)).to.not.include("newcomer");
    await organization.moveAccount("newcomer", "/Workloads/Dev/New");
    const boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const spotHere = { permissions: "read-only", rolePath: "/vendors/", permissionsBoundary: boundary };
    await fleet.edit<{ overrides: object[] }>((file) => {
      file.overrides = [{ match: { ou: "/Workloads/Dev/New" }, set: { spot: spotHere } }];
    });
    const { report } = await fleet.up();
    const changed = report.accounts.filter(
      ({ changes }) => changes && changes.create + changes.update + changes.replace + changes.delete > 0,
    );
    expect(changed.map(({ name }) => name)).to.deep.equal(["newcomer"]);
    expect(
      spot
        .accounts()
        .filter(({ link }) => link?.awsAccountId === id)
        .map(({ name }) => name),
    ).to.deep.equal(["acme-newcomer"]);
    expect(await view.role(id, "SpotRole")).to.include({ path: "/vendors/", boundary });
    expect(await view.allowedActions(id, "SpotRole")).not.to.include("ec2:RunInstances");
  });

  it("carries a changed permission policy to every account, in place, and another alias to the name at Spot", async () => {
    await sandbox().organization.setAlias("shop-prod", "acme-renamed");
    const linksBefore = sandbox()
      .spot.accounts()
      .map(({ id, link }) => [id, link?.roleArn, link?.externalId]);
    await fleet.edit<{ grants: [{ extraStatements?: object[] }] }>(({ grants }) => {
      grants[0].extraStatements = [{ actions: ["ssm:GetParameter"] }];
    });
    const { exitCode, stderr } = await fleet.up();
    expect(exitCode, stderr).to.equal(0);
    for (const name of [...enrolled, "newcomer"]) {
      const { id } = sandbox().organization.account(name);
      expect(await view.allowedActions(id, "SpotRole"), name).to.include("ssm:GetParameter");
    }
    expect(
      sandbox()
        .spot.accounts()
        .map(({ id, link }) => [id, link?.roleArn, link?.externalId]),
    ).to.deep.equal(linksBefore);
    expect(
      sandbox()
        .spot.accounts()
        .map(({ name }) => name),
    ).to.include("acme-renamed");
  });

  it("shows every account of the organization in its status", async () => {
    const { exitCode, report } = await command.status();
    expect(exitCode).to.equal(0);
    expect(Object.fromEntries(report.accounts.map(({ name, state }) => [name, state]))).to.deep.equal({
      ...Object.fromEntries([...enrolled, "newcomer"].map((name) => [name, "enrolled"])),
      "Master Account": "left-out",
      "old-website": "left-out",
    });
  });

  it("refuses to offboard more accounts than the cap allows, and changes nothing", async () => {
    await fleet.edit<{ rollout: { maxDeletes?: number } }>(({ rollout }) => {
      rollout.maxDeletes = 2;
    });
    const { exitCode, report } = await command.refused(["offboard", "--yes"]);
    expect(exitCode).to.equal(3);
    expect(report).to.include({ report: "error", kind: "refused" });
    expect(report.message).to.contain("at most 2");
    expect(
      sandbox()
        .spot.accounts()
        .filter(({ link }) => link),
    ).to.have.length(enrolled.length + 1);
  });

  it("offboards on both sides, leaves no role, no policy and no Spot account, and says so after looking", async () => {
    const { exitCode, stdout, stderr } = await command.runPlainly(["offboard", "--yes", "--max-deletes", "10"]);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.include(`${enrolled.length + 1} accounts offboarded`);
    for (const name of [...enrolled, "newcomer"]) {
      const { id } = sandbox().organization.account(name);
      expect(await view.roleNames(id), name).to.deep.equal([sandbox().aws.entryRoleName]);
      expect(await view.policyNames(id), name).to.deep.equal([]);
    }
    expect(
      sandbox()
        .spot.accounts()
        .filter(({ link }) => link),
    ).to.deep.equal([]);
    const { report } = await fleet.status();
    expect(report.counts).to.have.property("enrolled", 0);
  });
});
