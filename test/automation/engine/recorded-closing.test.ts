import { expect } from "chai";
import { findClosed } from "../../../automation/engine/recorded-closing";
import type { StoredResource } from "../../../automation/engine/recorded-vendor-resources";

const urnOf = (type: string, name: string) => `urn:pulumi:222222222222::acme::${type}::${name}`;
const kept = urnOf("pulumi-nodejs:dynamic:SpotAccount", "access-spot-account");
const closed = {
  closedAt: "2026-03-01T10:00:00.000Z",
  keep: [{ kind: "SpotAccount", id: "act-1" }],
  roles: [],
  urns: [kept],
};

function stackWith(outputs: Record<string, unknown>, ...more: Partial<StoredResource>[]): StoredResource[] {
  const stack = { urn: urnOf("pulumi:pulumi:Stack", "acme"), type: "pulumi:pulumi:Stack", outputs };
  const provider = "pulumi:providers:pulumi-nodejs";
  return [
    stack,
    { urn: urnOf("x:y:AccountAccess", "access"), type: "x:y:AccountAccess" },
    { urn: urnOf(provider, "default"), type: provider, custom: true },
    { urn: kept, type: "pulumi-nodejs:dynamic:SpotAccount", custom: true },
    ...more.map((resource) => ({ urn: urnOf("any", "any"), type: "any", custom: true, ...resource })),
  ];
}

describe("findClosed", () => {
  it("finds nothing where an account is open or has no stack", () => {
    expect(findClosed([])).to.equal(undefined);
    expect(findClosed(stackWith({ grants: [] }))).to.equal(undefined);
  });

  it("finds since when it is closed, and that only its vendor accounts are left", () => {
    const { urns: _urns, ...rest } = closed;
    expect(findClosed(stackWith({ closed }))).to.deep.equal({ ...rest, complete: true });
  });

  const leftovers: [title: string, resource: Partial<StoredResource>][] = [
    ["a role", { urn: urnOf("aws:iam/role:Role", "access-spot-role") }],
    ["the account's provider", { type: "pulumi:providers:aws" }],
    ["a vendor account that was replaced", { urn: kept, delete: true }],
  ];
  for (const [title, resource] of leftovers) {
    it(`takes it for interrupted while ${title} is left`, () => {
      expect(findClosed(stackWith({ closed }, resource))?.complete).to.equal(false);
    });
  }
});
