import { IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import pRetry from "p-retry";
import type { WatchReport } from "../../automation/index";
import type { FactStore } from "../../automation/journal/fact-store";
import { s3Store } from "../../automation/journal/s3-store";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { hubRoleName } from "../../examples/sandbox/aws/identities";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";
import { startWebhook, type WebhookServer } from "../support/webhook-server";

const managementAccountId = "111111111111";
const bucket = "fleet-journals";

describe("a fleet that several machines work on, its journal in a bucket", function () {
  this.timeout(300_000);
  const sandbox = useSandbox({
    organization: { management: { accountId: managementAccountId }, accounts: [{ name: "one", ou: "/Workloads" }] },
  });
  let fleet: FleetCommand;
  let store: FactStore;
  let webhook: WebhookServer;

  before(async () => {
    const root = connection(sandbox().aws.endpoint, emulatorRoot(managementAccountId));
    await createBucket(root);
    await letHubUseBucket(root);
    store = s3Store({ bucket, prefix: "journals" }, "acme", async () => root);
    webhook = await startWebhook();
    fleet = FleetCommand.within(sandbox());
    await fleet.edit<{ state: { journal?: string }; watch?: object }>((settings) => {
      settings.state.journal = `s3://${bucket}/journals`;
      settings.watch = { offboard: true, alert: { webhook: { env: "ALERT_URL" } } };
    });
  });
  after(() => webhook?.close());

  const watchOnce = (command = fleet) =>
    command.run<WatchReport>(["watch", "--once", "--yes"], { env: { ALERT_URL: webhook.url } });
  const namesAtSpot = () =>
    sandbox()
      .spot.accounts()
      .flatMap(({ name, link }) => (link ? [name] : []));

  it("lets one of two orchestrators work that are started at once; the other says who holds the lease", async () => {
    const pids: number[] = [];
    const start = () => fleet.runPlainly(["up", "--yes"], { onStart: (pid) => pids.push(pid) });
    const running = [start(), start()];
    const winner = await pRetry(readHolder, { retries: 600, minTimeout: 50, factor: 1 });
    expect(pids).to.include(winner.pid);
    // Held in the middle of its work until the other one was there.
    process.kill(winner.pid, "SIGSTOP");
    const refused = await Promise.race(running);
    expect(refused.exitCode, refused.stderr).to.equal(3);
    expect(refused.stderr).to.match(
      new RegExp(
        `Refused: Another run works on the fleet acme: up by \\S+ on \\S+ \\(process ${winner.pid}\\), since `,
      ),
    );
    process.kill(winner.pid, "SIGKILL");
    const exitCodes = (await Promise.all(running)).map(({ exitCode }) => exitCode);
    expect(exitCodes).to.have.members([3, null]);
  });

  it("goes on where the one that was killed ended, without a manual step, and enrols what it finds", async () => {
    const { exitCode, report, stderr } = await watchOnce(new FleetCommand(sandbox()));
    expect(exitCode, stderr).to.equal(0);
    expect(report).to.deep.include({ report: "watch", result: "done", problems: [], left: [] });
    expect(report.runs.map(({ action, counts }) => [action, counts.done])).to.deep.equal([["up", 1]]);
    expect(namesAtSpot()).to.have.length(1);
    expect(webhook.calls).to.deep.equal([]);
  });

  it("compares with the world when that is due, and puts right what somebody changed by hand", async () => {
    const { id } = sandbox().organization.account("one");
    await letAnybodyIn(id, "SpotRole");
    await fleet.edit<{ watch: object }>((settings) => {
      settings.watch = { ...settings.watch, driftEvery: "12h", repair: true };
    });
    const due = await watchOnce();
    expect(due.exitCode, due.stderr).to.equal(0);
    expect(due.report.drift?.counts).to.include({ repaired: 1, drifted: 0, failed: 0 });
  });

  it("offboards what left, and alerts once about an account that appeared and failed", async () => {
    const { organization } = sandbox();
    await organization.moveAccount("one", "/Retired");
    const { id } = await organization.createAccount({ name: "two", ou: "/Workloads" });
    await shutEntry(id);
    const first = await watchOnce();
    expect(first.exitCode, first.stderr).to.equal(2);
    const states = first.report.runs.flatMap(({ action, accounts }) =>
      accounts.map(({ name, state }) => `${action} ${name} ${state}`),
    );
    expect(states).to.deep.equal(["up two failed", "offboard one done"]);
    expect(namesAtSpot()).to.deep.equal([]);
    expect(webhook.calls).to.have.length(1);
    expect(JSON.parse(webhook.calls[0] ?? "{}")).to.deep.include({ report: "alert", fleet: "acme", open: 1 });

    const again = await watchOnce();
    expect(again.exitCode, again.stderr).to.equal(2);
    expect(again.report.problems.map(({ name, attempts }) => [name, attempts])).to.deep.equal([["two", 2]]);
    expect(webhook.calls).to.have.length(1);
    expect(first.stderr + first.stdout + again.stderr + again.stdout).to.not.include(new URL(webhook.url).pathname);
  });

  async function readHolder(): Promise<{ pid: number }> {
    const { pid } = JSON.parse((await store.readRecord("lease"))?.text ?? "{}") as { pid?: number };
    if (pid === undefined) throw new Error("nobody holds the lease yet");
    return { pid };
  }

  /** The entry role of an account lets the hub in no more. */
  const shutEntry = (accountId: string) => trustAnybody(accountId, sandbox().aws.entryRoleName, "Deny");
  const letAnybodyIn = (accountId: string, roleName: string) => trustAnybody(accountId, roleName, "Allow");

  async function trustAnybody(accountId: string, RoleName: string, Effect: "Allow" | "Deny"): Promise<void> {
    const client = new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(accountId)));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect, Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    });
    await client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    client.destroy();
  }
});

async function createBucket(root: ReturnType<typeof connection>): Promise<void> {
  const client = new S3Client({ ...root, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
}

/** All that a hub needs besides what it has. */
async function letHubUseBucket(root: ReturnType<typeof connection>): Promise<void> {
  const client = new IAMClient(root);
  const statements = [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${bucket}` },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: `arn:aws:s3:::${bucket}/*`,
    },
  ];
  await client.send(
    new PutRolePolicyCommand({
      RoleName: hubRoleName,
      PolicyName: "journals",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    }),
  );
  client.destroy();
}
