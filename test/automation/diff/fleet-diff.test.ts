import { expect } from "chai";
import * as fc from "fast-check";
import { renderText } from "../../../automation/cli/render-text";
import { type AccountFacts, accountWords } from "../../../automation/diff/account-values";
import { createFleetDiff } from "../../../automation/diff/fleet-diff";
import type { PlannedChange, PlannedProperty } from "../../../automation/model";
import { diffText } from "../../../automation/report/diff-text";

const factsOf = (id: string): AccountFacts => ({
  id,
  name: `shop-${id[0]}`,
  connected: [{ party: "spot", id: `act-${id.slice(0, 6)}` }],
});
const accounts = ["222222222222", "333333333333", "444444444444"].map(factsOf);
const document = (...Action: string[]) => JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const trust = (account: string, ...principals: string[]) =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS: [`arn:aws:iam::${account}:role/own`, ...principals] },
        Condition: { StringEquals: { "sts:ExternalId": `spot:${account}:abc` } },
      },
    ],
  });

function change(facts: Partial<PlannedChange> & { properties?: PlannedProperty[] }): PlannedChange {
  return { resource: "Role access-spot-role", type: "aws:iam/role:Role", change: "update", properties: [], ...facts };
}

function textOf(changesOf: (account: AccountFacts, index: number) => PlannedChange[]): string {
  const diff = createFleetDiff(accounts.map((account, index) => ({ account, resources: changesOf(account, index) })));
  return renderText(diffText(diff), { hasColour: false });
}

