import * as path from "node:path";
import { expect } from "chai";
import { packageRoot } from "../../../examples/sandbox/source-folder";
import { runCommand } from "../../support/cross-account";

/** Runs a script in a process of its own, in which the modules wait, and answers the JSON it prints. */
async function answerOf(script: string): Promise<unknown> {
  const lateModules = path.join(packageRoot(), "dist/automation/engine/late-modules.js");
  const args = ["--require", lateModules, "--eval", script];
  const { stdout, stderr } = await runCommand(process.execPath, args, { cwd: packageRoot() });
  return stdout === "" ? expect.fail(stderr) : JSON.parse(stdout);
}

const print = (expression: string) => `console.log(JSON.stringify(${expression}))`;

describe("Modules that the SDK needs for functions as text alone", function () {
  this.timeout(60_000);

  it("are not loaded with the SDK, and are when a function is made text", async () => {
    const answer = await answerOf(`
      const { runtime } = require("@pulumi/pulumi");
      const names = ["typescript", "@npmcli/arborist"];
      const modules = () => names.map((name) => require.cache[require.resolve(name)]);
      const [compiler, packages] = modules();
      const isWaiting = () => modules().map((module, index) => module === [compiler, packages][index]);
      const before = isWaiting();
      const isRest = Object.keys(require.cache).some((file) => file.includes("@npmcli/metavuln-calculator"));
      const greeting = "hello";
      runtime.serializeFunction(() => greeting).then(({ text }) => ${print("{ before, isRest, after: isWaiting()[0], text }")});`);
    expect(answer).to.deep.include({ before: [true, true], isRest: false, after: false });
    expect(answer).to.have.property("text").that.includes("hello");
  });

  it("are what they are however they are imported", async () => {
    const answer = await answerOf(`
      const ts = require("typescript");
      const { Arborist } = require("@npmcli/arborist");
      const constructed = new (require("@npmcli/arborist"))({ path: "." });
      Promise.all([import("typescript"), import("@npmcli/arborist")]).then(([compiler, { default: Tree }]) =>
        ${print(`[ts.version === compiler.version, "version" in ts, Object.keys(ts).includes("version"),
          constructed instanceof Arborist, new Tree({ path: "." }) instanceof Arborist]`)});`);
    expect(answer).to.deep.equal([true, true, true, true, true]);
  });
});
