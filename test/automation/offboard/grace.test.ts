import { expect } from "chai";
import type { ClosedAccount } from "../../../automation/model";
import { waitingReasons } from "../../../automation/offboard/closed-accounts";
import { describeClosed, describePlannedClosing, isDue, readGrace } from "../../../automation/offboard/grace";

const closedAt = "2026-03-01T10:00:00.000Z";
const spot = { kind: "SpotAccount", id: "act-1" };
const closed: ClosedAccount = { closedAt, keep: [spot], roles: [], complete: true };
const at = (time: string) => Date.parse(time);

describe("the grace period", () => {
  const cases: [title: string, grace: string | undefined, now: string, due: boolean][] = [
    ["has not ended a moment before its end", "7d", "2026-03-08T09:59:59.999Z", false],
    ["ends with its last moment", "7d", "2026-03-08T10:00:00.000Z", true],
    ["may be hours", "12h", "2026-03-01T21:00:00.000Z", false],
    ["is over at once when the fleet file has none any more", undefined, "2026-03-01T10:00:01.000Z", true],
  ];
  for (const [title, grace, now, due] of cases) {
    it(title, () => {
      expect(isDue(closed, readGrace(grace, at(now)))).to.equal(due);
    });
  }

  it("tells when an account was closed and until when its vendor accounts stay", () => {
    const grace = readGrace("7d", at("2026-03-02T10:00:00.000Z"));
    expect(describeClosed(closed, grace)).to.equal(
      "closed on 2026-03-01 10:00 UTC, its Spot account act-1 is deleted after 2026-03-08 10:00 UTC",
    );
    const both = { ...closed, keep: [spot, { kind: "SpaceliftAwsIntegration", id: "01H" }] };
    expect(describePlannedClosing(both, grace)).to.equal(
      "takes the access away; its Spot account act-1 and its Spacelift integration 01H are deleted after 2026-03-08 10:00 UTC",
    );
  });

  it("says what comes next when it is over, and is then no reason to wait", () => {
    const grace = readGrace("7d", at("2026-03-09T10:00:00.000Z"));
    expect(describeClosed(closed, grace)).to.match(/is deleted by the next `cross-account offboard`$/);
    const waiting = (now: string) =>
      waitingReasons({ closed: new Map([["222222222222", closed]]), grace: readGrace("7d", at(now)) });
    expect(waiting("2026-03-09T10:00:00.000Z").get("222222222222")).to.equal(undefined);
    expect(waiting("2026-03-02T10:00:00.000Z").get("222222222222")).to.match(/^is closed on .* deleted after/);
  });
});
