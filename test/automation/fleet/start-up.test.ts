import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { packageRoot } from "../../../examples/sandbox/source-folder";

describe("The start of a fleet", function () {
  this.timeout(60_000);

  it("loads no Pulumi SDK and no gRPC, which take longer than a plan of a thousand accounts", async () => {
    const fleet = path.join(packageRoot(), "dist/automation/fleet/fleet.js");
    const script = `require(${JSON.stringify(fleet)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { maxBuffer: 10_000_000 });
    const loaded = JSON.parse(stdout) as string[];
    expect(loaded).to.include(fleet);
    expect(loaded.filter((file) => /node_modules\/@(pulumi|grpc)\//.test(file))).to.deep.equal([]);
  });
});
