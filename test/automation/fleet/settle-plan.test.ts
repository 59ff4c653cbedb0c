import { expect } from "chai";
import { CancelledError, RefusedError } from "../../../automation/errors";
import { type SettlePlanOptions, settlePlan } from "../../../automation/fleet/settle-plan";
import { LeaseLostError } from "../../../automation/lease/lease-errors";
import type { Plan } from "../../../automation/plan/plan";

const plan: Plan = { fleet: "acme", action: "up", items: [], leftOut: [] };

describe("The plan of a run", () => {
  let steps: string[];
  const settle = (options: Partial<SettlePlanOptions> = {}): Promise<unknown> =>
    settlePlan({
      find: async () => {
        steps.push("found");
        return plan;
      },
      judge: async () => void steps.push("judged"),
      onPlan: () => void steps.push("told"),
      confirm: () => {
        steps.push("confirmed");
        return true;
      },
      ...options,
    }).catch((error: unknown) => error);

  beforeEach(() => {
    steps = [];
  });

  it("is found, told, judged and confirmed, in this order", async () => {
    expect(await settle()).to.equal(plan);
    expect(steps).to.deep.equal(["found", "told", "judged", "confirmed"]);
  });

  it("is not confirmed where a guard refuses it", async () => {
    const refusal = new RefusedError("too many", "fewer");
    expect(await settle({ judge: () => Promise.reject(refusal) })).to.equal(refusal);
    expect(steps).to.deep.equal(["found", "told"]);
  });

  it("is given up when the answer is no", async () => {
    expect(await settle({ confirm: async () => false })).to.be.instanceOf(CancelledError);
  });

  it("is refused when the lease was lost before the answer, and given up when the run was stopped", async () => {
    const lost = new AbortController();
    const stopped = new AbortController();
    const yesAfter = (abort: () => void) => () => {
      abort();
      return true;
    };
    const holder = { id: "a", verb: "up", user: "bob", host: "there", pid: 7, machine: "m", beats: 0, ttlMs: 1 };
    const by = new LeaseLostError("acme", { ...holder, since: "2026-01-01T00:00:00Z" });
    const refused = await settle({ signal: lost.signal, confirm: yesAfter(() => lost.abort(by)) });
    expect(refused).to.be.instanceOf(RefusedError);
    expect(String(refused)).to.match(/took too long to confirm the plan: .*up by bob on there .* took it over/);
    const cancelled = await settle({ signal: stopped.signal, confirm: yesAfter(() => stopped.abort()) });
    expect(cancelled).to.have.property("name", "AbortError");
  });
});
