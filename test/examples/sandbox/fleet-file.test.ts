import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { loadFleet } from "../../../automation/fleet/load-fleet";
import { writeFleetFile } from "../../../examples/sandbox/fleet-file";

describe("the sandbox's fleet file", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "fleet-file-"));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const write = (port: number) =>
    writeFleetFile({
      dir,
      managementAccountId: "111111111111",
      organizationalUnits: ["/Sandbox", "/Workloads"],
      awsEndpoint: `http://127.0.0.1:${port}`,
      spotEndpoint: `http://127.0.0.1:${port + 1}`,
    });

  it("is a fleet file without a problem", async () => {
    const { settings } = await loadFleet(await write(1000));
    expect(settings.proof).to.deep.equal({ as: { spot: { profile: "spot" } }, stranger: { profile: "stranger" } });
    expect(settings.state.backend).to.equal(`file://${path.join(dir, "state")}`);
  });

  it("onboards the units it is given, through the hub role, at the sandbox's own addresses", async () => {
    const fleet = parse(await readFile(await write(1000), "utf8"));
    expect(fleet.hub).to.deep.equal({
      accountId: "111111111111",
      region: "us-east-1",
      role: "cross-account-hub",
      endpoint: "http://127.0.0.1:1000",
    });
    expect(fleet.accounts).to.deep.equal({ include: [{ ou: "/Sandbox" }, { ou: "/Workloads" }] });
    expect(fleet.grants).to.deep.equal([
      { party: "spot", token: { env: "SPOTINST_TOKEN" }, renameToAlias: true, endpoint: "http://127.0.0.1:1001" },
    ]);
  });

  it("keeps what a person wrote into it, and follows the sandbox to its new addresses", async () => {
    const file = await write(1000);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("renameToAlias: true", "renameToAlias: false # we like our names"));
    const again = await readFile(await write(2000), "utf8");
    expect(again).to.contain("renameToAlias: false # we like our names");
    expect(again).to.contain("endpoint: http://127.0.0.1:2000");
    expect(again).to.contain("endpoint: http://127.0.0.1:2001");
    expect(again).to.not.contain(":1000").and.not.contain(":1001");
  });
});
