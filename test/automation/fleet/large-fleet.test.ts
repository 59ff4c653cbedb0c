import { expect } from "chai";
import { chooseTargets } from "../../../automation/fleet/choose-targets";
import { chooseToOffboard } from "../../../automation/fleet/choose-to-offboard";
import { findOrphans } from "../../../automation/fleet/find-orphans";
import { sampleAccount, sampleHub, sampleSettings } from "./sample-fleet";

const size = 2_000;
/** More than any of it looks at each entry, and far less than if it looked at all of them for each. */
const mostReads = 20 * size;

/** A list that counts how often one of its entries is looked at. */
function counted<Entry>(entries: Entry[]): { list: Entry[]; reads(): number } {
  let reads = 0;
  const list = new Proxy(entries, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { list, reads: () => reads };
}

describe("What is done for each account of a large fleet", () => {
  const ids = Array.from({ length: size }, (_value, index) => String(200_000_000_000 + index));
  const settings = sampleSettings("accounts: { include: [{ ou: / }], exclude: [] }");
  const organization = () => counted(ids.map((id) => sampleAccount({ id, name: `account-${id}`, ouPath: "/" })));

  it("is done without looking through all the others: choosing those that a person named", () => {
    const [accounts, only, stacks] = [organization(), counted([...ids]), counted([...ids])];
    const known = { accounts: accounts.list, ouPaths: ["/"] };
    const { targets, problems } = chooseTargets(settings, known, sampleHub, { only: only.list, stacks: stacks.list });
    expect([targets.length, problems]).to.deep.equal([size, []]);
    for (const { reads } of [accounts, only, stacks]) expect(reads()).to.be.lessThan(mostReads);
  });

  it("is done without looking through all the others: choosing by their stacks", () => {
    const [accounts, only] = [organization(), counted([...ids])];
    const stacks = counted([...ids, ...ids.map((id) => `9${id.slice(1)}`)]);
    const known = { accounts: accounts.list, ouPaths: ["/"] };
    const { targets, problems } = chooseToOffboard(settings, known, sampleHub, stacks.list, only.list);
    expect([targets.length, problems]).to.deep.equal([size, []]);
    for (const { reads } of [accounts, only, stacks]) expect(reads()).to.be.lessThan(mostReads);
  });

  it("is done without looking through all the others: finding what belongs to accounts that are gone", () => {
    const stacks = counted([...ids]);
    const vendorAccounts = counted(
      ids.map((id) => ({ party: "spot" as const, id: `act-${id}`, name: id, awsAccountId: id })),
    );
    const orphans = findOrphans([], vendorAccounts.list, stacks.list);
    expect(orphans).to.have.length(size);
    expect(orphans[0]?.reason).to.equal("has a stack, and is connected at Spot, and is not in this organization");
    for (const { reads } of [stacks, vendorAccounts]) expect(reads()).to.be.lessThan(mostReads);
  });
});
