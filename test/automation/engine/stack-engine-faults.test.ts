import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import pRetry from "p-retry";
import { failureOf } from "../../../automation/engine/errors";
import type { Failure } from "../../../automation/model";
import { readSession } from "../../support/process-tree";
import { createSampleFleet, type SampleFleet, SlowResource } from "./sample-fleet";
import { withoutListeners } from "./without-listeners";

const account = "111111111111";

describe("The engine when things go wrong", function () {
  this.timeout(180_000);
  let fleet: SampleFleet;
  let log: string;

  const creates = async () => (await readFile(log, "utf8").catch(() => "")).split("\n").filter(Boolean).length;
  const creating = (count: number) =>
    pRetry(
      async () => {
        if ((await creates()) < count) throw new Error(`fewer than ${count} creates have begun`);
      },
      { retries: 600, minTimeout: 50, factor: 1 },
    );
  const slowly = (delayMs: number) => async () => {
    new SlowResource("slow", { greeting: "x", log, delayMs });
  };
  const lockFolder = () => path.join(fleet.folder, "state/.pulumi/locks/organization/acme", account);
  const locks = async () => (await readdir(lockFolder())).filter((name) => name.endsWith(".json"));
  const killCli = async () => {
    const [lock = ""] = await locks();
    const { pid } = JSON.parse(await readFile(path.join(lockFolder(), lock), "utf8")) as { pid: number };
    process.kill(-pid, "SIGKILL");
  };
  const failed = (running: Promise<unknown>): Promise<Failure> =>
    running.then(() => ({ kind: "none", message: "it did not fail" }), failureOf);

  beforeEach(async () => {
    fleet = await createSampleFleet();
    log = path.join(fleet.folder, "creates");
  });

  afterEach(() => fleet.dispose());

  it("ends in order when cancelled: what is in flight is finished and recorded, nothing stays locked", async () => {
    fleet.setProgram(account, slowly(1500));
    const cancel = new AbortController();
    const running = failed(fleet.engine.run(fleet.operation(account), { signal: cancel.signal }));
    await creating(1);
    cancel.abort();

    expect((await running).kind).to.equal("cancelled");
    expect(await readdir(lockFolder())).to.deep.equal([]);
    const again = await fleet.engine.run(fleet.operation(account));
    expect(again.changes).to.include({ create: 0, same: 2 });
    expect(await creates()).to.equal(1);
  });

  it("starts nothing when the signal had fired before", async () => {
    const failure = await failed(fleet.engine.run(fleet.operation(account), { signal: AbortSignal.abort() }));

    expect(failure.kind).to.equal("cancelled");
    expect(await fleet.takeCommandLines()).to.deep.equal([]);
  });

  it("stops an operation that takes too long, and the next one cleans up and finishes", async () => {
    fleet.setProgram(account, slowly(600_000));
    const hasty = fleet.engineWith({ timeoutMs: 8000, graceMs: 100 });
    const failure = await failed(hasty.run(fleet.operation(account)));

    expect(failure).to.include({ kind: "timeout", message: "It did not end within 8 s and was stopped." });
    expect(await readSession(await fleet.lastPid())).to.deep.equal([]);
    expect(await locks()).to.have.length(1);
    fleet.setProgram(account, slowly(0));
    const steps: string[] = [];
    const outcome = await fleet.engine.run(fleet.operation(account), {
      onProgress: ({ message }) => steps.push(message),
    });
    expect(outcome.changes.create).to.be.greaterThan(0);
    expect(steps.join("\n")).to.match(/removed a lock left by process \d+/);
    expect(steps).to.include("creating Resource slow was interrupted and is done again");
    expect((await fleet.engine.run(fleet.operation(account))).changes).to.include({ create: 0, same: 2 });
  });

  it("says that the CLI was killed, and repairs what that left behind", async () => {
    fleet.setProgram(account, slowly(3000));
    const running = failed(fleet.engine.run(fleet.operation(account)));
    await creating(1);
    const cli = await fleet.lastPid();
    expect((await readSession(cli)).map(({ commandLine }) => commandLine).join("\n")).to.include(
      "pulumi-resource-pulumi-nodejs",
    );
    await killCli();

    expect((await running).message).to.equal("The Pulumi CLI was ended by SIGKILL.");
    expect(await readSession(cli)).to.deep.equal([]);
    expect((await fleet.engine.run(fleet.operation(account))).changes.create).to.be.greaterThan(0);
    expect(await readdir(lockFolder())).to.deep.equal([]);
    expect(await creates()).to.equal(2);
  });

  it("leaves a stack alone that somebody else holds, and says who", async () => {
    await fleet.engine.run(fleet.operation(account));
    await mkdir(lockFolder(), { recursive: true });
    const held = { pid: process.pid, hostname: hostname(), username: "jo", timestamp: "2026-01-31T09:45:00Z" };
    await writeFile(path.join(lockFolder(), "held.json"), JSON.stringify(held));
    const failure = await failed(fleet.engineWith({ lockWaitMs: 100 }).run(fleet.operation(account)));

    expect(failure.kind).to.equal("locked");
    expect(failure.message).to.include(`created by jo@${hostname()} (pid ${process.pid})`);
    expect(await readdir(lockFolder())).to.deep.equal(["held.json"]);
  });

  it("clears away the lock that a killed process left of a stack it had removed", async () => {
    await mkdir(lockFolder(), { recursive: true });
    const ended = spawnSync("true").pid;
    await writeFile(path.join(lockFolder(), "left.json"), JSON.stringify({ pid: ended, hostname: hostname() }));
    const { changes } = await fleet.engine.run(fleet.operation(account));

    expect(changes.create).to.be.greaterThan(0);
    expect(await readdir(lockFolder())).to.deep.equal([]);
  });

  it("goes on, and can be looked at, where a killed process had begun to note what a state file is like, and had not come to write it", async () => {
    await fleet.engine.run(fleet.operation(account));
    const notes = path.join(fleet.folder, "state/.pulumi/stacks/acme", `${account}.json.attrs`);
    expect(await readFile(notes, "utf8")).to.not.equal("");
    await writeFile(notes, "");
    const { changes } = await fleet.engine.run(fleet.operation(account));
    expect(changes).to.include({ create: 0 });

    await writeFile(notes, "");
    await mkdir(lockFolder(), { recursive: true });
    const held = path.join(lockFolder(), "held.json");
    await writeFile(held, JSON.stringify({ pid: 1, hostname: "elsewhere", username: "jo", timestamp: "" }));
    const failure = await failed(fleet.engine.preview(fleet.operation(account)));
    expect(failure.kind, failure.message).to.equal("state");
    expect(failure.instruction).to.match(/^A process of another machine holds the stack/);
    await writeFile(held, JSON.stringify({ pid: spawnSync("true").pid, hostname: hostname() }));
    const steps: string[] = [];
    const onProgress = ({ message }: { message: string }) => steps.push(message);
    expect((await fleet.engine.preview(fleet.operation(account), { onProgress })).changes).to.include({ create: 0 });
    expect(steps).to.include("removed the notes of a state that were never written");

    await writeFile(notes, "");
    expect(await fleet.engine.drift(fleet.operation(account))).to.deep.equal([]);
    await writeFile(notes, "");
    await fleet.engine.forget(account);
    expect(await fleet.engine.listStacks()).to.deep.equal([]);
  });

  it("names damaged state and where a good copy is", async () => {
    await fleet.engine.run(fleet.operation(account));
    await writeFile(path.join(fleet.folder, "state/.pulumi/stacks/acme", `${account}.json`), '{"version":3,"check');
    const failure = await failed(fleet.engine.run(fleet.operation(account)));

    expect(failure.kind).to.equal("state");
    expect(failure.message).to.include("failed to load checkpoint");
    expect(failure.instruction).to.include(".pulumi/backups");
  });

  it("runs eight stacks at once of which one crashes alone, by a rejection nobody handles and by a throw in a timer", async () => {
    const accounts = Array.from({ length: 8 }, (_unused, index) => String(100_000_000_000 + index));
    const [crashing = "", throwing = ""] = accounts;
    for (const accountId of accounts) {
      fleet.setProgram(accountId, async () => {
        const arrived = pulumi.output(new Promise<string>((resolve) => setTimeout(() => resolve(accountId), 300)));
        if (accountId === crashing) pulumi.output("x").apply(() => Promise.reject(new Error("nobody handles this")));
        if (accountId === throwing)
          setTimeout(() => {
            throw new Error("thrown in a timer");
          }, 50);
        return { grants: arrived.apply((roleArn) => [{ party: "spot", roleArn }]) };
      });
    }
    await withoutListeners(["uncaughtException", "unhandledRejection"], async () => {
      const outcomes = await Promise.allSettled(
        accounts.map((accountId) => fleet.engine.run(fleet.operation(accountId))),
      );
      const rejected = outcomes.flatMap((outcome, index) =>
        outcome.status === "rejected" ? [{ accountId: accounts[index], ...failureOf(outcome.reason) }] : [],
      );
      expect(rejected.map(({ accountId, kind, message }) => ({ accountId, kind, message }))).to.deep.equal([
        { accountId: crashing, kind: "crash", message: "The program crashed: nobody handles this" },
        { accountId: throwing, kind: "crash", message: "The program crashed: thrown in a timer" },
      ]);
      const roles = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value.grants : []));
      expect(roles.map(({ roleArn }) => roleArn)).to.deep.equal(accounts.slice(2));
    });
  });

  it("outlives a program that goes on after its CLI was killed, and what it logs holds up nobody", async () => {
    let goOn: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let ended = false;
    fleet.setProgram(account, async () => {
      new SlowResource("slow", { greeting: "x", log, delayMs: 600_000 });
      await gone;
      for (const name of ["more", "and-more"]) {
        void pulumi.log.warn("it is not known", new pulumi.ComponentResource("test:index:Nothing", name));
      }
      ended = true;
      throw new Error("nobody hears this");
    });
    await withoutListeners(["uncaughtException", "unhandledRejection"], async () => {
      const running = failed(fleet.engine.run(fleet.operation(account)));
      await creating(1);
      await killCli();
      expect((await running).message).to.equal("The Pulumi CLI was ended by SIGKILL.");
      goOn();
      // Its calls fail in turns of the event loop after this one.
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(ended).to.equal(true);
    });
    const next = "222222222222";
    fleet.setProgram(next, async () => void new SlowResource("next", { greeting: "hello" }));
    const { changes } = await fleet.engine.run(fleet.operation(next));
    expect(changes.create).to.equal(2);
  });

  it("ends a stack soon whose resources wait for what its own program failed to give, and leaves its neighbour alone", async () => {
    const neighbour = "222222222222";
    let neighbourMayEnd: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      neighbourMayEnd = resolve;
    });
    fleet.setProgram(account, async () => {
      const sound = new SlowResource("sound", { greeting: "hello" });
      const lost = sound.greeting.apply((): string => {
        throw new Error("no such team: payments");
      });
      const broken = new SlowResource("broken", { greeting: lost });
      new SlowResource("waiting", { greeting: broken.greeting });
    });
    fleet.setProgram(neighbour, async () => {
      await released;
      new SlowResource("patient", { greeting: "hello" });
    });
    await withoutListeners(["uncaughtException", "unhandledRejection"], async () => {
      const beside = fleet.engine.run(fleet.operation(neighbour));
      const failure = await failed(fleet.engine.run(fleet.operation(account)));
      neighbourMayEnd();

      expect(failure.kind).to.equal("crash");
      expect(failure.message).to.match(/^The program crashed: .*no such team: payments$/);
      expect(await readdir(lockFolder())).to.deep.equal([]);
      expect((await beside).changes).to.include({ create: 2 });
      expect(process.listeners("uncaughtException").filter((listener) => "program" in listener)).to.deep.equal([]);
    });
    fleet.setProgram(account, slowly(0));
    expect((await fleet.engine.run(fleet.operation(account))).changes).to.include({ delete: 1 });
  }).timeout(60_000);
});
