import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { IAMClient, ListAccessKeysCommand, paginateListInstanceProfiles, paginateListUsers } from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { parse } from "yaml";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { halyardProviders } from "../components/spinnaker/artefacts/halyard-schema";
import { operatorSchema } from "../components/spinnaker/artefacts/operator-schema";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

const enrolled = ["data-lake", "payments-dev", "payments-prod", "playground", "shop-dev", "shop-prod"];
const parties = ["spot", "spacelift", "spinnaker", "stacker", "deadline"];
const externalId = "Xb3kdQ0aTz7LmN2pR5sV";
const nextExternalId = "Zz3kdQ0aTz7LmN2pR5sV";

const artefactFiles = [
  "artefacts/spinnaker/spinnaker-service.yaml",
  "artefacts/spinnaker/clouddriver-local.yml",
  "artefacts/stacker/.aws/config",
  "artefacts/stacker/stacker.yaml",
];

interface FleetFile {
  artefacts?: object;
  grants: Record<string, unknown>[];
  overrides?: object[];
  rollout: { maxAge?: string };
  proof: { as: Record<string, { profile: string }> };
}

describe("six accounts with the grants of every party in one file", function () {
  this.timeout(480_000);
  // Spacelift attaches one integration to a stack: each account has a stack of its own.
  const sandbox = useSandbox({
    spaceliftRules: { stacks: enrolled.map((id) => ({ id, labels: [], space: "root" })) },
  });
  let fleet: FleetCommand;
  let view: OutsideView;
  let managing: string;

  before(async () => {
    const { organization, spacelift, aws, env } = sandbox();
    fleet = FleetCommand.within(sandbox());
    view = new OutsideView(aws.endpoint, env);
    managing = organization.account("playground").id;
    await fleet.edit<FleetFile>((file) => {
      const { grants, proof } = file;
      file.overrides = enrolled.map((name) => ({
        match: { name },
        set: { spacelift: { stacks: [{ stackId: name }] } },
      }));
      const bucket = { bucketName: "acme-stacker-templates", tlsOnly: false };
      grants.push(
        { party: "spacelift", endpoint: spacelift.endpoint },
        { party: "spinnaker", managing: { accountId: managing, user: { accessKey: true } }, externalIds: [externalId] },
        { party: "stacker", managing: { accountId: managing, ...bucket }, requireMfa: false },
        { party: "deadline", managing: { accountId: managing, instanceRole: {} } },
      );
      file.artefacts = {
        stacker: { namespace: "acme", stacks: [{ name: "vpc", classPath: "stacker_blueprints.vpc.VPC" }] },
      };
      proof.as.spacelift = { profile: "spacelift" };
    });
  });

  const idOf = (name: string) => sandbox().organization.account(name).id;
  const hostArn = () => `arn:aws:iam::${managing}:role/DeadlineHost`;
  const s3 = () =>
    new S3Client({ ...connection(sandbox().aws.endpoint, emulatorRoot(managing)), forcePathStyle: true });
  const fileOf = (file: string) => path.join(sandbox().dir, "artefacts", file);
  const artefact = async (file: string) => parse(await readFile(fileOf(file), "utf8"), { version: "1.1" });
  const bucketNames = async () => ((await s3().send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);

  it("goes up with the managing account first, both sides of every grant, and proofs", async () => {
    const { report: plan } = await fleet.plan();
    expect(plan.accounts[0]).to.deep.include({ name: "playground", phase: 1 });
    expect(plan.accounts.slice(1).map(({ phase }) => phase)).to.deep.equal([2, 2, 2, 2, 2]);

    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr + JSON.stringify(report.accounts.map(({ failure }) => failure))).to.equal(0);
    for (const { name, grants = [], proofs = [] } of report.accounts) {
      expect(
        grants.map(({ party }) => party),
        name,
      ).to.have.members(parties);
      expect(
        proofs.every(({ proven }) => proven),
        name,
      ).to.equal(true);
    }
    expect(report.accounts.map(({ name }) => name)).to.have.members(enrolled);
    const { proofs = [] } = report.accounts.find(({ name }) => name === "playground") ?? {};
    const { results = [] } = proofs.find(({ roleArn }) => roleArn === hostArn()) ?? {};
    expect(
      results.map((result) => `${result.case}: ${result.actual}, ${result.method}`),
      "the role made for Deadline's hosts",
    ).to.deep.equal(["right-party: in, evaluated", "wrong-principal: out, evaluated", "wrong-account: out, sts"]);
    expect(sandbox().spacelift.integrations()).to.have.length(enrolled.length);
    expect(await bucketNames()).to.deep.equal(["acme-stacker-templates"]);
    expect(report.artefacts).to.deep.equal(artefactFiles.map((file) => ({ path: file, state: "written" })));
  });

  it("writes what Spinnaker is configured by, account by account", async () => {
    const manifest = await artefact("spinnaker/spinnaker-service.yaml");
    expect(operatorSchema().safeParse(manifest).error).to.equal(undefined);
    const { providers } = manifest.spec.spinnakerConfig.config;
    expect(halyardProviders.safeParse(providers).error).to.equal(undefined);
    const { aws } = await artefact("spinnaker/clouddriver-local.yml");
    for (const { accounts, accessKeyId } of [providers.aws, aws]) {
      const told = enrolled.map((name) => ({
        name,
        accountId: idOf(name),
        assumeRole: "role/spinnakerManaged",
        regions: [{ name: "us-east-1" }],
        externalId,
      }));
      expect(accounts).to.deep.equal(told);
      expect(await keyIdsOf("SpinnakerManagingAccount")).to.deep.equal([accessKeyId]);
    }
    expect(providers.aws.secretAccessKey).to.match(/^encrypted:k8s!/);
    expect(aws.secretAccessKey).to.equal("$" + "{SPINNAKER_AWS_SECRET}");
  });

  it("writes what stacker is configured by, account by account", async () => {
    const config = await readFile(fileOf("stacker/.aws/config"), "utf8");
    const profiles = new Map(
      [...config.matchAll(/^\[profile (.+)\]$[^[]*?^role_arn = (.+)$/gm)].map(([, ...pair]) => pair) as [
        string,
        string,
      ][],
    );
    const members = enrolled.filter((name) => name !== "playground");
    expect([...profiles]).to.deep.equal([
      ["master", `arn:aws:iam::${managing}:role/Stacker`],
      ...members.map((name) => [name, `arn:aws:iam::${idOf(name)}:role/Stacker`]),
    ]);
    expect(await artefact("stacker/stacker.yaml")).to.deep.equal({
      namespace: "acme",
      stacker_bucket: "acme-stacker-templates",
      stacker_bucket_region: "us-east-1",
      stacks: members.map((name) => ({
        name: `${name}/vpc`,
        stack_name: "vpc",
        class_path: "stacker_blueprints.vpc.VPC",
        profile: name,
      })),
    });
  });

  it("leaves all accounts alone the second time, and changes nothing when it is to look at them", async () => {
    const again = await fleet.up();
    expect(again.exitCode, again.stderr).to.equal(0);
    expect(again.report.accounts).to.deep.equal([]);
    expect(again.report.unchanged.map(({ name }) => name)).to.have.members(enrolled);

    await fleet.edit<FleetFile>(({ rollout }) => {
      rollout.maxAge = "0m";
    });
    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr).to.equal(0);
    expect(report.accounts.map(({ name }) => name)).to.have.members(enrolled);
    expect(report.changes).to.deep.include({ create: 0, update: 0, replace: 0, delete: 0 });
    expect(report.artefacts?.map(({ state }) => state)).to.deep.equal(artefactFiles.map(() => "unchanged"));
  });

  it("carries a changed trust and changed permissions to every account, in place", async () => {
    await fleet.edit<FleetFile>(({ grants }) => {
      const change = (party: string, fields: object) =>
        Object.assign(grants.find((grant) => grant.party === party) ?? {}, fields);
      change("spinnaker", { externalIds: [externalId, nextExternalId] });
      change("stacker", { permissions: [{ actions: ["cloudformation:*"] }] });
    });
    const { exitCode, report, stderr } = await fleet.up();
    expect(exitCode, stderr).to.equal(0);
    expect(report.changes).to.deep.include({ create: 0, update: 2 * enrolled.length, replace: 0, delete: 0 });
    expect(await view.allowedActions(idOf("shop-prod"), "Stacker")).to.deep.equal(["cloudformation:*"]);
    const { grants = [] } = report.accounts.find(({ name }) => name === "shop-prod") ?? {};
    expect(grants.find(({ party }) => party === "spinnaker")?.externalIds).to.deep.equal([externalId, nextExternalId]);
  });

  it("shows every account as enrolled, and does not let the managing account go alone", async () => {
    const { report } = await fleet.status();
    expect(report.counts).to.deep.include({ enrolled: enrolled.length, incomplete: 0, orphaned: 0, doubled: 0 });
    const refused = await fleet.refused(["offboard", "--yes", "--only", "playground"]);
    expect(refused.exitCode).to.equal(1);
    expect(refused.report.message + JSON.stringify(refused.report.problems)).to.contain("cannot go");
  });

  it("is offboarded without a trace, the managing account last", async () => {
    const { exitCode, report, stderr } = await fleet.run(["offboard", "--yes"]);
    expect(exitCode, stderr + JSON.stringify(report.accounts.map(({ failure }) => failure))).to.equal(0);
    const last = report.accounts.at(-1);
    expect(last?.name).to.equal("playground");
    expect(last?.proofs?.find(({ roleArn }) => roleArn === hostArn())).to.deep.include({ proven: true });
    for (const name of enrolled) {
      expect(await view.roleNames(idOf(name)), name).to.deep.equal([sandbox().aws.entryRoleName]);
      expect(await view.policyNames(idOf(name)), name).to.deep.equal([]);
      expect(await leftIn(idOf(name)), name).to.deep.equal([]);
    }
    expect(
      sandbox()
        .spot.accounts()
        .filter(({ link }) => link),
    ).to.deep.equal([]);
    expect(sandbox().spacelift.integrations()).to.deep.equal([]);
    expect(await bucketNames()).to.deep.equal([]);
    expect(report.artefacts).to.have.deep.members(artefactFiles.map((file) => ({ path: file, state: "deleted" })));
    expect(existsSync(fileOf("."))).to.equal(false);
  });

  async function keyIdsOf(UserName: string): Promise<(string | undefined)[]> {
    const client = new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(managing)));
    const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName }));
    return AccessKeyMetadata.map(({ AccessKeyId }) => AccessKeyId);
  }

  /** Names of users and instance profiles. */
  async function leftIn(accountId: string): Promise<string[]> {
    const client = new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(accountId)));
    const names: string[] = [];
    for await (const { Users = [] } of paginateListUsers({ client }, {})) {
      names.push(...Users.map(({ UserName = "" }) => UserName));
    }
    for await (const { InstanceProfiles = [] } of paginateListInstanceProfiles({ client }, {})) {
      names.push(...InstanceProfiles.map(({ InstanceProfileName = "" }) => InstanceProfileName));
    }
    return names;
  }
});
