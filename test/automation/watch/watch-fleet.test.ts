import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { RefusedError } from "../../../automation/errors";
import { parseDuration } from "../../../automation/fleet/duration";
import { folderStore } from "../../../automation/journal/folder-store";
import { LeaseHeldError } from "../../../automation/lease/lease-errors";
import { thisWorker } from "../../../automation/lease/machine";
import { alertReportSchema } from "../../../automation/report/schemas/alert";
import { watchReportSchema } from "../../../automation/report/schemas/watch";
import { watchReport } from "../../../automation/report/watch-report";
import { watchText } from "../../../automation/report/watch-text";
import { watchFleet } from "../../../automation/watch/watch-fleet";
import type { WatchOptions, WatchRound } from "../../../automation/watch/watch-options";
import { watchSchema } from "../../../automation/watch/watch-settings";
import { createTokenReader } from "../../../providers/token-reader";
import { startWebhook, type WebhookServer } from "../../support/webhook-server";
import { FakeFleet } from "./fake-fleet";

const [one, two] = ["111111111111", "222222222222"] as const;
const minutes = (number: number): number => number * 60_000;
const vendorFailure = { kind: "vendor", message: "Spot refused it", instruction: "Ask Spot." };

describe("A fleet that is watched", () => {
  let folder: string;
  let fleet: FakeFleet;
  let webhook: WebhookServer;
  let now: number;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "watch-test-"));
    fleet = new FakeFleet(folderStore(folder));
    webhook = await startWebhook();
    now = Date.parse("2026-01-31T09:45:00.000Z");
  });
  afterEach(async () => {
    await webhook.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A watch as a process that was just started has it. */
  function start(settings: object = {}, options: WatchOptions = {}): AsyncGenerator<WatchRound, void, void> {
    const clock = {
      now: () => new Date(now),
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
      random: () => 0.5,
    };
    const alert = { webhook: { env: "ALERT_URL" } };
    const subject = {
      ...{ fleet, listStacks: fleet.listStacks, settings: watchSchema.parse({ alert, ...settings }) },
      tokens: createTokenReader({ env: { ALERT_URL: webhook.url } }),
    };
    return watchFleet(subject, { clock, ...options });
  }
  async function next(watch: AsyncGenerator<WatchRound, void, void>): Promise<WatchRound> {
    const { value } = await watch.next();
    if (!value) return expect.fail("the watch has ended");
    watchReportSchema.parse(JSON.parse(JSON.stringify(watchReport(value))));
    return value;
  }
  const alerts = () =>
    webhook.calls
      .map((body) => alertReportSchema.parse(JSON.parse(body)))
      .map(({ failures, recovered }) => [
        ...failures.map(({ message }) => `!${message}`),
        ...recovered.map(({ accountId }) => `ok ${accountId}`),
      ]);

  it("gets accounts that appear, and starts no run where there is nothing to do", async () => {
    const watch = start();
    expect((await next(watch)).runs).to.deep.equal([]);
    fleet.chosen.add(one);
    const round = await next(watch);
    expect(round).to.include({ result: "done", fleet: "acme", startedAt: "2026-01-31T09:50:00.000Z" });
    expect(round.runs.map(({ action, counts }) => [action, counts.done])).to.deep.equal([["up", 1]]);
    expect(await next(watch)).to.deep.include({ result: "done", runs: [], problems: [], alerts: [] });
    expect(fleet.calls).to.deep.equal([`up ${one}`]);
    expect(webhook.calls).to.deep.equal([]);
  });

  it("is told of once where an account fails: not again each round, nor by a watch that was started anew, but when it is over", async () => {
    fleet.chosen.add(one).add(two);
    fleet.failures.set(one, vendorFailure);
    const first = start();
    const round = await next(first);
    expect(round).to.include({ result: "failed" });
    expect(round.alerts).to.deep.equal([{ to: "webhook", failures: 1, recovered: 0 }]);
    await next(first);
    await first.return();
    const restarted = start();
    for (let rounds = 0; rounds < 20; rounds += 1) await next(restarted);
    expect(alerts()).to.deep.equal([["!Spot refused it"]]);

    fleet.failures.clear();
    now += minutes(60);
    const recovered = await next(restarted);
    expect(recovered).to.deep.include({ result: "done", problems: [] });
    await next(restarted);
    expect(alerts()).to.deep.equal([["!Spot refused it"], [`ok ${one}`]]);
    expect(JSON.parse(webhook.calls[0] ?? "{}")).to.include({ report: "alert", fleet: "acme", open: 1 });
  });

  it("tries what failed again in the next round, then ever more seldom, but once an hour", async () => {
    fleet.chosen.add(one);
    fleet.failures.set(one, vendorFailure);
    const watch = start();
    const tried: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const before = fleet.calls.length;
      const { waiting } = await next(watch);
      if (fleet.calls.length > before) tried.push(round);
      else expect(waiting.map(({ name }) => name)).to.deep.equal(["name-1"]);
    }
    expect(tried).to.deep.equal([0, 1, 3, 7, 15, 27, 39]);
  });

  it("is told of again when an account fails for another reason", async () => {
    fleet.chosen.add(one);
    fleet.failures.set(one, vendorFailure);
    const watch = start();
    await next(watch);
    fleet.failures.set(one, { kind: "aws", message: "Access denied" });
    await next(watch);
    expect(alerts()).to.deep.equal([["!Spot refused it"], ["!Access denied"]]);
  });

  it("keeps accounts that left until it is told to offboard them, and says which they are", async () => {
    fleet.chosen.add(two);
    fleet.stacks.add(one).add(two);
    const round = await next(start());
    expect(round.left).to.deep.equal([{ accountId: one, name: one, reason: "is not in the organization any more" }]);
    expect(fleet.calls).to.deep.equal([]);
    await next(start({ offboard: true }));
    expect(fleet.calls).to.deep.equal([`offboard ${one}`]);
    expect((await next(start({ offboard: true }))).left).to.deep.equal([]);
  });

  it("offboards nothing when it cannot tell who is chosen", async () => {
    fleet.stacks.add(one);
    fleet.errors.set("plan up", new Error("AWS cannot be reached"));
    const watch = start({ offboard: true });
    expect((await next(watch)).problems.map(({ key, message }) => [key, message])).to.deep.equal([
      ["plan", "AWS cannot be reached"],
    ]);
    expect(fleet.calls).to.deep.equal([]);
    fleet.errors.clear();
    fleet.chosen.add(one);
    expect(await next(watch)).to.include({ result: "done" });
    expect(alerts()).to.deep.equal([["!AWS cannot be reached"], ["ok undefined"]]);
  });

  it("is refused by a cap once and for all rounds, until it fits again", async () => {
    fleet.chosen.add(one);
    fleet.errors.set("up", new RefusedError("The run would touch 501 accounts.", "Raise the cap."));
    const watch = start();
    expect((await next(watch)).result).to.equal("refused");
    expect((await next(watch)).result).to.equal("refused");
    fleet.errors.clear();
    expect((await next(watch)).result).to.equal("done");
    expect(alerts()).to.deep.equal([["!The run would touch 501 accounts."], ["ok undefined"]]);
  });

  it("leaves the fleet alone while another run works on it, and that is no failure", async () => {
    fleet.chosen.add(one);
    const holder = {
      ...(await thisWorker()),
      id: "other",
      verb: "up",
      since: new Date(now).toISOString(),
      ttlMs: 60_000,
      beats: 0,
    };
    fleet.errors.set("up", new LeaseHeldError("acme", holder, 0));
    const watch = start();
    const round = await next(watch);
    expect(round).to.deep.include({ result: "refused", heldBy: holder, problems: [] });
    expect(
      watchText(round)
        .flatMap((part) => ("lines" in part ? part.lines : []))
        .join("\n"),
    ).to.match(/Left alone: up by \S+ on \S+ works on the fleet\.\n2026-01-31 09:45 UTC: acme: nothing to do\./);
    fleet.errors.clear();
    expect((await next(watch)).runs).to.have.length(1);
  });

  it("is compared with the world on a schedule of its own, over restarts, and put right where that is wanted", async () => {
    fleet.chosen.add(one);
    fleet.stacks.add(one);
    fleet.drifted.add(one);
    const every = { driftEvery: "12m" };
    const first = start(every);
    expect((await next(first)).result).to.equal("failed");
    await next(first);
    const restarted = start(every);
    expect((await next(restarted)).drift).to.equal(undefined);
    expect(fleet.calls).to.deep.equal(["drift"]);
    now += parseDuration("12m") ?? 0;
    const round = await next(start({ ...every, repair: true }));
    expect(round.drift?.counts).to.include({ repaired: 1 });
    expect(round.result).to.equal("done");
    expect(fleet.calls).to.deep.equal(["drift", "drift", "repair"]);
    expect(alerts()).to.deep.equal([["!Somebody changed by hand: "], [`ok ${one}`]]);
  });

  it("tells later what could not be told, and each of those to be told once", async () => {
    fleet.chosen.add(one);
    fleet.failures.set(one, vendorFailure);
    const told = path.join(folder, "told");
    const alert = { webhook: { env: "ALERT_URL" }, command: ["/bin/sh", "-c", `cat >> '${told}'; echo >> '${told}'`] };
    webhook.answers.push(403);
    const watch = start({ alert });
    expect((await next(watch)).alerts).to.deep.equal([
      { to: "webhook", failures: 1, recovered: 0, problem: "it answered 403" },
      { to: "command", failures: 1, recovered: 0 },
    ]);
    expect((await next(watch)).alerts).to.deep.equal([{ to: "webhook", failures: 1, recovered: 0 }]);
    expect((await next(watch)).alerts).to.deep.equal([]);
  });

  it("forgets what was wrong with an account that is not there any more", async () => {
    fleet.chosen.add(one);
    fleet.failures.set(one, vendorFailure);
    const watch = start();
    await next(watch);
    fleet.chosen.clear();
    expect(await next(watch)).to.deep.include({ result: "done", problems: [] });
  });

  it("is watched no more once the signal is aborted, in the middle of a sleep or of a round", async () => {
    const asleep = new AbortController();
    const sleeping = watchFleet(
      { fleet, listStacks: fleet.listStacks, settings: watchSchema.parse({}), tokens: createTokenReader() },
      { signal: asleep.signal, intervalMs: minutes(600) },
    );
    await next(sleeping);
    const end = sleeping.next();
    asleep.abort();
    expect((await end).done).to.equal(true);

    const cancel = new AbortController();
    fleet.chosen.add(one);
    fleet.up = async () => {
      cancel.abort();
      throw cancel.signal.reason;
    };
    const working = start({}, { signal: cancel.signal });
    expect(await next(working)).to.deep.include({ result: "cancelled", problems: [] });
    expect((await working.next()).done).to.equal(true);
  });
});
