import { expect } from "chai";
import fc from "fast-check";
import type { TargetAction } from "../../../automation/model";
import type { Prerequisite } from "../../../automation/plan/phases";
import type { WaveRule } from "../../../automation/plan/wave-rules";
import { intoWaves, type WaveAccount } from "../../../automation/plan/waves";

const because = "it is so";
const none = { action: "up" as const, prerequisites: new Map() };

const accounts = (...ids: string[]): WaveAccount[] => ids.map((id) => ({ id, ouPath: "/" }));
const numbered = (count: number) => accounts(...Array.from({ length: count }, (_one, index) => `a${index}`));
const rule = (name: string, size: WaveRule["size"], rest: Partial<WaveRule> = {}): WaveRule => ({
  name,
  size,
  ...rest,
});
const canary = rule("canary", 1, { canary: true });

function sizes(count: number, rules: WaveRule[]): [string, number][] {
  return intoWaves(numbered(count), rules, none).map(({ name, accountIds }) => [name, accountIds.length]);
}

describe("intoWaves", () => {
  it("puts everything into one wave where none is asked for, and nothing into none", () => {
    expect(sizes(3, [])).to.deep.equal([["wave 1", 3]]);
    expect(sizes(0, [canary])).to.deep.equal([]);
  });

  it("takes counts and shares of all accounts, and gives what is left to one more wave", () => {
    const rules = [canary, rule("wave 1", "10%"), rule("wave 2", "50%")];
    expect(sizes(100, rules)).to.deep.equal([
      ["canary", 1],
      ["wave 1", 10],
      ["wave 2", 50],
      ["wave 3", 39],
    ]);
    expect(sizes(100, [canary, rule("wave 1", "10%"), rule("wave 2", "100%")])).to.deep.equal([
      ["canary", 1],
      ["wave 1", 10],
      ["wave 2", 89],
    ]);
  });

  it("leaves no wave empty: with few accounts the later waves fall away", () => {
    const rules = [canary, rule("wave 1", "10%"), rule("wave 2", "100%")];
    expect(sizes(3, rules)).to.deep.equal([
      ["canary", 1],
      ["wave 1", 1],
      ["wave 2", 1],
    ]);
    expect(sizes(1, rules)).to.deep.equal([["canary", 1]]);
  });

  it("takes from a unit and what is below it, shares of those, in the order of the rules", () => {
    const mixed = [
      { id: "p1", ouPath: "/Prod" },
      { id: "d1", ouPath: "/Dev/Shop" },
      { id: "x", ouPath: "/DevNot" },
      { id: "d2", ouPath: "/Dev" },
      { id: "p2", ouPath: "/Prod" },
    ];
    const rules = [rule("wave 1", "50%", { ou: "/Dev" }), rule("wave 2", "100%", { ou: "/Dev" })];
    expect(intoWaves(mixed, rules, none).map(({ accountIds }) => accountIds)).to.deep.equal([
      ["d1"],
      ["d2"],
      ["p1", "x", "p2"],
    ]);
  });

  it("lets a managing account go with the first wave that needs it, and does not count it", () => {
    const prerequisites = new Map(["a", "b"].map((id) => [id, [{ accountId: "hub", because }]]));
    const waves = intoWaves(accounts("hub", "free", "a", "b"), [canary, rule("wave 1", 1)], {
      action: "up",
      prerequisites,
    });
    expect(waves.map(({ accountIds }) => accountIds)).to.deep.equal([["free"], ["hub", "a"], ["b"]]);
  });

  it("lets a managing account go with the last wave that trusts it when everything is taken away", () => {
    const prerequisites = new Map([["hub", ["a", "b"].map((accountId) => ({ accountId, because }))]]);
    const waves = intoWaves(accounts("a", "b", "free", "hub"), [canary, rule("wave 1", 1)], {
      action: "offboard",
      prerequisites,
    });
    expect(waves.map(({ accountIds }) => accountIds)).to.deep.equal([["a"], ["b", "hub"], ["free"]]);
  });

  it("keeps what a wave waits for with it", () => {
    const waves = intoWaves(numbered(2), [{ ...canary, soak: "30m", gate: { approval: true } }], none);
    expect(waves[0]).to.deep.equal({
      ...{ name: "canary", canary: true, soak: "30m", gate: { approval: true } },
      accountIds: ["a0"],
    });
    expect(waves[1]).to.deep.equal({ name: "wave 1", accountIds: ["a1"] });
  });

  const unit = fc.constantFrom("/", "/Dev", "/Dev/Shop", "/Prod");
  const size = fc.oneof(
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 1, max: 100 }).map((share) => `${share}%`),
  );
  const fleet = fc.record({
    units: fc.array(unit, { maxLength: 25 }),
    rules: fc.array(fc.record({ size, ou: fc.option(unit, { nil: undefined }) }), { maxLength: 4 }),
    needs: fc.array(fc.tuple(fc.nat(24), fc.nat(24)), { maxLength: 30 }),
    action: fc.constantFrom<TargetAction>("up", "rotate", "offboard"),
  });

  it("has every account in exactly one wave, in their order, none empty and none before what it needs, and always the same", () => {
    fc.assert(
      fc.property(fleet, ({ units, rules, needs, action }) => {
        const all = units.map((ouPath, index) => ({ id: String(index), ouPath }));
        const prerequisites = new Map<string, Prerequisite[]>();
        // Only later ones need earlier ones, so that there is no circle.
        for (const [from, to] of needs.filter(([one, other]) => other < one)) {
          prerequisites.set(String(from), [
            ...(prerequisites.get(String(from)) ?? []),
            { accountId: String(to), because },
          ]);
        }
        const named = rules.map((one, index) => ({ name: `wave ${index + 1}`, ...one }));
        const waves = intoWaves(all, named, { action, prerequisites });
        expect(waves.flatMap(({ accountIds }) => accountIds)).to.have.members(all.map(({ id }) => id));
        const waveOf = new Map(
          waves.flatMap(({ accountIds }, index) => accountIds.map((id): [string, number] => [id, index])),
        );
        expect(waveOf.size).to.equal(all.length);
        for (const { accountIds } of waves) {
          expect(accountIds).to.have.length.above(0);
          expect(accountIds.map(Number)).to.deep.equal(accountIds.map(Number).sort((one, other) => one - other));
        }
        for (const [id, before] of prerequisites) {
          for (const { accountId } of before.filter((one) => waveOf.has(one.accountId) && waveOf.has(id))) {
            expect(waveOf.get(accountId)).to.be.at.most(waveOf.get(id) ?? -1);
          }
        }
        expect(intoWaves(all, named, { action, prerequisites })).to.deep.equal(waves);
      }),
      { numRuns: 300 },
    );
  });

  it("puts 10,000 accounts that need one into waves at once", function () {
    this.timeout(10_000);
    const many = [{ id: "hub", ouPath: "/" }, ...numbered(10_000)];
    const prerequisites = new Map(numbered(10_000).map(({ id }) => [id, [{ accountId: "hub", because }]]));
    const waves = intoWaves(many, [canary, rule("wave 1", "10%")], { action: "up", prerequisites });
    expect(waves.map(({ accountIds }) => accountIds.length)).to.deep.equal([2, 1_000, 8_999]);
  });
});
