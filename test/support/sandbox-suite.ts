import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Sandbox, type StartSandboxOptions, startSandbox } from "../../examples/sandbox/sandbox";

/** Gives the tests of a suite a sandbox of their own, started before the first and gone after the last. */
export function useSandbox(options: Omit<StartSandboxOptions, "dir"> = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  before(async function () {
    this.timeout(120_000);
    const dir = await mkdtemp(path.join(tmpdir(), "cross-account-test-"));
    sandbox = await startSandbox({ ...options, dir });
  });
  after(async function () {
    this.timeout(30_000);
    await sandbox?.close();
    if (sandbox) await rm(sandbox.dir, { recursive: true, force: true });
  });
  return () => {
    if (!sandbox) throw new Error("The sandbox is there only while a test runs.");
    return sandbox;
  };
}
