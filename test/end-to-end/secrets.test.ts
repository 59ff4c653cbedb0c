import { mkdir, readdir, readFile } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failureOf } from "../../automation/engine/errors";
import { createStackEngine } from "../../automation/engine/stack-engine";
import type { Target } from "../../automation/model";
import { accountProvider } from "../../automation/program/account-program";
import { SpaceliftIntegration, SpinnakerManagingAccount } from "../../components";
import { type AccountSettings, accountSettingsSchema } from "../../components/account-settings";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { hubRoleName } from "../../examples/sandbox/aws/identities";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { createTokenReader, startVendorGateway } from "../../providers";
import { readArguments } from "../support/child-arguments";
import type { CommandResult } from "../support/cross-account";
import { FleetCommand } from "../support/fleet-command";
import { useSandbox } from "../support/sandbox-suite";
import { refusal, type SpotDouble, startSpotDouble } from "../support/spot-double";

interface Fleet {
  grants: { token: object }[];
  overrides?: { match: object; set: object }[];
}

describe("No secret", function () {
  this.timeout(300_000);
  const sandbox = useSandbox({
    organization: {
      management: { accountId: "111111111111" },
      accounts: ["data-lake", "playground", "shop-dev"].map((name) => ({ name, ou: "/Workloads" })),
    },
  });
  const seenArguments = new Set<string>();
  let echo: SpotDouble;
  let fleet: FleetCommand;

  before(async () => {
    echo = await startSpotDouble();
    // A vendor that repeats what it was sent, in its own spelling.
    echo.interfere = ({ method, authorization = "" }) =>
      method === "GET"
        ? undefined
        : refusal(400, "NOT_ALLOWED", `may not: ${authorization} ${encodeURI(authorization)}`);
    fleet = new FleetCommand(sandbox());
    await keepTokenInAws();
  });
  after(() => echo.close());

  /** The token as an SSM parameter that the hub role may read. */
  async function keepTokenInAws(): Promise<void> {
    const { aws, spot } = sandbox();
    const asRoot = connection(aws.endpoint, emulatorRoot(aws.managementAccountId));
    await new SSMClient(asRoot).send(
      new PutParameterCommand({ Name: "/spot/token", Type: "SecureString", Value: spot.token }),
    );
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ssm:GetParameter", Resource: "*" }],
    });
    await new IAMClient(asRoot).send(
      new PutRolePolicyCommand({ RoleName: hubRoleName, PolicyName: "read-token", PolicyDocument }),
    );
  }

  /** Runs a verb with all the logs there are, and watches the arguments of every process it starts. */
  async function runWatched(args: string[], env: Record<string, string | undefined> = {}): Promise<CommandResult> {
    const { dir } = sandbox();
    const TMPDIR = path.join(dir, "temporary");
    await mkdir(TMPDIR, { recursive: true });
    let running = true;
    let watching: Promise<void> = Promise.resolve();
    const result = await fleet.runPlainly(args, {
      env: { TMPDIR, PULUMI_OPTION_VERBOSE: "9", ...env },
      onStart: (pid) => {
        watching = collectArguments(pid, seenArguments, () => running);
      },
    });
    running = false;
    await watching;
    return result;
  }

  it("is in state, journal, logs, reports, errors or arguments of processes, through a rollout that fails in part", async () => {
    const { dir, env, spot, organization } = sandbox();
    const passphrase = await readFile(env.PULUMI_CONFIG_PASSPHRASE_FILE ?? "", "utf8");
    // One account fails late, with the vendor's own words in its message: failures tell more than successes.
    const { id } = organization.account("shop-dev");
    spot.connect(id, "first");
    spot.connect(id, "second");
    spot.faults.add({ fault: { kind: "server-error" }, probability: 0.1 });
    const runs: CommandResult[] = [];

    const failing = 'echo "$SPOTINST_TOKEN"; echo "refused: $SPOTINST_TOKEN" >&2; exit 3';
    await fleet.edit<Fleet>(({ grants }) =>
      Object.assign(grants[0] ?? {}, { token: { command: ["sh", "-c", failing] } }),
    );
    runs.push(await runWatched(["plan"]));
    expect(runs[0]?.exitCode).to.equal(1);
    expect(runs[0]?.stderr).to.contain("the command sh failed with exit code 3: refused: [hidden]");

    await fleet.edit<Fleet>((file) => {
      Object.assign(file.grants[0] ?? {}, { token: { ssmParameter: "/spot/token" } });
      const { id: accountId } = organization.account("data-lake");
      file.overrides = [{ match: { accountId }, set: { spot: { endpoint: echo.endpoint } } }];
    });
    const onlyInAws = { SPOTINST_TOKEN: undefined };
    runs.push(await runWatched(["up", "--yes"], onlyInAws));
    runs.push(
      await runWatched(["up", "--yes", "--refresh", "--json", "--debug"], {
        ...onlyInAws,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
      }),
    );
    runs.push(await runWatched(["status"], onlyInAws));
    const wrong = await fleet.runPlainly(["up", "--yes"], { env: { PULUMI_CONFIG_PASSPHRASE: "another" } });
    expect(wrong.stderr, "a wrong passphrase is found before anything starts").to.contain(
      "state.secrets: the passphrase",
    );
    expect(wrong.exitCode).to.equal(1);
    runs.push(await runWatched(["offboard", "--yes", "--max-deletes", "10"], onlyInAws));
    expect(runs.map(({ exitCode }) => exitCode)).to.deep.equal(
      [1, 2, 2, 0, 0],
      runs.map(({ stderr }) => stderr).join("\n"),
    );
    expect(runs[1]?.stdout, "the vendor's echo was told").to.contain("may not: Bearer [secret]");
    expect(
      [...seenArguments].some((text) => text.includes("--stack")),
      "the arguments of the Pulumi CLI were seen",
    ).to.equal(true);

    const files = await filesBelow(dir, ["secrets", "ministack"]);
    for (const trace of [".jsonl", `${path.sep}stacks${path.sep}`, ".log"]) {
      expect(
        files.some((file) => file.includes(trace)),
        `there is a ${trace}`,
      ).to.equal(true);
    }
    for (const canary of [spot.token, passphrase]) {
      expect(
        runs.flatMap(({ stdout, stderr }) => [stdout, stderr]).filter((text) => text.includes(canary)),
      ).to.deep.equal([]);
      expect([...seenArguments].filter((text) => text.includes(canary))).to.deep.equal([]);
      const holders = [];
      for (const file of files) if ((await readFile(file)).includes(canary)) holders.push(path.relative(dir, file));
      expect(holders).to.deep.equal([]);
    }
  });

  it("of Spinnaker's user or of a Spacelift key is in state, progress, errors or arguments of processes", async () => {
    const { dir, env, spacelift } = sandbox();
    const state = path.join(dir, "state-of-keys");
    const target = targetOf(sandbox(), "playground");
    const vendorEnv = { ...env };
    const gateway = await startVendorGateway({ tokens: createTokenReader({ env: vendorEnv }) });
    let secretKey = "";
    const engine = createStackEngine({
      fleet: "keys",
      backend: `file://${state}`,
      env,
      program: () => async () => {
        const { secretAccessKey } = keepKeys(target.settings, spacelift.endpoint);
        return { secretAccessKey: secretAccessKey.apply((known = "") => (secretKey = known)) };
      },
    });
    const told: string[] = [];
    const options = { gatewayPort: gateway.port, onProgress: ({ message }: { message: string }) => told.push(message) };
    let running = true;
    const watching = collectArguments(process.pid, seenArguments, () => running);
    try {
      told.push(JSON.stringify(await engine.run({ fleet: "keys", action: "up", target }, options)));
      spacelift.revokeSessions();
      vendorEnv.SPACELIFT_API_KEY_SECRET = "canary-of-a-wrong-key";
      const failed = engine.run({ fleet: "keys", action: "offboard", target }, options);
      told.push(JSON.stringify(await failed.then(() => expect.fail("a wrong key was taken"), failureOf)));
    } finally {
      running = false;
      await Promise.all([watching, gateway.close()]);
    }
    expect(told.at(-1)).to.contain("Spacelift knows no API key");
    expect(secretKey, "the key of Spinnaker's user").to.match(/^.{16,}$/);
    const kept = await Promise.all((await filesBelow(state, [])).map((file) => readFile(file, "utf8")));
    expect(kept.join(), "the state holds the key, encrypted").to.contain("aws:iam/accessKey:AccessKey");
    for (const canary of [secretKey, spacelift.apiKey.secret, vendorEnv.SPACELIFT_API_KEY_SECRET]) {
      expect([...kept, ...told, ...seenArguments].filter((text) => text.includes(canary))).to.deep.equal([]);
    }
  });
});

