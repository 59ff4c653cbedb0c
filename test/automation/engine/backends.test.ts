import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import pRetry from "p-retry";
import { locatePulumi } from "../../../automation/engine/locate-pulumi";
import type { StackEngineOptions } from "../../../automation/engine/stack-engine";
import type { TargetAction } from "../../../automation/model";
import type { RunSummary } from "../../../automation/run/run-summary";
import { runTargets } from "../../../automation/run/run-targets";
import { connection, emulatorRoot, sandboxRegion } from "../../../examples/sandbox/aws/connection";
import { runCommand } from "../../support/cross-account";
import { startEmulator } from "../../support/emulator";
import { createKmsKey } from "../../support/kms-key";
import { findPostgres, startPostgres } from "../../support/postgres";
import { createSampleFleet, type SampleFleet, SlowResource } from "./sample-fleet";

/** Where state is kept, for as long as it is open. */
interface OpenBackend {
  options: Partial<StackEngineOptions>;
  close(): Promise<void>;
}

/** Answers nothing where there is no such backend on this machine. */
type Open = () => Promise<OpenBackend | undefined>;

const accounts = ["111111111111", "222222222222"];
const [killed = ""] = accounts;

const backends: [name: string, open: Open][] = [
  ["a folder, secrets by a passphrase", async () => ({ options: {}, close: async () => undefined })],
  ["S3, secrets by a key of KMS", openS3],
  ["PostgreSQL, secrets by a passphrase", openPostgres],
];

for (const [name, open] of backends) {
  describe(`The state of a fleet in ${name}`, function () {
    this.timeout(300_000);
    let backend: OpenBackend | undefined;
    let fleet: SampleFleet;

    before(async function () {
      backend = await open();
      if (!backend) this.skip();
      fleet = await createSampleFleet(backend.options);
      for (const accountId of accounts) {
        fleet.setProgram(accountId, async () => {
          new pulumi.ComponentResource("acme:index:Grant", "grant");
          return {
            grants: [{ party: "spot", roleArn: `arn:aws:iam::${accountId}:role/SpotRole` }],
            pass: pulumi.secret("word"),
          };
        });
      }
    });
    after(async () => {
      await fleet?.dispose();
      await backend?.close();
    });

    const roll = (action: TargetAction): Promise<RunSummary> =>
      runTargets({
        runId: action,
        fleet: "acme",
        action,
        concurrency: 3,
        operations: accounts.map((accountId) => fleet.operation(accountId, action)),
        deploy: (operation, context) => fleet.engine.run(operation, context),
      });
    const failuresOf = ({ targets }: RunSummary) => targets.flatMap(({ failure }) => failure ?? []);
    const pending = async () => {
      const { command } = await locatePulumi();
      const env = { ...fleet.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
      const args = ["stack", "export", "--stack", `organization/acme/${killed}`, "--non-interactive"];
      const { stdout } = await runCommand(command, args, { cwd: fleet.folder, env });
      return (JSON.parse(stdout) as { deployment: { pending_operations?: unknown[] } }).deployment.pending_operations;
    };

    it("rolls out to every account, knows what each got, and finds nothing to change the second time", async () => {
      expect(await fleet.engine.listStacks()).to.deep.equal([]);
      const first = await roll("up");
      expect(failuresOf(first)).to.deep.equal([]);
      expect(first.changes).to.include({ create: 2 * accounts.length });
      expect(await fleet.engine.listStacks()).to.deep.equal(accounts);
      expect((await fleet.engine.grantsOf(killed))[0]?.roleArn).to.equal(`arn:aws:iam::${killed}:role/SpotRole`);
      expect(await fleet.engine.checkSecrets(accounts)).to.deep.equal([]);

      const second = await roll("up");
      expect(failuresOf(second)).to.deep.equal([]);
      expect(second.changes).to.include({ create: 0, update: 0, delete: 0, same: 2 * accounts.length });
    });

    it("repairs what a killed process left: its lock, and the creation it was in the middle of", async () => {
      const log = path.join(fleet.folder, "creates");
      const program = (delayMs: number) => async () => {
        new SlowResource("slow", { greeting: "x", log, delayMs });
      };
      fleet.setProgram(killed, program(600_000));
      const running = fleet.engine.run(fleet.operation(killed)).catch((error: unknown) => error);
      await pRetry(() => readFile(log), { retries: 600, minTimeout: 100, factor: 1 });
      process.kill(-(await fleet.lastPid()), "SIGKILL");
      expect(await running)
        .to.be.instanceOf(Error)
        .with.property("message", "The Pulumi CLI was ended by SIGKILL.");
      expect(await pending()).to.have.length(1);

      fleet.setProgram(killed, program(0));
      const steps: string[] = [];
      const onProgress = ({ message }: { message: string }) => steps.push(message);
      const { changes } = await fleet.engine.run(fleet.operation(killed), { onProgress });
      expect(changes).to.include({ create: 1 });
      expect(steps.join("\n"))
        .to.match(/removed a lock left by process \d+, which no longer runs/)
        .and.contain("creating Resource slow was interrupted and is done again");
      expect(await pending()).to.equal(undefined);
    });

    it("takes every account away and keeps nothing of it", async () => {
      const gone = await roll("offboard");
      expect(failuresOf(gone)).to.deep.equal([]);
      expect(await fleet.engine.listStacks()).to.deep.equal([]);
      expect(await fleet.engine.grantsOf(killed)).to.deep.equal([]);
      expect(await fleet.engine.checkSecrets(accounts)).to.deep.equal([]);
    });
  });
}

async function openS3(): Promise<OpenBackend> {
  const emulator = await startEmulator();
  const keys = emulatorRoot(accounts[0] ?? "");
  const s3 = new S3Client({ ...connection(emulator.endpoint, keys), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "fleet-state" }));
  s3.destroy();
  const key = await createKmsKey(emulator.endpoint, keys);
  const { host } = new URL(emulator.endpoint);
  return {
    options: {
      backend: `s3://fleet-state?endpoint=${host}&disableSSL=true&s3ForcePathStyle=true&region=${sandboxRegion}`,
      secrets: `awskms://${key}?region=${sandboxRegion}&awssdk=v2&endpoint=${emulator.endpoint}`,
      env: { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
    },
    close: emulator.close,
  };
}

async function openPostgres(): Promise<OpenBackend | undefined> {
  const programs = await findPostgres();
  if (programs === undefined) return undefined;
  const { url, close } = await startPostgres(programs);
  return { options: { backend: url }, close };
}