describe("The diff of a fleet", () => {
  it("is nothing where nothing changes", () => {
    expect(textOf(() => [])).to.equal("");
  });

  it("tells an action that all accounts get once, and one that one account loses beside it", () => {
    const text = textOf((_account, index) => [
      change({
        properties: [
          {
            name: "policy",
            before: document("ec2:A", "ec2:B"),
            after: index === 1 ? document("ec2:A", "ec2:X") : document("ec2:A", "ec2:B", "ec2:X"),
          },
        ],
      }),
    ]);
    expect(text.split("\n").filter(Boolean)).to.deep.equal([
      "What would change, equal changes together:",
      "  3 accounts (shop-2, shop-3, shop-4): Role access-spot-role: + policy action ec2:X",
      "  shop-3 (333333333333): Role access-spot-role: - policy action ec2:B",
    ]);
  });

  it("takes what is of one account alone for the same: ids, ARNs, external ids, vendor accounts", () => {
    const text = textOf(({ id, connected = [] }) => [
      change({
        properties: [
          { name: "assumeRolePolicy", before: trust(id), after: trust(id, `arn:aws:iam::${id}:role/new`) },
          { name: "description", before: "x", after: `of ${connected[0]?.id} in ${id}` },
          { name: "externalId", before: `old-${id}`, after: `new-${id}` },
        ],
      }),
    ]);
    expect(text).to.include("  3 accounts (shop-2, shop-3, shop-4):\n");
    expect(text).to.include("Role access-spot-role: + trust principal arn:aws:iam::<account id>:role/new");
    expect(text).to.include("description x -> of <Spot id> in <account id>");
    expect(text).to.include("externalId <external id> -> <external id>");
    expect(text).not.to.match(/\d{12}/);
  });

  it("tells equal creations once, and of others what they have unlike most", () => {
    const text = textOf(({ id }, index) => [
      change({
        change: "create",
        properties: [
          { name: "policy", after: index === 2 ? document("ec2:A") : document("ec2:A", "ec2:B") },
          { name: "arn", after: `arn:aws:iam::${id}:policy/p` },
        ],
      }),
    ]);
    expect(text.split("\n").filter(Boolean).slice(1)).to.deep.equal([
      "  2 accounts (shop-2, shop-3): + Role access-spot-role",
      "  shop-4 (444444444444): + Role access-spot-role: unlike most: - policy action ec2:B",
    ]);
  });

  it("tells deletions and replacements, and never what is secret", () => {
    const hidden: PlannedProperty = { name: "password", before: "[secret]", after: "[secret]" };
    const text = textOf((_account, index) => [
      change({ change: "delete", resource: "Policy old" }),
      ...(index === 0 ? [change({ change: "replace", properties: [{ name: "name", before: "A", after: "B" }] })] : []),
      ...(index === 1 ? [change({ properties: [hidden] })] : []),
    ]);
    expect(text).to.include("3 accounts (shop-2, shop-3, shop-4): - Policy old");
    expect(text).to.include("shop-2 (222222222222): replaces Role access-spot-role: name A -> B");
    expect(text).to.include("shop-3 (333333333333): Role access-spot-role: password changes");
  });

  it("tells fields and list items one by one, and that the order of a list is another one", () => {
    const text = textOf((_account, index) =>
      index > 0
        ? []
        : [
            change({
              properties: [
                { name: "tags", before: { a: "1", b: "2" }, after: { a: "1", c: "3" } },
                { name: "managedPolicyArns", before: ["x", "y"], after: ["y", "z"] },
                { name: "subjects", before: ["x", "y"], after: ["y", "x"] },
                { name: "maxSessionDuration", before: 3600, after: 7200 },
              ],
            }),
          ],
    );
    for (const line of [
      "- tags.b 2",
      "+ tags.c 3",
      "+ managedPolicyArns z",
      "- managedPolicyArns x",
      "subjects in another order",
      "longest session 3600 -> 7200",
    ]) {
      expect(text.split("\n").map((one) => one.trim())).to.include(`Role access-spot-role: ${line}`);
    }
  });

  const digits = fc.stringMatching(/^[1-9]\d{11}$/);
  const line = fc.record({ resource: fc.constantFrom("Role a", "Role b"), value: fc.constantFrom("x", "y", "z") });

  it("names every account with every change of its own exactly once, in whatever order accounts are told", () => {
    const fleet = fc.uniqueArray(
      fc.record({ id: digits, lines: fc.uniqueArray(line, { selector: ({ resource }) => resource }) }),
      {
        selector: ({ id }) => id,
        maxLength: 8,
      },
    );
    const told = (parts: { id: string; lines: { resource: string; value: string }[] }[]) =>
      createFleetDiff(
        parts.map(({ id, lines }) => ({
          account: { id, name: `n${id}` },
          resources: lines.map(({ resource, value }) =>
            change({ resource, properties: [{ name: "path", before: "-", after: `${value}${id}` }] }),
          ),
        })),
      );
    fc.assert(
      fc.property(fleet, (parts) => {
        const pairs = told(parts).flatMap((group) =>
          group.accounts.flatMap(({ id }) => group.lines.map((text) => `${group.resource} ${text} ${id}`)),
        );
        const wanted = parts.flatMap(({ id, lines }) =>
          lines.map(({ resource, value }) => `${resource} path - -> ${value}${id} ${id}`),
        );
        expect(pairs.sort()).to.deep.equal(wanted.sort());
        const shape = (groups: ReturnType<typeof told>) =>
          groups.map(({ accounts: some, lines }) => [lines, some.map(({ id }) => id).sort()].join()).sort();
        expect(shape(told([...parts].reverse()))).to.deep.equal(shape(told(parts)));
      }),
    );
  });
});

describe("The words for what is of one account alone", () => {
  const id = fc.stringMatching(/^[1-9]\d{11}$/);
  // Nothing that could stand for an id of its own, or run into one.
  const around = fc.stringMatching(/^[a-z:/ ]{0,20}$/).map((text) => `${text}:`);

  it("are the same for two accounts in the same text, leave no id of theirs, and are not changed again", () => {
    fc.assert(
      fc.property(id, id, around, around, (one, other, before, after) => {
        const text = (of: string): string =>
          accountWords({ id: of, name: `name-of-${of}` }).text(`${before}${of}:${after}`);
        expect(text(one)).to.equal(text(other));
        expect(text(one)).not.to.include(one);
        expect(accountWords({ id: one, name: `name-of-${one}` }).text(text(one))).to.equal(text(one));
      }),
    );
  });

  it("leave ids of other accounts, and longer words that begin or end with the id", () => {
    const words = accountWords({ id: "222222222222", name: "dev", connected: [{ party: "spot", id: "act-1" }] });
    for (const text of [
      "arn:aws:iam::333333333333:root",
      "2222222222223",
      "x222222222222",
      "act-12",
      "devices",
      "ec2:dev",
    ]) {
      expect(words.text(text)).to.equal(text);
    }
    expect(words.text("dev")).to.equal("<account name>");
    expect(words.text("act-1")).to.equal("<Spot id>");
  });
});
