import { expect } from "chai";
import * as fc from "fast-check";
import { intoPhases } from "../../../automation/plan/phases";

const because = "it is so";

describe("intoPhases", () => {
  it("puts everything into one phase, in its order, when nothing needs anything", () => {
    expect(intoPhases(["b", "a"], new Map())).to.deep.equal({ phases: [["b", "a"]], circle: [] });
    expect(intoPhases([], new Map())).to.deep.equal({ phases: [], circle: [] });
  });

  it("counts what is not among them as done", () => {
    const needs = new Map([["a", [{ accountId: "elsewhere", because }]]]);
    expect(intoPhases(["a"], needs).phases).to.deep.equal([["a"]]);
  });

  it("names those that wait for each other", () => {
    const needs = new Map([
      ["a", [{ accountId: "b", because }]],
      ["b", [{ accountId: "a", because }]],
    ]);
    expect(intoPhases(["a", "b", "c"], needs)).to.deep.equal({ phases: [["c"]], circle: ["a", "b"] });
  });

  it("never puts an account before one that it needs, and loses none", () => {
    const graphs = fc.uniqueArray(fc.nat(30), { maxLength: 12 }).chain((ids) =>
      fc.record({
        ids: fc.constant(ids.map(String)),
        needs: fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 30 }),
      }),
    );
    fc.assert(
      fc.property(graphs, ({ ids, needs }) => {
        // Only later ones need earlier ones, so that there is no circle.
        const order = new Map(
          ids.map((id) => [
            id,
            needs
              .filter(([from, to]) => String(from) === id && to < from)
              .map(([, to]) => ({ accountId: String(to), because })),
          ]),
        );
        const { phases, circle } = intoPhases(ids, order);
        expect(circle).to.deep.equal([]);
        expect(phases.flat()).to.have.members(ids);
        const phaseOf = new Map(phases.flatMap((phase, index) => phase.map((id): [string, number] => [id, index])));
        for (const [id, prerequisites] of order) {
          for (const { accountId } of prerequisites.filter((one) => phaseOf.has(one.accountId))) {
            expect(phaseOf.get(accountId)).to.be.lessThan(phaseOf.get(id) ?? -1);
          }
        }
      }),
    );
  });
});
