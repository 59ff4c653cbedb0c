import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { createHandler, resourceKinds, resourceType, shimText } from "../../providers";

const methods = ["check", "diff", "create", "read", "update", "delete"];

describe("the handlers of the vendor resources", () => {
  it("know every kind, and have every method the dynamic provider calls", () => {
    for (const kind of resourceKinds) {
      expect(createHandler(kind)).to.include.all.keys(methods);
    }
  });

  it("refuse a kind of another release by name", () => {
    expect(() => createHandler("SpotBucket")).to.throw(/no vendor resource SpotBucket, only SpotAccount, .*Install/);
  });
});

describe("the shim of a vendor resource", () => {
  it("is the same text in every release, as stacks carry it in their state", () => {
    expect(shimText("SpotAccount")).to.equal(
      'exports.handler = () => require("module").createRequire(process.cwd() + "/")("pulumi-cross-account/providers").createHandler("SpotAccount");',
    );
    expect(resourceType("SpotAccount")).to.equal("pulumi-nodejs:dynamic/cross-account:SpotAccount");
  });

  it("finds this package from within itself, and from nowhere else", async () => {
    const evaluate = `
      const module = { exports: {} };
      new Function("exports", "require", process.argv[1])(module.exports, require);
      console.log(Object.keys(module.exports.handler()).sort().join());`;
    const run = (cwd: string) =>
      promisify(execFile)(process.execPath, ["-e", evaluate, shimText("SpotAccountName")], { cwd });

    expect((await run(process.cwd())).stdout.trim().split(",")).to.deep.equal([...methods].sort());
    const elsewhere = await run("/").then(
      () => expect.fail("it was found"),
      (error) => error.stderr,
    );
    expect(elsewhere).to.contain("Cannot find module 'pulumi-cross-account/providers'");
  });
});
