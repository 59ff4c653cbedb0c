import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { packageRoot } from "../../examples/sandbox/source-folder";
import { PlainStack } from "../support/account-stack";
import { runCommand } from "../support/cross-account";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

const program = `
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { ManagedRole, SpotOnboarding } from "pulumi-cross-account";
import { Fleet } from "pulumi-cross-account/automation";
import { SpotAccount } from "pulumi-cross-account/providers";

const config = new pulumi.Config("consumer");
const endpoint = config.require("awsEndpoint");
const accountId = config.require("accountId");
const provider = new Provider("account", {
  region: "us-east-1",
  endpoints: [{ iam: endpoint, sts: endpoint }],
  assumeRoles: config.requireObject<string[]>("enter").map((roleArn) => ({ roleArn })),
});
const onboarding = new SpotOnboarding(
  "spot",
  { accountId, token: { env: "SPOTINST_TOKEN" }, endpoint: config.require("spotEndpoint") },
  { providers: [provider] },
);

export const roleArn = onboarding.roleArn;
export const spotAccountId = onboarding.spotAccountId;
export const entries = [typeof ManagedRole, typeof Fleet, typeof SpotAccount];
`;

const tsconfig = {
  compilerOptions: { target: "ES2020", module: "nodenext", strict: true, skipLibCheck: true, types: [] },
  files: ["index.ts"],
};

describe("the packed package in an empty project", function () {
  this.timeout(300_000);
  const sandbox = useSandbox();
  let project: string;

  before(async () => {
    project = await mkdtemp(path.join(tmpdir(), "cross-account-consumer-"));
    const tarball = await pack(project);
    await writeFile(
      path.join(project, "package.json"),
      JSON.stringify({ name: "consumer", private: true, main: "index.js" }),
    );
    await writeFile(
      path.join(project, "Pulumi.yaml"),
      "name: consumer\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    await writeFile(path.join(project, "index.ts"), program);
    await writeFile(path.join(project, "tsconfig.types.json"), JSON.stringify(tsconfig));
    const packages = [tarball, "@pulumi/pulumi@3.246.0", "@pulumi/aws@7.48.0", "@pulumi/random@4.21.2"];
    const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
    const installed = await runCommand("npm", ["install", ...flags, ...packages], { cwd: project });
    expect(installed.exitCode, installed.stderr).to.equal(0);
  });

  after(() => rm(project, { recursive: true, force: true }));

  it("ships what is needed and nothing of tests, examples or sources", async () => {
    const shipped = await readdir(path.join(project, "node_modules/pulumi-cross-account"), { recursive: true });
    expect(shipped).to.include.members([
      "dist/components/index.d.ts",
      "dist/automation/cli/main.js",
      "README.md",
      "LICENSE",
    ]);
    const unwanted = shipped.filter((file) =>
      /^(test|examples)\/|^dist\/(test|examples)|\.tsbuildinfo$|go\.mod$/.test(file),
    );
    expect(unwanted).to.deep.equal([]);
  });

  it("compiles a strict TypeScript program against its types", async () => {
    const compiled = await runCommand(path.join(packageRoot(), "node_modules/.bin/tsc"), [
      "-p",
      path.join(project, "tsconfig.types.json"),
    ]);
    expect(compiled.exitCode, compiled.stdout).to.equal(0);
  });

  it("onboards an account and takes it away again, through the stock dynamic provider", async () => {
    const { aws, spot, organization } = sandbox();
    const accountId = organization.account("playground").id;
    // As on anybody's machine: nothing of what makes the tests' own processes start sooner.
    const env = { ...sandbox().env, NODE_OPTIONS: "" };
    const stack = await PlainStack.create({ ...sandbox(), env }, project, {
      "consumer:accountId": accountId,
      "consumer:awsEndpoint": aws.endpoint,
      "consumer:spotEndpoint": spot.endpoint,
      "consumer:enter": [aws.hubRoleArn, `arn:aws:iam::${accountId}:role/${aws.entryRoleName}`],
    });
    const up = await stack.operate("up");
    expect(up.exitCode, up.stdout + up.stderr).to.equal(0);
    const outputs = await stack.outputs<{ roleArn: string; spotAccountId: string; entries: string[] }>();
    expect(outputs.entries).to.deep.equal(["function", "function", "function"]);
    const linked = spot.accounts().find(({ id }) => id === outputs.spotAccountId);
    expect(linked?.link).to.include({ awsAccountId: accountId, roleArn: outputs.roleArn });
    const again = await stack.operate("up", "--expect-no-changes");
    expect(again.exitCode, again.stdout + again.stderr).to.equal(0);
    const destroyed = await stack.operate("destroy");
    expect(destroyed.exitCode, destroyed.stdout + destroyed.stderr).to.equal(0);
    expect(spot.accounts().map(({ id }) => id)).to.not.include(outputs.spotAccountId);
    expect(await new OutsideView(aws.endpoint, sandbox().env).roleNames(accountId)).to.deep.equal([aws.entryRoleName]);
  });

  it("brings the command with it", async () => {
    const { exitCode, stdout } = await runCommand(path.join(project, "node_modules/.bin/cross-account"), ["--help"]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.contain("offboard");
  });
});

async function pack(folder: string): Promise<string> {
  // The package is built already; building it again would race with the other suites that run from it.
  const packed = await runCommand("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: packageRoot(),
  });
  expect(packed.exitCode, packed.stderr).to.equal(0);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  return path.join(folder, filename);
}
