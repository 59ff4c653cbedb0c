import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { expect } from "chai";
import { packageRoot } from "../../../examples/sandbox/source-folder";

// Goes on writing for a while, as a rollout does, and ends in a way of its own.
const program = `
  const { processTerminal } = require(process.argv[1]);
  const terminal = processTerminal();
  let lines = 0;
  const timer = setInterval(() => {
    terminal.print("a result");
    terminal.remark("a remark");
    lines += 1;
    if (lines < 10) return;
    clearInterval(timer);
    process.exitCode = 7;
  }, 5);
`;

describe("processTerminal", function () {
  this.timeout(60_000);

  it("lets the work go on when nobody reads any more", async () => {
    const module = path.join(packageRoot(), "dist/automation/cli/terminal.js");
    const child = spawn(process.execPath, ["-e", program, module], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await once(child, "exit")).to.deep.equal([7, null]);
  });
});
