import { expect } from "chai";
import { fleetJsonSchema } from "../../../automation/fleet/fleet-schema";

describe("fleetJsonSchema", () => {
  const schema = fleetJsonSchema();

  it("names every key of the file and those that must be there", () => {
    expect(Object.keys(schema.properties ?? {})).to.have.members([
      "name",
      "hub",
      "enter",
      "accounts",
      "grants",
      "tags",
      "backPointers",
      "overrides",
      "rollout",
      "state",
      "offboarding",
      "artefacts",
      "watch",
      "proof",
    ]);
    expect(schema.required).to.have.members(["name", "hub", "accounts", "grants"]);
    expect(schema.additionalProperties).to.equal(false);
  });

  it("describes the grant of each party with its defaults", () => {
    const text = JSON.stringify(schema.properties?.grants);
    expect(text).to.include('"const":"spot"').and.to.include('"default":"SpotRole"');
  });
});
