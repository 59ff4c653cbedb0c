import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { InputError } from "../../../automation/errors";
import { folderStore } from "../../../automation/journal/folder-store";
import { listRuns, newRunId, openJournal, readJournal } from "../../../automation/journal/journal-store";
import type { RunEvent } from "../../../automation/model";

const started = (accountId: string): RunEvent => ({
  type: "target-started",
  at: "2026-01-31T09:45:00.000Z",
  accountId,
  attempt: 1,
});

describe("The journal of a run", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "journal-test-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("names the folder that cannot be written, and what to do", async () => {
    const file = path.join(folder, "a-file");
    await writeFile(file, "");
    const error = await openJournal(folderStore(path.join(file, "journals")), "run-1").catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).problems[0]?.path).to.equal(path.join(file, "journals"));
    expect((error as InputError).message).to.include("make the folder writable");
  });

  it("gives back every event in the order it was appended, also those appended at once", async () => {
    const journal = await openJournal(folderStore(folder), "run-1");
    const events = Array.from({ length: 200 }, (_unused, index) => started(String(index)));
    await Promise.all(events.map((event) => journal.append(event)));
    await journal.close();

    expect(await readJournal(folderStore(folder), "run-1")).to.deep.equal(events);
  });

  it("has an event on disk when append has resolved", async () => {
    const journal = await openJournal(folderStore(folder), "run-1");
    await journal.append(started("1"));

    expect(await readJournal(folderStore(folder), "run-1")).to.deep.equal([started("1")]);
    await journal.close();
  });

  it("goes on after the last whole event when the file was cut anywhere in its last line", async () => {
    const line = JSON.stringify(started("torn"));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: line.length }), async (length) => {
        const runId = newRunId();
        const whole = `${JSON.stringify(started("whole"))}\n`;
        await writeFile(path.join(folder, `${runId}.jsonl`), whole + line.slice(0, length));

        expect(await readJournal(folderStore(folder), runId)).to.deep.equal([started("whole")]);
        const journal = await openJournal(folderStore(folder), runId);
        await journal.append(started("next"));
        await journal.close();
        expect(await readJournal(folderStore(folder), runId)).to.deep.equal([started("whole"), started("next")]);
      }),
      { numRuns: 30 },
    );
  });

  it("tells which line is not an event when something else wrote into the file", async () => {
    const journal = await openJournal(folderStore(folder), "run-1");
    await journal.append(started("1"));
    await journal.close();
    await appendFile(journal.file, "not an event\n");

    const error = await readJournal(folderStore(folder), "run-1").catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(Error).with.property("message").that.includes("run-1.jsonl:2");
  });

  it("tells the caller when an event could not be written, and still closes", async () => {
    const journal = await openJournal(folderStore(folder), "run-1");
    const circular: Record<string, unknown> = {};
    circular.itself = circular;
    expect(() => journal.append(circular as unknown as RunEvent)).to.throw(TypeError);
    await journal.close();
    const error = await journal.append(started("late")).catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(Error);
  });

  it("lists runs newest first, and none for a folder that is not there", async () => {
    for (const time of ["2026-01-02T00:00:00Z", "2026-01-10T00:00:00Z", "2025-12-31T00:00:00Z"]) {
      const journal = await openJournal(folderStore(folder), newRunId(new Date(time)));
      await journal.close();
    }
    const runs = await listRuns(folderStore(folder));
    expect(runs.map(({ runId }) => runId.slice(0, 8))).to.deep.equal(["20260110", "20260102", "20251231"]);
    expect(await readFile(runs[0]?.file ?? "", "utf8")).to.equal("");
    expect(await listRuns(folderStore(path.join(folder, "absent")))).to.deep.equal([]);
  });

  it("refuses a run id that would leave the folder, and names the file of a run it does not know", async () => {
    const refusal = await openJournal(folderStore(folder), "../elsewhere").catch((reason: Error) => reason);
    expect(refusal).to.be.instanceOf(Error).with.property("message").that.includes("is not a run id");
    const absent = await readJournal(folderStore(folder), "never-ran").catch((reason: Error) => reason);
    expect(absent).to.be.instanceOf(Error).with.property("message").that.includes("never-ran.jsonl");
  });
});