/** A user of Spinnaker's with an access key, and an integration at Spacelift. */
function keepKeys(settings: AccountSettings, endpoint: string): SpinnakerManagingAccount {
  const { accountId } = settings;
  const opts = { providers: [accountProvider(settings)] };
  new SpaceliftIntegration("spacelift", { accountId, endpoint, stacks: [{ stackId: "network" }] }, opts);
  const managedRoleArns = [`arn:aws:iam::${accountId}:role/spinnakerManaged`];
  return new SpinnakerManagingAccount("spinnaker", { user: { accessKey: true }, managedRoleArns }, opts);
}

function targetOf({ aws, organization }: Sandbox, name: string): Target {
  const { id } = organization.account(name);
  const enter = [aws.hubRoleArn, `arn:aws:iam::${id}:role/${aws.entryRoleName}`];
  return {
    account: { id, name, ouPath: "/", state: "ACTIVE", management: false },
    settings: accountSettingsSchema.parse({ accountId: id, endpoint: aws.endpoint, enter, grants: {} }),
  };
}

/** Reads the arguments of a process and all its children again and again while it runs. */
async function collectArguments(pid: number, into: Set<string>, goOn: () => boolean): Promise<void> {
  while (goOn()) {
    for (const text of await readArguments(pid)) into.add(text);
    await setTimeout(50);
  }
}

async function filesBelow(folder: string, except: string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !except.includes(path.relative(folder, file).split(path.sep)[0] ?? ""));
}
