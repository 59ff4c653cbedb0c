import { expect } from "chai";
import { approver } from "../../../automation/cli/approve";
import type { Session } from "../../../automation/cli/session";
import { CapturingTerminal } from "./capturing-terminal";

const { signal } = new AbortController();
const request = { fleet: "acme", runId: "run-1", after: "canary", next: "wave 1", waiting: 12, signal };

function sessionOn(facts: Partial<CapturingTerminal>): { session: Session; terminal: CapturingTerminal } {
  const terminal = Object.assign(new CapturingTerminal(), facts);
  const interrupt = { signal, stopNow: signal, orCancelled: <Result>(work: Promise<Result>) => work, release() {} };
  return { session: { terminal, interrupt, isRunning: true }, terminal };
}

describe("Approval between two waves", () => {
  it("is asked of the person at the terminal, with what is through and how much waits", async () => {
    for (const [answer, expected] of [
      [true, true],
      [false, false],
      [undefined, false],
    ] as const) {
      const { session, terminal } = sessionOn({ canAsk: true, answer });
      expect(await approver(session, { approve: false })?.(request)).to.equal(expected);
      expect(terminal.questions).to.deep.equal(["canary is through. Go on with wave 1? 12 accounts wait."]);
    }
  });

  it("is given beforehand with --approve, and asked of nobody then", async () => {
    const { session, terminal } = sessionOn({ canAsk: true, answer: false });
    expect(await approver(session, { approve: true })?.(request)).to.equal(true);
    expect(terminal.questions).to.deep.equal([]);
  });

  it("cannot be given where nobody can be asked", () => {
    expect(approver(sessionOn({ canAsk: false }).session, {})).to.equal(undefined);
  });
});
