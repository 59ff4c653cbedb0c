import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Command } from "commander";
import { createStackEngine } from "../../automation";
import { accountSettingsSchema } from "../../components/account-settings";

/** What may be kept of an operation: less than anything that belongs to one, more than what compiled code still grows by. */
const mostKeptBytes = 4_096;
const stacks = 5;
/** Code is compiled and caches are filled until then. */
const warmUpShare = 0.2;

class Small extends pulumi.ComponentResource {
  constructor() {
    super("bench:index:Small", "small");
    this.registerOutputs({});
  }
}

/** Runs many operations in this process and answers how many bytes of the heap each of them has left behind. */
async function measureKept(operations: number, folder: string): Promise<number> {
  const engine = createStackEngine({
    fleet: "memory",
    backend: `file://${path.join(folder, "state")}`,
    workDir: path.join(folder, "work"),
    env: { PULUMI_CONFIG_PASSPHRASE: "passphrase-of-the-memory-check", PULUMI_HOME: path.join(folder, "home") },
    program: () => async () => {
      new Small();
    },
  });
  const warmUp = Math.ceil(operations * warmUpShare);
  let before = 0;
  for (let done = 1; done <= operations; done += 1) {
    const id = String(100_000_000_000 + (done % stacks));
    const settings = accountSettingsSchema.parse({ accountId: id, grants: {} });
    const account = { id, name: id, ouPath: "/", state: "ACTIVE" as const, management: false };
    await engine.run({ fleet: "memory", action: "up", target: { account, settings } });
    if (done === warmUp) before = heap();
    if (done % Math.ceil(operations / 10) === 0) process.stdout.write(`${done} operations: ${describe(heap())}\n`);
  }
  return (heap() - before) / (operations - warmUp);
}

function heap(): number {
  if (!global.gc) throw new Error("Start this with --expose-gc, as `npm run test:memory` does.");
  global.gc();
  return process.memoryUsage().heapUsed;
}

function describe(bytes: number): string {
  const { rss } = process.memoryUsage();
  return `${(bytes / 1024 ** 2).toFixed(1)} MB of heap, ${Math.round(rss / 1024 ** 2)} MB in all`;
}

async function check(operations: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "cross-account-memory-"));
  try {
    const kept = Math.round(await measureKept(operations, folder));
    const verdict = kept <= mostKeptBytes ? "flat" : `growing: more than ${mostKeptBytes} bytes`;
    process.stdout.write(`An operation leaves ${kept} bytes behind: memory is ${verdict}.\n`);
    if (kept > mostKeptBytes) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { operations } = new Command("memory")
  .description("Runs operations one after the other in one process, and fails when its memory grows with them.")
  .option("--operations <number>", "how many", Number, 1_000)
  .parse()
  .opts<{ operations: number }>();

check(operations).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
