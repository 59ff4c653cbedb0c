import { spawnSync } from "node:child_process";
import { expect } from "chai";

/** Runs a few lines in a process of their own, after one program was given up there. */
function runAfterAbandoning(lines: string) {
  const module = require.resolve("../../../automation/engine/abandoned-programs");
  const script = `
    globalThis.asyncLocalStorage = new (require("node:async_hooks").AsyncLocalStorage)();
    const program = {};
    require(${JSON.stringify(module)}).abandon(program);
    const inProgram = (work) => globalThis.asyncLocalStorage.run(program, work);
    ${lines}
    setTimeout(() => console.log("still here"), 50);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  return { status, stdout: stdout.trim(), stderr };
}

describe("A program that goes on after its engine has ended", () => {
  it("ends the process neither by what it rejects nor by what it throws", () => {
    const { status, stdout } = runAfterAbandoning(`inProgram(() => {
      void Promise.reject(new Error("nobody waits for it"));
      setTimeout(() => { throw new Error("nobody catches it"); }, 1);
    });`);
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "still here" });
  });

  it("leaves the process to end by what is thrown elsewhere", () => {
    for (const fault of ["throw new Error('ours')", "void Promise.reject(new Error('ours'))"]) {
      const { status, stdout, stderr } = runAfterAbandoning(`setTimeout(() => { ${fault}; }, 1);`);
      expect(status).to.not.equal(0);
      expect(stdout).to.equal("");
      expect(stderr).to.include("Error: ours");
    }
  });

  it("leaves what is thrown elsewhere to who listens", () => {
    const { status, stdout } = runAfterAbandoning(`
      process.on("uncaughtException", (error) => console.log("heard", error.message));
      setTimeout(() => { throw new Error("ours"); }, 1);`);
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "heard ours\nstill here" });
  });
});
