import { expect } from "chai";
import { awaitAnswer } from "../../../automation/prove/await-answer";

const patience = { inMs: 2_000, outMs: 300 };

function answering(...answers: ("in" | "out")[]): {
  ask: () => Promise<{ actual: "in" | "out" }>;
  asked: () => number;
} {
  let asked = 0;
  const ask = async (): Promise<{ actual: "in" | "out" }> => {
    const actual = answers[Math.min(asked, answers.length - 1)] ?? "out";
    asked += 1;
    return { actual };
  };
  return { ask, asked: () => asked };
}

describe("awaitAnswer", () => {
  it("asks once when the answer is the expected one", async () => {
    const { ask, asked } = answering("in");
    expect(await awaitAnswer("in", ask, patience)).to.deep.equal({ actual: "in" });
    expect(asked()).to.equal(1);
  });

  it("asks again while IAM does not know yet", async () => {
    const { ask, asked } = answering("out", "out", "in");
    expect(await awaitAnswer("in", ask, patience)).to.deep.equal({ actual: "in" });
    expect(asked()).to.equal(3);
  });

  it("takes the other answer for the truth when patience ends", async () => {
    const { ask, asked } = answering("in");
    expect(await awaitAnswer("out", ask, patience)).to.deep.equal({ actual: "in" });
    expect(asked()).to.be.greaterThan(1);
  });

  it("does not take an error for an answer, and does not ask again", async () => {
    let asked = 0;
    const ask = async (): Promise<{ actual: "in" }> => {
      asked += 1;
      throw new Error("STS cannot be reached");
    };
    const error = await awaitAnswer("out", ask, patience).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error).with.property("message", "STS cannot be reached");
    expect(asked).to.equal(1);
  });

  it("stops waiting when it is cancelled", async () => {
    const { ask } = answering("out");
    const controller = new AbortController();
    const waiting = awaitAnswer("in", ask, { inMs: 60_000, outMs: 0 }, controller.signal).catch(
      (thrown: Error) => thrown,
    );
    controller.abort();
    expect(await waiting)
      .to.be.instanceOf(Error)
      .with.property("name", "AbortError");
  });
});
