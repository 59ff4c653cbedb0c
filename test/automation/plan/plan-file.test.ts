import { expect } from "chai";
import * as fc from "fast-check";
import { InputError } from "../../../automation/errors";
import { checkPlanFile, isPlanFile, type PlanFile, planFileJsonSchema } from "../../../automation/plan/plan-file";
import { canonicalJson } from "../../../components/trust/canonical-json";
import { samplePlanFile } from "./sample-plan-file";

function problemsOf(value: unknown): string[] {
  try {
    checkPlanFile(value, "a.plan");
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

/** Every place of a JSON value that holds a text, a number or a truth value. */
function leafPaths(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => leafPaths(item, [...path, key]));
}

function edited(file: PlanFile, path: readonly string[], text: string): unknown {
  const copy = JSON.parse(JSON.stringify(file)) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
  const key = path.at(-1) ?? "";
  holder[key] = typeof holder[key] === "boolean" ? !holder[key] : text;
  return copy;
}

describe("A plan file", () => {
  const file = samplePlanFile();

  it("comes back from its text as it was made, and is known from a plan that was not kept", () => {
    expect(checkPlanFile(JSON.parse(JSON.stringify(file)), "a.plan")).to.deep.equal(file);
    expect(isPlanFile(file)).to.equal(true);
    expect(isPlanFile({ fleet: "acme", action: "up", items: [], leftOut: [] })).to.equal(false);
  });

  it("has the same hash for the same plan, whenever it was made and in whatever order its fields are", () => {
    expect(samplePlanFile({ plannedAt: "2026-02-02T00:00:00.000Z" }).hash).to.equal(file.hash);
    expect(problemsOf(JSON.parse(canonicalJson(file)))).to.deep.equal([]);
    expect(samplePlanFile({ action: "offboard" }).hash).not.to.equal(file.hash);
  });

  it("is refused once anything in it that decides was edited", () => {
    const places = leafPaths(file).filter(([first = ""]) => !["kind", "version", "hash", "plannedAt"].includes(first));
    expect(places.length).to.be.greaterThan(20);
    const anyPlace = fc.constantFrom(...places);
    fc.assert(
      fc.property(anyPlace, fc.string({ minLength: 1 }), (place, text) => {
        const changed = edited(file, place, text);
        fc.pre(canonicalJson(changed) !== canonicalJson(file));
        expect(problemsOf(changed)).to.have.lengthOf.at.least(1);
      }),
    );
    expect(
      problemsOf(edited(file, ["accounts", "0", "settings", "grants", "spot", "permissions"], "read-only")),
    ).to.deep.equal([
      "hash: does not fit the rest: the plan was edited since it was made. Change the fleet file and plan again",
    ]);
  });

  it("is refused when it is of another version or something else", () => {
    expect(problemsOf({ ...file, version: 2 })).to.deep.equal([
      "version: is 2, and this release reads plans of version 1: plan again",
    ]);
    for (const strange of [undefined, null, "text", [], { kind: "checkpoint", version: 1 }]) {
      expect(problemsOf(strange)[0]).to.match(/^kind: this is no plan/);
    }
    expect(problemsOf({ ...file, wish: { everything: true } })[0]).to.match(/^wish/);
  });

  it("has a published schema", () => {
    expect(planFileJsonSchema().properties).to.include.keys("hash", "accounts", "versions", "wish");
  });
});
