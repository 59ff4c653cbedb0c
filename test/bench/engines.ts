import { mkdir } from "node:fs/promises";
import * as path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import PQueue from "p-queue";
import { createStackEngine } from "../../automation";
import { startVendorGateway } from "../../providers";
import { pulumiCommand } from "../support/pulumi-command";
import { programOf } from "./account-programs";
import type { EngineJob } from "./model";

/** One way to bring an account up. */
interface BenchEngine {
  up(accountId: string): Promise<void>;
  close(): Promise<void>;
}

const project = "bench";

/** Brings all accounts of a job up. */
export async function bringUp(job: EngineJob): Promise<void> {
  await mkdir(path.join(job.folder, "state"), { recursive: true });
  const engine = job.mode === "documented" ? await documentedLoop(job) : await ownEngine(job);
  const queue = new PQueue({ concurrency: job.concurrency });
  await Promise.all(job.accountIds.map((accountId) => queue.add(() => engine.up(accountId))));
  await engine.close();
}

/**
 * The loop of Pulumi's own documentation of the Automation API: create or select the stack, set its configuration, preview,
 * up, read the outputs.
 */
async function documentedLoop(job: EngineJob): Promise<BenchEngine> {
  const command = await pulumiCommand();
  const up = async (accountId: string) => {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: accountId, projectName: project, program: programOf(job, accountId) },
      {
        pulumiCommand: command,
        envVars: { PULUMI_BACKEND_URL: backendOf(job) },
        projectSettings: { name: project, runtime: "nodejs", main: process.cwd() },
      },
    );
    await stack.setAllConfig({ "aws:region": { value: "us-east-1" } });
    await stack.preview();
    await stack.up();
    await stack.outputs();
  };
  return { up, close: async () => {} };
}

/** This package's engine: with the stock dynamic provider, with the gateway, and, for the floor, with an empty program. */
async function ownEngine(job: EngineJob): Promise<BenchEngine> {
  const engine = createStackEngine({
    fleet: project,
    backend: backendOf(job),
    program: ({ target }) => programOf(job, target.account.id),
  });
  const gateway = job.mode === "ours" ? await startVendorGateway() : undefined;
  const up = async (accountId: string) => {
    const account = { id: accountId, name: accountId, ouPath: "/", state: "ACTIVE" as const, management: false };
    const settings = { accountId, region: "us-east-1", enter: [], tags: {}, grants: {} };
    await engine.run(
      { fleet: project, action: "up", target: { account, settings } },
      gateway ? { gatewayPort: gateway.port } : {},
    );
  };
  return { up, close: async () => gateway?.close() };
}

function backendOf({ folder }: EngineJob): string {
  return `file://${path.join(folder, "state")}`;
}
