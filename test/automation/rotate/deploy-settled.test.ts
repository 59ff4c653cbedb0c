import { expect } from "chai";
import { OperationError } from "../../../automation/engine/errors";
import type { RoleProof, TargetOutcome } from "../../../automation/model";
import { deploySettled } from "../../../automation/rotate/deploy-settled";
import { changes, proof } from "../report/sample-run";

const accountId = "222222222222";
const roleArn = `arn:aws:iam::${accountId}:role/SpotRole`;

function outcome(externalIds: string[]): TargetOutcome {
  const grants = [
    { party: "spot", roleArn, externalIds, principals: [], externalIdOrigin: { source: "vendor", rotation: 1 } },
  ];
  return { accountId, grants, changes: changes({ update: externalIds.length }), durationMs: 10 };
}

function play(outcomes: TargetOutcome[], proofs: RoleProof[] = [proof(accountId)]) {
  const steps: string[] = [];
  const settling = deploySettled({
    up: async () => {
      steps.push("up");
      return outcomes.shift() ?? expect.fail("one up too many");
    },
    prove: async ({ grants }) => {
      steps.push(`prove ${grants[0]?.externalIds[0]}`);
      return proofs;
    },
  });
  return { steps, settling };
}

async function failureOf(settling: Promise<unknown>): Promise<OperationError> {
  const error = await settling.catch((reason: unknown) => reason);
  expect(error).to.be.instanceOf(OperationError);
  return error as OperationError;
}

describe("deploySettled", () => {
  it("is one up where no external id is being replaced", async () => {
    const { steps, settling } = play([outcome(["new"])]);
    expect((await settling).outcome).to.deep.equal(outcome(["new"]));
    expect(steps).to.deep.equal(["up"]);
  });

  it("proves the new external id before a second up drops the one before, and tells what was dropped", async () => {
    const { steps, settling } = play([outcome(["new", "old"]), outcome(["new"])]);
    const settled = await settling;
    expect(steps).to.deep.equal(["up", "prove new", "up"]);
    expect(settled.outcome).to.deep.include({ changes: changes({ update: 3 }), durationMs: 20 });
    expect([...settled.dropped]).to.deep.equal([[roleArn, ["old"]]]);
  });

  it("drops nothing when the new one does not open the role for the right party alone", async () => {
    const { steps, settling } = play([outcome(["new", "old"])], [proof(accountId, true)]);
    const error = await failureOf(settling);
    expect(steps).to.deep.equal(["up", "prove new"]);
    expect(error.message).to.contain("wrong-external-id");
    expect(error.failure.instruction).to.contain(`rotate --only ${accountId}`);
  });

  it("fails when the vendor does not use the new one for sure, with both accepted", async () => {
    const { settling } = play([outcome(["new", "old"]), outcome(["new", "old"])]);
    const error = await failureOf(settling);
    expect(error.failure.kind).to.equal("vendor");
    expect(error.message).to.contain("Nobody is locked out");
  });
});
