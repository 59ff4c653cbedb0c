import { getEventListeners } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import pRetry from "p-retry";
import {
  createPulumiRunner,
  PulumiProcessError,
  type PulumiProcessOptions,
} from "../../../automation/engine/pulumi-process";

describe("A process of the Pulumi CLI", function () {
  this.timeout(30_000);
  let folder: string;

  /** A runner whose CLI is a shell script. */
  const runnerOf = async (script: string, options: PulumiProcessOptions = {}) => {
    const command = path.join(folder, "pulumi");
    await writeFile(command, `#!/bin/sh\n${script}\n`);
    await chmod(command, 0o755);
    return createPulumiRunner({ command, version: "3.246.0" }, { env: { PATH: process.env.PATH }, ...options });
  };

  const lines = async (name: string) => (await readFile(path.join(folder, name), "utf8")).trim().split("\n");
  const appears = (name: string) =>
    pRetry(() => readFile(path.join(folder, name)), { retries: 100, minTimeout: 50, factor: 1 });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "process-test-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("gives back what it wrote and never lets the CLI ask questions", async () => {
    const runner = await runnerOf('echo "$@"; echo oops >&2');
    const told: string[] = [];
    const result = await runner.run(["up"], folder, {}, (text) => told.push(text));

    expect(result).to.deep.equal({ stdout: "up --non-interactive\n", stderr: "oops\n", code: 0 });
    expect(told).to.deep.equal(["up --non-interactive\n"]);
  });

  it("answers a question, or is ended when it does not in time", async () => {
    expect(await (await runnerOf('echo "$@"')).ask(["stack", "ls"], folder)).to.equal("stack ls --non-interactive\n");

    const hangs = await runnerOf("exec sleep 600", { answerMs: 200 });
    const error = await hangs.ask(["stack", "ls"], folder).catch((reason: Error) => reason);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property("message")
      .that.matches(/^pulumi stack ls .*did not answer within 0.2 s/);

    const refuses = await runnerOf("exit 6");
    expect(await refuses.ask(["stack", "ls"], folder).catch((reason: Error) => reason)).to.have.property("exitCode", 6);
  });

  it("runs with the caller's variables on top of its own, the CLI's folder first on PATH and no update check", async () => {
    const runner = await runnerOf('echo "$A $B $PULUMI_SKIP_UPDATE_CHECK $GOGC $PATH"', {
      env: { A: "1", B: "2", GOGC: "70", PATH: "/bin" },
    });
    const { stdout } = await runner.run(["up"], folder, { B: "3" });

    expect(stdout.trim()).to.equal(`1 3 true 70 ${folder}:/bin`);
  });

  it("fails with the real exit code and texts free of secrets", async () => {
    const runner = await runnerOf("echo the token is $SPOTINST_TOKEN >&2; exit 6", {
      env: { PATH: process.env.PATH, SPOTINST_TOKEN: "canary-1234" },
    });
    const error = await runner.run(["config", "set", "k", "canary-v"], folder, {}).catch((reason: Error) => reason);

    expect(error).to.be.instanceOf(PulumiProcessError);
    expect(error).to.deep.include({ exitCode: 6, signal: null, stderr: "the token is [hidden]\n" });
    expect(String((error as Error).stack)).not.to.include("canary");
  });

  it("gets exactly one SIGINT when aborted, and may end by itself", async () => {
    const runner = await runnerOf(
      "trap 'echo int >> ints' INT; touch ready; i=0; while [ $i -lt 20 ]; do sleep 0.1; [ -e ints ] && i=$((i+5)); done",
    );
    const cancel = new AbortController();
    const running = runner.run(["up"], folder, {}, undefined, undefined, cancel.signal);
    await appears("ready");
    cancel.abort();
    const { code } = await running;

    expect(code).to.equal(0);
    expect(await lines("ints")).to.deep.equal(["int"]);
    expect(getEventListeners(cancel.signal, "abort")).to.have.length(0);
  });

  it("is killed with all its children when it does not end within the grace period", async () => {
    const runner = await runnerOf(
      "trap '' INT; sh -c \"trap '' INT; echo \\$\\$ > child; sleep 600\" & wait; sleep 600",
      {
        graceMs: 100,
      },
    );
    const cancel = new AbortController();
    const running = runner
      .run(["up"], folder, {}, undefined, undefined, cancel.signal)
      .catch((reason: Error) => reason);
    await appears("child");
    cancel.abort();

    expect(await running).to.deep.include({ signal: "SIGKILL", exitCode: null });
    const [child] = await lines("child");
    await pRetry(
      async () => {
        const status = await readFile(`/proc/${child}/stat`, "utf8").catch(() => "gone) Z");
        if (!/\) [ZX]/.test(status)) throw new Error(`process ${child} still runs`);
      },
      { retries: 50, minTimeout: 50, factor: 1 },
    );
  });

  it("is not started when the signal had fired before", async () => {
    const runner = await runnerOf("touch started");
    const error = await runner
      .run(["up"], folder, {}, undefined, undefined, AbortSignal.abort())
      .catch((reason: Error) => reason);

    expect(error).to.have.property("name", "AbortError");
    expect(await readFile(path.join(folder, "started")).catch(() => "absent")).to.equal("absent");
  });

  it("fails with the system's reason when there is no such command", async () => {
    const runner = createPulumiRunner({ command: path.join(folder, "absent"), version: "3.246.0" });
    const error = await runner.run(["up"], folder, {}).catch((reason: Error) => reason);

    expect(error).to.have.property("code", "ENOENT");
  });
});
