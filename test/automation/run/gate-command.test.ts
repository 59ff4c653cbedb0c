import { expect } from "chai";
import { runGateCommand } from "../../../automation/run/gate-command";

const node = (script: string) => [process.execPath, "-e", script];
const { signal } = new AbortController();

describe("The program of a gate", () => {
  it("opens it with exit code 0, whatever it prints", async () => {
    expect(await runGateCommand(node("console.error('all is well')"), { facts: {}, signal })).to.equal(undefined);
  });

  it("is ended when it takes too long, and says so", async () => {
    const shut = await runGateCommand(node("setInterval(() => {}, 1000)"), { facts: {}, timeoutMs: 200, signal });
    expect(shut).to.match(/did not end within 0\.2 s$/);
  });

  it("is told of with the last line it printed, no secret of the environment in it, and none of its arguments", async () => {
    const facts = { GATE_TOKEN: "s3cr3t-value" };
    const shut = await runGateCommand(node("console.log('one\\nfound ' + process.env.GATE_TOKEN);process.exit(1)"), {
      facts,
      signal,
    });
    expect(shut).to.equal(`${process.execPath} ended with exit code 1: found [hidden]`);
  });

  it("runs in the folder it is given", async () => {
    const script = "process.exit(process.cwd() === '/' ? 0 : 1)";
    expect(await runGateCommand(node(script), { facts: {}, folder: "/", signal })).to.equal(undefined);
  });
});
