import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import pRetry from "p-retry";
import { connection, emulatorRoot } from "../../../../examples/sandbox/aws/connection";
import { installMinistack } from "../../../../examples/sandbox/aws/install-ministack";
import { type Ministack, startMinistack } from "../../../../examples/sandbox/aws/ministack";

describe("the AWS emulator", () => {
  let dir: string;
  let python: string;
  let running: Ministack | undefined;

  before(async function () {
    this.timeout(180_000);
    python = await installMinistack();
  });

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "ministack-"));
  });

  afterEach(async () => {
    await running?.close();
    running = undefined;
    await rm(dir, { recursive: true, force: true });
  });

  it("answers on loopback as soon as it is started, and no more once it is closed", async () => {
    running = await startMinistack({ python, dir });
    expect(new URL(running.endpoint).hostname).to.equal("127.0.0.1");
    const sts = new STSClient(connection(running.endpoint, emulatorRoot("123456789012")));
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).to.equal("123456789012");
    await running.close();
    expect(await answers(running.endpoint)).to.equal(false);
    await running.close();
  });

  it("refuses keys nobody made", async () => {
    running = await startMinistack({ python, dir });
    const keys = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "made-up" };
    const error = await new STSClient(connection(running.endpoint, keys))
      .send(new GetCallerIdentityCommand({}))
      .catch((caught: Error) => caught);
    expect(error).to.have.property("name", "InvalidClientTokenId");
  });

  it("keeps all it writes in a folder of its own, readable for the user only", async () => {
    running = await startMinistack({ python, dir });
    await running.close();
    expect(await readdir(dir)).to.deep.equal(["ministack"]);
    expect((await stat(path.join(dir, "ministack"))).mode & 0o777).to.equal(0o700);
    expect(await readFile(path.join(dir, "ministack", "ministack.log"), "utf8")).to.contain("Ready");
  });

  it("ends when the process that started it is killed", async () => {
    const { endpoint, kill } = await startInAnotherProcess(python, dir);
    expect(await answers(endpoint)).to.equal(true);
    kill();
    await pRetry(async () => expect(await answers(endpoint)).to.equal(false), {
      retries: 50,
      minTimeout: 20,
      factor: 1.2,
      maxTimeout: 200,
    });
  });

  it("tells the end of its log when it does not come up", async () => {
    const error = await startMinistack({ python: "/bin/false", dir }).catch((caught: Error) => caught);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property("message")
      .that.matches(/did not start: it ended with exit code 1/);
  });
});

async function startInAnotherProcess(python: string, dir: string): Promise<{ endpoint: string; kill: () => void }> {
  const module = path.resolve(__dirname, "../../../../examples/sandbox/aws/ministack");
  const script = `require(${JSON.stringify(module)}).startMinistack(${JSON.stringify({ python, dir })}).then((it) => console.log(it.endpoint))`;
  const loader = __filename.endsWith(".ts") ? ["-r", "tsx/cjs"] : [];
  const child = spawn(process.execPath, [...loader, "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { endpoint: line, kill: () => child.kill("SIGKILL") };
}

function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`).then(
    (response) => response.ok,
    () => false,
  );
}
