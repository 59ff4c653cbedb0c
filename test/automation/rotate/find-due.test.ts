import { expect } from "chai";
import type { GrantOutcome } from "../../../automation/model";
import { findDue, isChangingOver } from "../../../automation/rotate/find-due";
import { readWish } from "../../../automation/rotate/read-wish";

const now = Date.parse("2026-05-01T00:00:00.000Z");
const day = 86_400_000;
const wish = { olderThanMs: 90 * day, now };

function grant(facts: Partial<GrantOutcome>): GrantOutcome {
  const origin = { source: "vendor", madeAt: "2026-01-01T00:00:00.000Z", rotation: 3 };
  const roleArn = "arn:aws:iam::222222222222:role/SpotRole";
  return { party: "spot", roleArn, externalIds: ["new"], principals: [], externalIdOrigin: origin, ...facts };
}

describe("findDue", () => {
  it("gives a grant whose external id is old enough one more rotation than ever before", () => {
    expect(findDue([grant({})], wish)).to.deep.equal({
      due: [{ party: "spot", rotation: 4, note: "rotates Spot's external id, 120 days old" }],
    });
  });

  it("leaves out one that is younger, and says how old it is", () => {
    const young = grant({ externalIdOrigin: { source: "vendor", madeAt: "2026-04-30T00:00:00.000Z", rotation: 0 } });
    expect(findDue([young], wish)).to.deep.equal({
      reason: "has no external id of 90 days or more: Spot's is 1 day old",
    });
  });

  it("takes one of unknown age for old", () => {
    const first = grant({ externalIdOrigin: { source: "vendor", rotation: 0 } });
    expect(findDue([first], wish)).to.deep.equal({
      due: [{ party: "spot", rotation: 1, note: "rotates Spot's external id, of unknown age" }],
    });
  });

  it("always finishes one that was interrupted, however young", () => {
    const halfway = grant({
      externalIds: ["new", "old"],
      externalIdOrigin: { source: "vendor", madeAt: new Date(now).toISOString(), rotation: 1 },
    });
    expect(findDue([halfway], wish)).to.deep.include({
      due: [{ party: "spot", rotation: 2, note: "finishes the rotation of Spot's external id that was interrupted" }],
    });
  });

  it("leaves alone what was given in the settings or made of names, and other parties than asked for", () => {
    const { externalIdOrigin: _none, ...given } = grant({ party: "spinnaker" });
    expect(findDue([given], wish)).to.deep.equal({
      reason: "has no external id that is asked for at a vendor; those of the settings are changed there",
    });
    expect(findDue([grant({})], { ...wish, parties: ["spacelift"] })).to.have.property("reason");
    expect(findDue([], wish)).to.deep.equal({ reason: "was given nothing yet: run up first" });
  });
});

describe("isChangingOver", () => {
  it("holds while more than one external id is accepted that a vendor mints, and not for many that are in use", () => {
    const { externalIdOrigin: _none, ...others } = grant({ party: "spacelift", externalIds: ["a", "b"] });
    expect(isChangingOver(grant({ externalIds: ["new", "old"] }))).to.equal(true);
    expect(isChangingOver(grant({}))).to.equal(false);
    expect(isChangingOver(others)).to.equal(false);
  });
});

describe("readWish", () => {
  it("reads minutes, hours and days", () => {
    for (const [text, milliseconds] of Object.entries({
      "0m": 0,
      "30m": 1_800_000,
      "12h": 12 * 3_600_000,
      "90d": 90 * day,
    })) {
      expect(readWish({ olderThan: text, party: ["spot"] })).to.deep.include({
        olderThanMs: milliseconds,
        parties: ["spot"],
      });
    }
  });

  it("tells every problem at once", () => {
    expect(() => readWish({ olderThan: "90 days", party: ["spinnaker", "nobody"] }))
      .to.throw()
      .with.property("problems")
      .that.satisfies(
        (problems: { path: string }[]) => problems.map(({ path }) => path).join() === "party,party,olderThan",
      );
  });
});
