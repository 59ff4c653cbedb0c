import { expect } from "chai";
import { crossAccount } from "../../support/cross-account";

describe("the cross-account executable", () => {
  it("prints help and exits 0, and nothing of the SDK's notices", async () => {
    const { exitCode, stdout, stderr } = await crossAccount(["--help"]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^Usage: cross-account/);
    expect(stderr).to.equal("");
  });

  it("prints the version of the package", async () => {
    const { exitCode, stdout } = await crossAccount(["--version"]);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it("exits 1 for a fleet file that is not there, with nothing but JSON on standard output", async () => {
    const { exitCode, stdout, stderr } = await crossAccount(["status", "/nowhere/fleet.yaml", "--json"]);
    expect(exitCode).to.equal(1);
    expect(JSON.parse(stdout)).to.include({ report: "error", kind: "input" });
    expect(stderr).to.match(/does not exist/);
  });
});
