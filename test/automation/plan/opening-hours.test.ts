import { expect } from "chai";
import fc from "fast-check";
import { describeOpening, nextOpening, parseHours } from "../../../automation/plan/opening-hours";

const opening = (hours: string | undefined, days: Parameters<typeof nextOpening>[0]["days"], now: string): string =>
  nextOpening({ hours, days }, new Date(now)).toISOString();

describe("The hours of a gate", () => {
  // 2026-01-30 is a Friday.
  const cases: [
    title: string,
    hours: string | undefined,
    days: Parameters<typeof opening>[1],
    now: string,
    at: string,
  ][] = [
    ["are there now", "08:00-16:00", undefined, "2026-01-30T08:00:00.000Z", "2026-01-30T08:00:00.000Z"],
    ["come later today", "08:00-16:00", undefined, "2026-01-30T07:59:59.000Z", "2026-01-30T08:00:00.000Z"],
    ["are over for today", "08:00-16:00", undefined, "2026-01-30T16:00:00.000Z", "2026-01-31T08:00:00.000Z"],
    ["come after the weekend", "08:00-16:00", ["mon", "tue"], "2026-01-30T09:00:00.000Z", "2026-02-02T08:00:00.000Z"],
    [
      "come next week, the day being over",
      "08:00-16:00",
      ["fri"],
      "2026-01-30T17:00:00.000Z",
      "2026-02-06T08:00:00.000Z",
    ],
    ["are a whole day", undefined, ["sat"], "2026-01-30T17:00:00.000Z", "2026-01-31T00:00:00.000Z"],
    ["are all day", undefined, undefined, "2026-01-30T17:00:00.000Z", "2026-01-30T17:00:00.000Z"],
  ];
  for (const [title, hours, days, now, at] of cases) {
    it(title, () => expect(opening(hours, days, now)).to.equal(at));
  }

  it("always come within eight days, and never before now", () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date("2026-01-01"), max: new Date("2030-01-01") }),
        fc.uniqueArray(fc.constantFrom("mon", "tue", "wed", "thu", "fri", "sat", "sun"), { minLength: 1 }),
        (now, days) => {
          const wait = nextOpening({ hours: "08:00-16:00", days }, now).getTime() - now.getTime();
          expect(wait).to.be.within(0, 8 * 24 * 3_600_000);
        },
      ),
    );
  });

  it("are read only when they end after they begin, on one day", () => {
    for (const text of ["16:00-08:00", "08:00-08:00", "8-16", "08:00-24:01", "25:00-26:00", "08:60-09:00"]) {
      expect(parseHours(text), text).to.equal(undefined);
    }
    expect(parseHours("00:00-24:00")).to.deep.equal({ from: 0, to: 86_400_000 });
  });

  it("are told in words, and only where there are some", () => {
    expect(describeOpening({ hours: "08:00-16:00", days: ["mon", "tue"] })).to.equal("08:00-16:00 UTC on mon, tue");
    expect(describeOpening({ days: ["sat"] })).to.equal("on sat");
    expect(describeOpening({ approval: true })).to.equal(undefined);
  });
});
