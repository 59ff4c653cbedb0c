import { expect } from "chai";
import * as fc from "fast-check";
import { listPolicyChanges } from "../../../automation/diff/policy-changes";
import { readPolicy } from "../../../automation/diff/policy-elements";

function changes(before: unknown, after: unknown): string[] {
  const [old, now] = [readPolicy(JSON.stringify(before)), readPolicy(JSON.stringify(after))];
  if (!old || !now) return expect.fail("it is no policy");
  return listPolicyChanges(old, now).map(
    ({ sign, what, text, of }) => `${sign} ${what} ${text}${of ? ` of ${of}` : ""}`,
  );
}

const allow = (Action: unknown, rest: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...rest });
const policy = (...Statement: unknown[]) => ({ Version: "2012-10-17", Statement });

describe("listPolicyChanges", () => {
  it("tells single actions, however lists are written and ordered", () => {
    expect(changes(policy(allow("ec2:A")), policy(allow(["ec2:B", "ec2:A"])))).to.deep.equal(["+ action ec2:B"]);
    expect(changes(policy(allow(["ec2:A", "ec2:B", "ec2:A"])), policy(allow(["ec2:A"])))).to.deep.equal([
      "- action ec2:B",
    ]);
    expect(changes({ Statement: allow("ec2:A") }, policy(allow(["ec2:A"], { Sid: "" })))).to.deep.equal([]);
  });

  it("tells principals and conditions of a trust policy", () => {
    const trust = (AWS: unknown, id: unknown) =>
      policy({
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS },
        Condition: { StringEquals: { "sts:ExternalId": id } },
      });
    const [one, two] = ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"];
    expect(changes(trust(one, "a"), trust([one, two], ["a", "b"]))).to.deep.equal([
      `+ principal ${two}`,
      "+ condition StringEquals sts:ExternalId b",
    ]);
    const service = policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } });
    const both = policy({ ...(service.Statement[0] as object), Principal: { Service: "ec2.amazonaws.com", AWS: one } });
    expect(changes(service, both)).to.deep.equal([`+ principal ${one}`]);
  });

  it("compares statements with those they were, and says which of several it means", () => {
    const before = policy(allow("ec2:A"), { Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::a/*" });
    const after = policy({ Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::b/*" }, allow("ec2:A"));
    expect(changes(before, after)).to.deep.equal([
      "+ resource arn:aws:s3:::b/* of Allow s3:Get*",
      "- resource arn:aws:s3:::a/* of Allow s3:Get*",
    ]);
    const named = (sid: string, action: string) => allow(action, { Sid: sid });
    expect(
      changes(policy(named("One", "a:A"), named("Two", "b:B")), policy(named("Two", "a:A"), named("One", "c:C"))),
    ).to.have.members([
      "+ action c:C of Allow One",
      "- action a:A of Allow One",
      "+ action a:A of Allow Two",
      "- action b:B of Allow Two",
    ]);
  });

  it("tells a whole statement where there is none like it, and never takes a denial for an allowance", () => {
    expect(
      changes(policy(allow("ec2:A")), policy(allow("ec2:A"), { ...allow(["ec2:B", "ec2:C"]), Effect: "Deny" })),
    ).to.deep.equal(["+ statement Deny action ec2:B, ec2:C; resource *"]);
    expect(changes(policy(allow("ec2:A")), policy({ ...allow("ec2:A"), Effect: "Deny" }))).to.deep.equal([
      "- statement Allow action ec2:A; resource *",
      "+ statement Deny action ec2:A; resource *",
    ]);
  });

  const word = fc.constantFrom("a:A", "a:B", "b:A", "b:B", "c:C");
  const statement = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.uniqueArray(word, { minLength: 1 }),
    Resource: fc.uniqueArray(fc.constantFrom("*", "arn:x", "arn:y"), { minLength: 1 }),
  });
  const anyPolicy = fc.array(statement, { minLength: 1, maxLength: 4 }).map((statements) => policy(...statements));
  const flipped = (line: string): string => (line.startsWith("+") ? `-${line.slice(1)}` : `+${line.slice(1)}`);
  const withoutStatement = (line: string): string => line.replace(/ of (Allow|Deny) .*/, "");

  it("tells nothing of what means the same, in any order", () => {
    fc.assert(
      fc.property(anyPolicy, ({ Statement, ...rest }) => {
        const reversed = [...Statement]
          .reverse()
          .map((one) => ({ ...(one as object), Action: [...(one as { Action: string[] }).Action].reverse() }));
        expect(changes({ Statement, ...rest }, { ...rest, Statement: reversed })).to.deep.equal([]);
      }),
    );
  });

  it("tells the way back as the same changes the other way round, and something whenever a permission differs", () => {
    const granted = (of: { Statement: unknown[] }) =>
      JSON.stringify([...new Set(of.Statement.map((one) => JSON.stringify(sorted(one))))].sort());
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (one, other) => {
        const [there, back] = [changes(one, other), changes(other, one)];
        expect(there.length > 0).to.equal(granted(one) !== granted(other));
        if (there.some((line) => line.includes(" of "))) return;
        expect(back.map(withoutStatement).sort()).to.deep.equal(there.map(withoutStatement).map(flipped).sort());
      }),
    );
  });
});

describe("readPolicy", () => {
  it("takes nothing else for a policy", () => {
    for (const value of [
      undefined,
      1,
      "text",
      "{}",
      "{not json",
      '{"Statement":[]}',
      '{"Statement":[{"Action":"a"}]}',
      "[]",
    ]) {
      expect(readPolicy(value)).to.equal(undefined);
    }
  });
});

function sorted(statement: unknown): unknown {
  const { Effect, Action, Resource } = statement as { Effect: string; Action: string[]; Resource: string[] };
  return [Effect, [...Action].sort(), [...Resource].sort()];
}
