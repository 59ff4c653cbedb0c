import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { FileBackend, type StackState } from "../../../automation/engine/file-backend";
import { makeReadable, repairStack } from "../../../automation/engine/repair-stack";

const account = "111111111111";
const role = "urn:pulumi:111111111111::acme::aws:iam/role:Role::access-role";

describe("Repairing a stack", () => {
  let backend: FileBackend;

  const lock = async (name: string, content: string) => {
    const folder = backend.lockFolder("acme", account);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, name), content);
  };
  const lockOf = (pid: number, host: string) => JSON.stringify({ pid, hostname: host, username: "jo", timestamp: "" });
  const locks = () => readdir(backend.lockFolder("acme", account));
  const repair = async (lockWaitMs = 1) => {
    const steps: string[] = [];
    await repairStack(backend, "acme", account, { lockWaitMs, onStep: (step) => steps.push(step) });
    return steps;
  };
  const deadPid = () => spawnSync("true").pid;

  const writePending = (types: string[]) => {
    const state: StackState = {
      version: 3,
      checkpoint: {
        stack: `organization/acme/${account}`,
        latest: {
          pending_operations: types.map((type) => ({ type, resource: { urn: role, type: "aws:iam/role:Role" } })),
        },
      },
    };
    return writeFile(backend.stateFile("acme", account), JSON.stringify(state));
  };
  const pending = async () => {
    const state = await backend.readState("acme", account);
    return state?.checkpoint.latest?.pending_operations?.map(({ type }) => type);
  };

  beforeEach(async () => {
    backend = FileBackend.in(await mkdtemp(path.join(tmpdir(), "repair-test-")));
    await backend.seed("acme", account);
  });

  afterEach(() => rm(backend.folder, { recursive: true, force: true }));

  it("removes the lock of a process of this machine that no longer runs", async () => {
    const pid = deadPid();
    await lock("a.json", lockOf(pid, hostname()));
    await lock("a.json.attrs", "{}");

    expect(await repair()).to.deep.equal([`removed a lock left by process ${pid}, which no longer runs`]);
    expect(await locks()).to.deep.equal([]);
  });

  it("leaves locks of running processes, of other machines and of unknown form", async () => {
    await lock("running.json", lockOf(process.pid, hostname()));
    await lock("elsewhere.json", lockOf(deadPid(), "another-machine"));
    await lock("odd.json", "{");

    expect(await repair()).to.deep.equal([`waiting for process ${process.pid}, which holds the stack's lock`]);
    expect(await locks()).to.have.members(["running.json", "elsewhere.json", "odd.json"]);
  });

  it("removes an empty lock a full disk left behind, but not one that may be in the middle of being written", async () => {
    await lock("old.json.1f.tmp", "");
    await lock("new.json.2f.tmp", "");
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(path.join(backend.lockFolder("acme", account), "old.json.1f.tmp"), anHourAgo, anHourAgo);

    expect(await repair()).to.deep.equal([
      "removed a lock that was never written",
      "waiting to see whether an empty lock is going to be written",
    ]);
    expect(await locks()).to.deep.equal(["new.json.2f.tmp"]);
  });

  it("strikes interrupted creates, which are done again, and keeps every other pending operation", async () => {
    await writePending(["creating", "deleting", "creating"]);

    expect(await repair()).to.deep.equal([
      "creating Role access-role was interrupted and is done again",
      "creating Role access-role was interrupted and is done again",
    ]);
    expect(await pending()).to.deep.equal(["deleting"]);
  });

  it("records what an interrupted create made, where it cannot be made again, and wants it read", async () => {
    await writePending(["creating"]);
    const finder = { types: new Set(["aws:iam/role:Role"]), find: async () => "AccessRole" };

    expect(await repairStack(backend, "acme", account, { finder, onStep: () => undefined })).to.equal(true);

    expect(await pending()).to.deep.equal([]);
    const state = await backend.readState("acme", account);
    expect(state?.checkpoint.latest?.resources).to.deep.equal([
      { urn: role, type: "aws:iam/role:Role", id: "AccessRole", outputs: {} },
    ]);
    expect(await repairStack(backend, "acme", account, { finder, onStep: () => undefined })).to.equal(false);
  });

  it("asks for nothing else than the types that are looked for, and strikes what is not there", async () => {
    await writePending(["creating"]);
    const asked: string[] = [];
    const find = async ({ type }: { type: string }) => {
      asked.push(type);
      return undefined;
    };
    await repairStack(backend, "acme", account, {
      finder: { types: new Set(["other"]), find },
      onStep: () => undefined,
    });
    expect(asked).to.deep.equal([]);
    await writePending(["creating"]);
    const finder = { types: new Set(["aws:iam/role:Role"]), find };
    expect(await repairStack(backend, "acme", account, { finder, onStep: () => undefined })).to.equal(false);
    expect(asked).to.deep.equal(["aws:iam/role:Role"]);
    expect(await pending()).to.deep.equal([]);
  });

  it("keeps what is pending when it cannot be looked for", async () => {
    await writePending(["creating"]);
    const find = () => Promise.reject(new Error("no connection"));
    const finder = { types: new Set(["aws:iam/role:Role"]), find };
    const error = await repairStack(backend, "acme", account, { finder, onStep: () => undefined }).catch(
      (reason) => reason,
    );
    expect(error.message).to.equal("no connection");
    expect(await pending()).to.deep.equal(["creating"]);
  });

  it("does not touch the state while somebody holds the stack", async () => {
    await writePending(["creating"]);
    await lock("running.json", lockOf(process.pid, hostname()));

    await repair();
    expect(await pending()).to.deep.equal(["creating"]);
  });

  it("lets a stack be read without waiting for who holds it, unless what keeps it from being read has to be cleared away", async () => {
    const steps: string[] = [];
    const read = () =>
      makeReadable(backend, "acme", account, { lockWaitMs: 10_000, onStep: (step) => steps.push(step) });
    await lock("running.json", lockOf(process.pid, hostname()));
    await read();
    expect(steps).to.deep.equal([]);

    const notes = `${backend.stateFile("acme", account)}.attrs`;
    await writeFile(notes, "");
    const ending = spawn("sleep", ["0.4"]);
    await lock("running.json", lockOf(ending.pid ?? 0, hostname()));
    await read();
    expect(steps).to.deep.equal([
      `waiting for process ${ending.pid}, which holds the stack's lock`,
      `removed a lock left by process ${ending.pid}, which no longer runs`,
      "removed the notes of a state that were never written",
    ]);
    await lock("elsewhere.json", lockOf(1, "elsewhere"));
    await writeFile(notes, "");
    await read();
    expect(await backend.hasUnwrittenNotes("acme", account)).to.equal(true);
  });

  it("waits for a process of this machine that is about to end, and then repairs what it left", async () => {
    const ending = spawn("sleep", ["0.4"]);
    await writePending(["creating"]);
    await lock("ending.json", lockOf(ending.pid ?? 0, hostname()));

    expect(await repair(10_000)).to.deep.equal([
      `waiting for process ${ending.pid}, which holds the stack's lock`,
      `removed a lock left by process ${ending.pid}, which no longer runs`,
      "creating Role access-role was interrupted and is done again",
    ]);
    expect(await locks()).to.deep.equal([]);
  });
});
