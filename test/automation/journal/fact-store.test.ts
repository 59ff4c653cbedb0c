import { expect } from "chai";
import fc from "fast-check";
import type { FactStore } from "../../../automation/journal/fact-store";
import { listRuns, newRunId, openJournal, readJournal } from "../../../automation/journal/journal-store";
import { type ProvenAccount, ProvenAccounts } from "../../../automation/journal/proven-accounts";
import type { RunEvent } from "../../../automation/model";
import { type StoreKind, storeKinds } from "./stores";

const started = (accountId: string): RunEvent => ({
  type: "target-started",
  at: "2026-01-31T09:45:00.000Z",
  accountId,
  attempt: 1,
});
const proven = (accountId: string, fingerprint = "one"): ProvenAccount => ({
  ...{ accountId, fingerprint, provenAt: "2026-01-31T09:45:00.000Z", provenIn: "run", grants: [], roles: [] },
});
const ids = ["111111111111", "222222222222", "333333333333"];

for (const [name, start] of storeKinds) {
  describe(`The facts of a fleet ${name}`, function () {
    this.timeout(120_000);
    let kind: StoreKind;
    let open: () => FactStore;
    let fleets = 0;
    before(async () => {
      kind = await start();
    });
    after(() => kind?.close());
    beforeEach(() => {
      fleets += 1;
      const fleet = `fleet-${fleets}`;
      open = () => kind.open(fleet);
    });

    it("are none before the first run, and then every event of it in order, as another machine reads them", async () => {
      expect(await listRuns(open())).to.deep.equal([]);
      expect(await open().readRecord("lease")).to.equal(undefined);
      const journal = await openJournal(open(), newRunId(new Date("2026-01-02T00:00:00Z")));
      const events = Array.from({ length: 300 }, (_unused, index) => started(String(index)));
      await Promise.all(events.map((event) => journal.append(event)));
      await journal.close();
      const [run, ...others] = await listRuns(open());
      expect(others).to.deep.equal([]);
      expect(run).to.deep.equal({ runId: journal.runId, file: journal.file });
      expect(await readJournal(open(), journal.runId)).to.deep.equal(events);
    });

    it("are kept as soon as append has resolved, however long the log is", async () => {
      const journal = await openJournal(open(), "run-1");
      const long = (index: number): RunEvent => ({ ...started(String(index)), at: "x".repeat(30_000) });
      for (let index = 0; index < 6; index += 1) {
        await journal.append(long(index));
        expect(await readJournal(open(), "run-1")).to.have.length(index + 1);
      }
      await journal.close();
      expect(
        (await readJournal(open(), "run-1")).map((event) => "accountId" in event && event.accountId),
      ).to.deep.equal(["0", "1", "2", "3", "4", "5"]);
    });

    it("go on in a log that is opened again, and list runs newest first", async () => {
      for (const runId of ["20260102T000000Z-a", "20260110T000000Z-b", "20260102T000000Z-a"]) {
        const journal = await openJournal(open(), runId);
        await journal.append(started(runId));
        await journal.close();
      }
      expect((await listRuns(open())).map(({ runId }) => runId)).to.deep.equal([
        "20260110T000000Z-b",
        "20260102T000000Z-a",
      ]);
      expect(await readJournal(open(), "20260102T000000Z-a")).to.have.length(2);
      const unknown = await readJournal(open(), "never-ran").catch((error: Error) => error);
      expect(unknown)
        .to.be.instanceOf(Error)
        .with.property("message")
        .that.matches(/No run never-ran is known.*never-ran/);
    });

    it("let one writer replace a record, whoever comes at the same time", async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 3 }), async (writers, rounds) => {
          const record = newRunId();
          let version: string | undefined;
          for (let round = 0; round < rounds; round += 1) {
            const texts = Array.from({ length: writers }, (_unused, index) => `${record} ${round} ${index}`);
            const written = await Promise.all(texts.map((text) => open().writeRecord(record, text, version)));
            const winners = texts.filter((_text, index) => written[index] !== undefined);
            expect(winners).to.have.length(1);
            const found = await open().readRecord(record);
            expect(found?.text).to.equal(winners[0]);
            expect(written).to.include(found?.version);
            version = found?.version;
          }
          expect(await open().writeRecord(record, "too late")).to.equal(undefined);
        }),
        { numRuns: 8 },
      );
    });

    it("tell the age of a record by their own clock", async () => {
      await open().writeRecord("lease", "mine");
      const record = await open().readRecord("lease");
      expect(await record?.age()).to.be.within(0, 60_000);
    });

    it("remember proven accounts for the next run on another machine, folded or not", async () => {
      const [one = "", two = "", three = ""] = ids;
      const first = await ProvenAccounts.read(open());
      await Promise.all([first.put(proven(one)), first.put(proven(two))]);
      await first.put(proven(one, "two"));
      const killed = await ProvenAccounts.read(open());
      expect([killed.get(one)?.fingerprint, killed.get(two)?.fingerprint]).to.deep.equal(["two", "one"]);
      await first.fold();
      expect((await open().listLogs()).length).to.equal(0);

      const second = await ProvenAccounts.read(open());
      await second.forget([one, three]);
      await second.close();
      const third = await ProvenAccounts.read(open());
      expect([third.get(one), third.get(two)]).to.deep.equal([undefined, proven(two)]);
      await third.put(proven(three));
      await third.fold();
      const last = await ProvenAccounts.read(open());
      expect(ids.map((id) => last.get(id)?.fingerprint)).to.deep.equal([undefined, "one", "one"]);
      expect(await listRuns(open())).to.deep.equal([]);
    });

    it("do not lose what somebody forgot while a run was folding what it knew", async () => {
      const [one = ""] = ids;
      const run = await ProvenAccounts.read(open());
      await run.put(proven(one));
      const status = await ProvenAccounts.read(open());
      await status.forget([one]);
      await status.close();
      await run.fold();
      expect((await ProvenAccounts.read(open())).get(one)).to.equal(undefined);
    });
  });
}
