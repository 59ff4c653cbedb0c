import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { listRuns } from "../../../automation/journal/journal-store";
import { type ProvenAccount, ProvenAccounts } from "../../../automation/journal/proven-accounts";

const account = (accountId: string, fingerprint = "one"): ProvenAccount => ({
  ...{ accountId, fingerprint, provenAt: "2026-01-31T09:45:00.000Z", provenIn: "run", grants: [], roles: [] },
});

describe("What is known of accounts since their last proof", () => {
  let folder: string;
  const file = (): string => path.join(folder, "fleet", "proven-accounts.ndjson");
  const read = (): Promise<ProvenAccounts> => ProvenAccounts.read(path.join(folder, "fleet"));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "proven-accounts-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is nothing where no run was, and what was noted last afterwards, without waiting for an end", async () => {
    const first = await read();
    expect(first.get("111111111111")).to.equal(undefined);
    await Promise.all([first.put(account("111111111111")), first.put(account("222222222222"))]);
    await first.put(account("111111111111", "two"));
    expect((await read()).get("111111111111")?.fingerprint).to.equal("two");
    expect((await read()).get("222222222222")).to.deep.equal(account("222222222222"));
  });

  it("is forgotten for good, also by a run that was killed right after", async () => {
    await (await read()).put(account("111111111111"));
    await (await read()).forget(["111111111111", "333333333333"]);
    expect((await read()).get("111111111111")).to.equal(undefined);
  });

  it("loses nothing but the line that a crash cut short", async () => {
    await (await read()).put(account("111111111111"));
    await appendFile(file(), '\n{"accountId":"222222222222","fing');
    await (await read()).forget(["111111111111"]);
    await (await read()).put(account("333333333333"));
    const known = await read();
    expect(known.get("111111111111")).to.equal(undefined);
    expect(known.get("222222222222")).to.equal(undefined);
    expect(known.get("333333333333")).to.deep.equal(account("333333333333"));
  });

  it("is nothing where the file is damaged", async () => {
    await (await read()).put(account("111111111111"));
    await writeFile(file(), "null\n[]\nnot json\n{}\n");
    expect((await read()).get("111111111111")).to.equal(undefined);
  });

  it("takes one line an account once a run has ended, and is not taken for a run", async () => {
    const known = await read();
    for (let time = 0; time < 5; time += 1) await known.put(account("111111111111", `${time}`));
    await known.forget(["111111111111"]);
    await known.put(account("222222222222"));
    await known.close();
    expect(await readFile(file(), "utf8")).to.equal(`${JSON.stringify(account("222222222222"))}\n`);
    expect(await listRuns(path.join(folder, "fleet"))).to.deep.equal([]);
  });
});
