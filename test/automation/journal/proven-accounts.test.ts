import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { folderStore } from "../../../automation/journal/folder-store";
import { type ProvenAccount, ProvenAccounts } from "../../../automation/journal/proven-accounts";
import { mergeLogs } from "../../../automation/journal/proven-log";

const account = (accountId: string, fingerprint = "one"): ProvenAccount => ({
  ...{ accountId, fingerprint, provenAt: "2026-01-31T09:45:00.000Z", provenIn: "run", grants: [], roles: [] },
});

describe("What is known of accounts since their last proof", () => {
  let folder: string;
  const opened: ProvenAccounts[] = [];
  const read = async (): Promise<ProvenAccounts> => {
    const known = await ProvenAccounts.read(folderStore(folder));
    opened.push(known);
    return known;
  };
  const onlyLog = async (): Promise<string> =>
    path.join(folder, (await readdir(folder)).find((name) => name.endsWith(".ndjson")) ?? "none");
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "proven-accounts-"));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((known) => known.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it("loses nothing but the line that a crash cut short", async () => {
    const killed = await read();
    await killed.put(account("111111111111"));
    await appendFile(await onlyLog(), '{"accountId":"222222222222","fing');
    await (await read()).forget(["111111111111"]);
    await (await read()).put(account("333333333333"));
    const known = await read();
    expect(known.get("111111111111")).to.equal(undefined);
    expect(known.get("222222222222")).to.equal(undefined);
    expect(known.get("333333333333")).to.deep.equal(account("333333333333"));
  });

  it("is nothing where the files are damaged", async () => {
    const known = await read();
    await known.put(account("111111111111"));
    await writeFile(await onlyLog(), "null\n[]\nnot json\n{}\n");
    expect((await read()).get("111111111111")).to.equal(undefined);
    await known.fold();
    await writeFile(path.join(folder, "records", "proven-accounts", "1"), "null\n[]\nnot json\n{}\n");
    expect((await read()).get("111111111111")).to.equal(undefined);
  });

  it("is told of the accounts it forgets at once, however many there are", async () => {
    const known = await read();
    const ids = Array.from({ length: 500 }, (_unused, index) => String(100_000_000_000 + index));
    await Promise.all(ids.map((id) => known.put(account(id))));
    await known.forgetAll();
    expect((await read()).get(ids[0] ?? "")).to.equal(undefined);
    await known.close();
  });

  it("is never more than what every writer who came last about an account says", () => {
    const entry = fc.record({
      accountId: fc.constantFrom("a", "b"),
      fingerprint: fc.constantFrom("x", "y", "forgotten"),
    });
    fc.assert(
      fc.property(fc.array(entry), fc.array(fc.array(entry), { maxLength: 3 }), (base, logs) => {
        const toEntry = ({ accountId, fingerprint }: { accountId: string; fingerprint: string }) =>
          fingerprint === "forgotten" ? { accountId } : account(accountId, fingerprint);
        const lines = logs.map((log) => log.map((one) => JSON.stringify(toEntry(one))));
        const accounts = base.flatMap(({ accountId, fingerprint }) =>
          fingerprint === "forgotten" ? [] : [account(accountId, fingerprint)],
        );
        const known = mergeLogs({ accounts, folded: [] }, lines);
        for (const accountId of ["a", "b"]) {
          const last = logs.flatMap((log) => log.findLast((one) => one.accountId === accountId)?.fingerprint ?? []);
          const found = known.get(accountId)?.fingerprint;
          if (last.length === 0)
            expect(found).to.equal(accounts.findLast((one) => one.accountId === accountId)?.fingerprint);
          else expect(found).to.equal(new Set(last).size === 1 && last[0] !== "forgotten" ? last[0] : undefined);
        }
      }),
    );
  });
});
