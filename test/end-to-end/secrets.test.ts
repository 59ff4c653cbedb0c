import { readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import { expect } from "chai";
import { readArguments } from "../support/child-arguments";
import { crossAccount } from "../support/cross-account";
import { useSandbox } from "../support/sandbox-suite";

describe("the vendor token", function () {
  this.timeout(180_000);
  const sandbox = useSandbox();

  it("is in no state, journal, log, output or argument of a process, through a rollout that fails in part", async () => {
    const { dir, env, fleetFile, spot, organization } = sandbox();
    // One account fails late, with the vendor's own words in its message: failures tell more than successes.
    const { id } = organization.account("shop-dev");
    spot.connect(id, "first");
    spot.connect(id, "second");
    spot.faults.add({ fault: { kind: "server-error" }, probability: 0.1 });
    const watched = new Set<string>();
    let watching = true;
    let watcher: Promise<void> = Promise.resolve();
    const runs = [];
    for (const args of [
      ["up", "--yes"],
      ["up", "--yes", "--json", "--debug"],
      ["status"],
      ["offboard", "--yes", "--max-deletes", "10"],
    ]) {
      const result = await crossAccount([...args, fleetFile], {
        cwd: dir,
        env,
        onStart: (pid) => {
          watching = true;
          watcher = collectArguments(pid, watched, () => watching);
        },
      });
      watching = false;
      await watcher;
      runs.push(result);
    }
    expect(runs.map(({ exitCode }) => exitCode)).to.deep.equal(
      [2, 2, 0, 0],
      runs.map(({ stderr }) => stderr).join("\n"),
    );
    expect(
      [...watched].some((text) => text.includes("--stack")),
      "the arguments of the Pulumi CLI were seen",
    ).to.equal(true);

    const canary = spot.token;
    expect(
      runs.flatMap(({ stdout, stderr }) => [stdout, stderr]).filter((text) => text.includes(canary)),
    ).to.deep.equal([]);
    expect([...watched].filter((text) => text.includes(canary))).to.deep.equal([]);
    const files = await filesBelow(dir, ["secrets", "ministack"]);
    expect(
      files.some((file) => file.endsWith(".jsonl")),
      "a journal was written",
    ).to.equal(true);
    expect(
      files.some((file) => file.includes(`${path.sep}stacks${path.sep}`) || file.includes("history")),
      "state was written",
    ).to.equal(true);
    const holders = [];
    for (const file of files) if ((await readFile(file)).includes(canary)) holders.push(path.relative(dir, file));
    expect(holders).to.deep.equal([]);
  });
});

/** Reads the arguments of a process and all its children again and again while it runs. */
async function collectArguments(pid: number, into: Set<string>, goOn: () => boolean): Promise<void> {
  while (goOn()) for (const text of await readArguments(pid)) into.add(text);
}

async function filesBelow(folder: string, except: string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !except.includes(path.relative(folder, file).split(path.sep)[0] ?? ""));
}
