import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { installMinistack } from "../../../examples/sandbox/aws/install-ministack";
import { type Sandbox, startSandbox } from "../../../examples/sandbox/sandbox";
import { callSpot, createSpotAccount } from "../../support/spot-calls";

describe("the sandbox", () => {
  let dir: string;
  let sandbox: Sandbox | undefined;

  before(async function () {
    this.timeout(180_000);
    await installMinistack();
  });
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "sandbox-"));
  });
  afterEach(async () => {
    await sandbox?.close();
    sandbox = undefined;
    await rm(dir, { recursive: true, force: true });
  });

  it("starts whole: accounts, Spot, profiles, passphrase, backend and a fleet file that fits", async () => {
    const progress: string[] = [];
    sandbox = await startSandbox({ dir, onProgress: (message) => progress.push(message) });
    expect(progress).to.include("making an organization with 7 member accounts");
    expect(sandbox.organization.accounts).to.have.length(7);
    const { env } = sandbox;
    expect((await callSpot(sandbox.spot, "GET", "/setup/account")).status).to.equal(200);
    expect(env.SPOTINST_TOKEN)
      .to.equal(sandbox.spot.token)
      .and.match(/^[a-zA-Z0-9]{32,}$/);
    expect(env.PULUMI_DEBUG_PROVIDERS)
      .to.match(/aws:\d+/)
      .and.match(/random:\d+/);
    expect(env.PULUMI_BACKEND_URL).to.equal(`file://${path.join(dir, "state")}`);
    expect((await stat(path.join(dir, "state"))).isDirectory()).to.equal(true);
    const passphrase = await readFile(env.PULUMI_CONFIG_PASSPHRASE_FILE ?? "", "utf8");
    expect(passphrase).to.match(/^[\w-]{32}$/);
    const fleet = parse(await readFile(sandbox.fleetFile, "utf8"));
    expect(fleet.hub.endpoint).to.equal(sandbox.aws.endpoint);
    const units: string[] = fleet.accounts.include.map(({ ou }: { ou: string }) => ou);
    for (const { ouPath } of sandbox.organization.accounts) {
      expect(units.some((unit) => ouPath.startsWith(unit))).to.equal(true);
    }
  });

  it("goes on where it was when it is started again in the same folder", async () => {
    sandbox = await startSandbox({
      dir,
      organization: { management: { accountId: "222222222222" }, accounts: [{ name: "one", ou: "/A" }] },
    });
    await sandbox.organization.createAccount({ name: "two", ou: "/A", alias: "two-alias" });
    const spotAccountId = await createSpotAccount(sandbox.spot, "aws-1");
    const before = { accounts: sandbox.organization.accounts, token: sandbox.spot.token };
    await sandbox.close();
    sandbox = await startSandbox({ dir });
    expect(sandbox.aws.managementAccountId).to.equal("222222222222");
    expect({ accounts: sandbox.organization.accounts, token: sandbox.spot.token }).to.deep.equal(before);
    expect(sandbox.spot.accounts().at(-1)).to.include({ id: spotAccountId });
  });

  it("keeps the vendor token and the keys to itself", async () => {
    sandbox = await startSandbox({ dir });
    for (const file of ["secrets/sandbox.json", "secrets/passphrase", "aws/credentials"]) {
      expect((await stat(path.join(dir, file))).mode & 0o777).to.equal(0o600);
    }
    const written = await Promise.all(
      ["fleet.yaml", "spot.json", "aws/config", "ministack/ministack.log"].map((file) =>
        readFile(path.join(dir, file), "utf8"),
      ),
    );
    for (const text of written) expect(text).to.not.contain(sandbox.spot.token);
  });

  it("answers no more once it is closed, and may be closed again", async () => {
    sandbox = await startSandbox({ dir });
    const { aws, spot, close } = sandbox;
    await close();
    await close();
    for (const endpoint of [aws.endpoint, spot.endpoint]) {
      expect(
        await fetch(endpoint).then(
          () => "answered",
          () => "gone",
        ),
      ).to.equal("gone");
    }
  });
});
