import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import pRetry from "p-retry";
import { failureOf } from "../../../automation/engine/errors";
import { createStackEngine, type StackEngine, type StackEngineOptions } from "../../../automation/engine/stack-engine";
import { InputError } from "../../../automation/errors";
import type { TargetOperation } from "../../../automation/model";
import { runTargets } from "../../../automation/run/run-targets";
import { withWorkers } from "../../../automation/workers/with-workers";
import { accountSettingsSchema } from "../../../components/account-settings";
import { readProcessTree } from "../../support/process-tree";

const well = "111111111111";
const weak = "222222222222";
const leaving = "333333333333";

describe("Workers", function () {
  this.timeout(240_000);
  let folder: string;
  let options: StackEngineOptions;

  const logOf = (id: string) => path.join(folder, `${id}.log`);
  const operation = (id: string, does: string): TargetOperation => ({
    fleet: "acme",
    action: "up",
    target: {
      account: { id, name: `account ${id}`, ouPath: "/", state: "ACTIVE", management: false },
      settings: accountSettingsSchema.parse({ accountId: id, grants: {}, tags: { does, log: logOf(id) } }),
    },
  });
  const inWorkers = <Result>(workers: number, work: (engine: StackEngine) => Promise<Result>) =>
    withWorkers(createStackEngine(options), { ...options, workers, isForeign: false }, work);
  const started = async () => (await readProcessTree(process.pid)).slice(1).map(({ commandLine }) => commandLine);
  const pids = async (id: string) => (await readFile(logOf(id), "utf8")).trim().split("\n");

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "workers-test-"));
    options = {
      fleet: "acme",
      backend: `file://${folder}/state`,
      workDir: path.join(folder, "work"),
      env: { PULUMI_CONFIG_PASSPHRASE: "canary-passphrase", PULUMI_HOME: path.join(folder, "home") },
      program: { module: path.join(__dirname, "deadly-program.js") },
    };
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("fail only the account whose program ends its process, and give it a second try", async () => {
    const operations = [operation(well, "its work"), operation(weak, "die once"), operation(leaving, "exit")];
    const summary = await inWorkers(2, (engine) =>
      runTargets({
        ...{ runId: "run-1", fleet: "acme", action: "up", operations },
        deploy: (one, context) => engine.run(one, context),
      }),
    );

    const [first, second, third] = summary.targets;
    expect(first).to.include({ state: "done", attempts: 1 });
    expect(first?.outcome?.grants[0]).to.include({ roleArn: `arn:aws:iam::${well}:role/spot` });
    expect(second).to.include({ state: "done", attempts: 2 });
    expect(third).to.include({ state: "failed", attempts: 2 });
    expect(third?.failure).to.deep.equal({
      kind: "crash",
      message: "The worker process of this account ended with exit code 3; it printed last: the license has run out.",
      instruction: "No other account was touched by it. If it happens again, look at what the account's program does.",
    });
    expect(await pids(well)).not.to.include(String(process.pid));
    expect(await started()).to.deep.equal([]);
  });

  it("end what is in flight when they are told to stop, and leave no process behind", async () => {
    const stop = new AbortController();
    const failure = await inWorkers(1, async (engine) => {
      const running = engine.run(operation(well, "wait"), { signal: stop.signal }).catch(failureOf);
      await pRetry(() => pids(well), { retries: 600, minTimeout: 50, factor: 1 });
      stop.abort();
      return running;
    });

    expect(failure).to.include({ kind: "cancelled" });
    expect(await started()).to.deep.equal([]);
  });

  it("refuse what cannot be handed to another process, before anything is done", async () => {
    const refusal = async (changed: Partial<StackEngineOptions>, isForeign = false): Promise<unknown> =>
      withWorkers(createStackEngine(options), { ...options, ...changed, workers: 1, isForeign }, async () =>
        expect.fail("work was begun"),
      ).catch((error: unknown) => (error instanceof InputError ? error.problems : error));

    expect(await refusal({ program: () => async () => {} })).to.deep.equal([
      {
        path: "workers",
        message:
          "a program that is a function cannot be handed to another process: keep it in a module, and name that as program: { module: PATH }",
      },
    ]);
    expect(await refusal({}, true))
      .to.have.nested.property("[0].message")
      .that.matches(/an engine of one's own/);
    const missing = path.join(folder, "missing.js");
    expect(await refusal({ program: { module: missing } }))
      .to.have.nested.property("[0].message")
      .that.includes(`${missing} cannot be loaded`);
    expect(await refusal({ program: { module: path.join(__dirname, "deadly-program.js"), name: "other" } }))
      .to.have.nested.property("[0].message")
      .that.matches(/exports no function called other$/);
  });
});
