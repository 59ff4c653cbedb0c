import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import fc from "fast-check";
import type { FactStore } from "../../../automation/journal/fact-store";
import { type Lease, takeLease, underLease } from "../../../automation/lease/lease";
import { LeaseHeldError } from "../../../automation/lease/lease-errors";
import { freeLease, type LeaseHolder, renderHolder } from "../../../automation/lease/lease-record";
import { thisWorker } from "../../../automation/lease/machine";
import { type StoreKind, storeKinds } from "../journal/stores";

const longTtlMs = 600_000;

for (const [name, start] of storeKinds) {
  describe(`The lease on a fleet ${name}`, function () {
    this.timeout(120_000);
    let kind: StoreKind;
    let deadPid: number;
    let open: () => FactStore;
    let fleets = 0;
    before(async () => {
      kind = await start();
      deadPid = await endedProcess();
    });
    after(() => kind?.close());
    beforeEach(freshFleet);

    function freshFleet(): void {
      fleets += 1;
      const fleet = `fleet-${fleets}`;
      open = () => kind.open(fleet);
    }
    const take = (verb = "up"): Promise<Lease> => takeLease({ fleet: "acme", store: open(), verb });
    const refused = async (): Promise<LeaseHeldError> => {
      const error = await take().catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(LeaseHeldError);
      return error as LeaseHeldError;
    };
    const holder = async (changed: Partial<LeaseHolder> = {}): Promise<LeaseHolder> => ({
      ...(await thisWorker()),
      ...{ id: "other", verb: "offboard", since: "2026-01-31T09:45:00.000Z", ttlMs: longTtlMs, beats: 3 },
      ...changed,
    });
    const writeHolder = async (changed: Partial<LeaseHolder>) =>
      open().writeRecord("lease", renderHolder(await holder(changed)));

    it("is one run's at a time; another one is told who holds it, since when, and what to do", async () => {
      const lease = await take("rotate");
      const error = await refused();
      expect(error.message).to.match(
        new RegExp(
          `Another run works on the fleet acme: rotate by \\S+ on \\S+ \\(process ${process.pid}\\), since \\d{4}-`,
        ),
      );
      expect(error.instruction).to.match(/taken over (60|5\d) s from now .* nothing has to be cleaned up/);
      await lease.release();
      await (await take()).release();
    });

    it("is given back when the work fails, and whatever the work is told to stop by", async () => {
      const request = { fleet: "acme", store: open(), verb: "up" };
      const failed = await underLease(request, async () => {
        throw new Error("the work failed");
      }).catch((error: Error) => error.message);
      expect(failed).to.equal("the work failed");
      const cancel = new AbortController();
      const seen = await underLease({ ...request, signal: cancel.signal }, async (signal) => {
        cancel.abort();
        return signal.aborted;
      });
      expect(seen).to.equal(true);
      await (await take()).release();
    });

    it("is taken over at once from a process of this machine that is gone", async () => {
      await writeHolder({ pid: deadPid });
      await (await take()).release();
    });

    it("is left to a holder on another machine until it gave no sign of life for the time it named", async () => {
      await writeHolder({ machine: "elsewhere", host: "build-7", pid: deadPid });
      expect((await refused()).holder).to.include({ host: "build-7", verb: "offboard" });
      freshFleet();
      await writeHolder({ machine: "elsewhere", host: "build-7", ttlMs: -1 });
      await (await take()).release();
    });

    it("is taken over from a process of this machine whose number is another one's by now", async () => {
      await writeHolder({ pid: process.pid, ttlMs: -1 });
      await (await take()).release();
    });

    it("is lost to whoever took it over: the signal tells by whom, and giving it back does no harm", async () => {
      const store = open();
      const lease = await takeLease({ fleet: "acme", store, verb: "up", ttlMs: 1_500 });
      const lost = once(lease.lost, "abort");
      await overwrite(store, renderHolder(await holder({ host: "build-7", machine: "elsewhere" })));
      await lost;
      expect((lease.lost.reason as Error).message).to.match(/was lost: offboard by \S+ on build-7 .* took it over/);
      await lease.release();
      expect((await refused()).holder.host).to.equal("build-7");
    });

    it("is given to exactly one of many that come at once, whatever the one before left", async () => {
      const leftovers = fc.constantFrom("nothing", "free", "dead", "silent", "garbage");
      await fc.assert(
        fc.asyncProperty(leftovers, fc.integer({ min: 2, max: 6 }), async (leftover, orchestrators) => {
          freshFleet();
          if (leftover === "free") await open().writeRecord("lease", freeLease);
          if (leftover === "garbage") await open().writeRecord("lease", '{"id":"ca');
          if (leftover === "dead") await writeHolder({ pid: deadPid });
          if (leftover === "silent") await writeHolder({ machine: "elsewhere", ttlMs: -1 });
          const tried = await Promise.allSettled(Array.from({ length: orchestrators }, () => take()));
          const leases = tried.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
          const errors = tried.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
          expect(leases).to.have.length(1);
          for (const error of errors) {
            expect(error).to.be.instanceOf(LeaseHeldError);
            expect((error as LeaseHeldError).holder.id).to.equal(leases[0]?.holder.id);
          }
          await leases[0]?.release();
        }),
        { numRuns: 12 },
      );
    });

    async function overwrite(store: FactStore, text: string): Promise<void> {
      let written: string | undefined;
      while (written === undefined) {
        written = await store.writeRecord("lease", text, (await store.readRecord("lease"))?.version);
      }
    }
  });
}

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}
