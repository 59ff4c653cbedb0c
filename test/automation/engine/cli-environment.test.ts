import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { attachGateway, cliEnvironment } from "../../../automation/engine/cli-environment";
import { InputError } from "../../../automation/errors";

describe("The environment of the CLI", () => {
  const names = ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE", "PULUMI_BACKEND_URL"];
  const saved = names.map((name) => process.env[name]);

  beforeEach(() => {
    for (const name of names) delete process.env[name];
  });

  afterEach(() => {
    names.forEach((name, index) => {
      const value = saved[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    });
  });

  it("adds the gateway to the providers that are attached already, in place of an older one", () => {
    expect(attachGateway(undefined, 5000)).to.equal("pulumi-nodejs:5000");
    expect(attachGateway("aws:1,random:2", 5000)).to.equal("aws:1,random:2,pulumi-nodejs:5000");
    expect(attachGateway("pulumi-nodejs:4000,aws:1", 5000)).to.equal("aws:1,pulumi-nodejs:5000");
  });

  it("names the backend and lets the caller's variables win over those of the process", () => {
    process.env.PULUMI_BACKEND_URL = "file:///elsewhere";
    const env = cliEnvironment("file:///state", "passphrase", { PULUMI_CONFIG_PASSPHRASE: "", EXTRA: "1" });
    expect(env).to.include({ PULUMI_BACKEND_URL: "file:///state", PULUMI_CONFIG_PASSPHRASE: "", EXTRA: "1" });
  });

  it("names the file of the passphrase that cannot be read, and lets every operation find one that can", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "passphrase-"));
    const file = path.join(folder, "passphrase");
    const env = { PULUMI_CONFIG_PASSPHRASE_FILE: path.relative(process.cwd(), file) };
    expect(() => cliEnvironment("file:///state", "passphrase", env)).to.throw(
      InputError,
      /cannot be read \(ENOENT\): /,
    );

    await writeFile(file, "secret\n");
    const { PULUMI_CONFIG_PASSPHRASE_FILE } = cliEnvironment("file:///state", "passphrase", env);
    await rm(folder, { recursive: true });
    expect(PULUMI_CONFIG_PASSPHRASE_FILE).to.equal(file);
  });

  it("refuses to keep secrets by a passphrase nobody gave, and needs none with a key", () => {
    expect(() => cliEnvironment("file:///state", "passphrase", {})).to.throw(
      InputError,
      "PULUMI_CONFIG_PASSPHRASE_FILE",
    );
    expect(cliEnvironment("file:///state", "awskms://alias/x", {})).to.include({ PULUMI_BACKEND_URL: "file:///state" });
  });
});
