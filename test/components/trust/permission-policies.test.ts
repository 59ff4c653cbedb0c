import { expect } from "chai";
import fc from "fast-check";
import { mergeStatements, policySize, renderPermissionPolicies } from "../../../components/trust/permission-policies";
import type { PermissionStatement } from "../../../components/trust/permission-statement";
import { TrustError } from "../../../components/trust/trust-problem";

const statement = (actions: string[], more: Partial<PermissionStatement> = {}): PermissionStatement => ({
  effect: "Allow",
  actions,
  resources: ["*"],
  ...more,
});

interface Written {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

const read = (documents: string[]): Written[] => documents.flatMap((document) => JSON.parse(document).Statement);
const list = (value: string | string[]): string[] => [value].flat();

/** Every single permission of a list of documents: effect, action, resource and conditions. */
const permissionsOf = (written: Written[]): Set<string> =>
  new Set(
    written.flatMap(({ Effect, Action, Resource, Condition }) =>
      list(Action).flatMap((action) =>
        list(Resource).map((resource) => JSON.stringify([Effect, action, resource, Condition ?? null])),
      ),
    ),
  );

const statements: fc.Arbitrary<PermissionStatement> = fc.record({
  effect: fc.constantFrom("Allow", "Deny"),
  actions: fc.array(fc.stringMatching(/^[a-z0-9]{2,5}:[A-Z][A-Za-z]{1,30}\*?$/), { minLength: 1, maxLength: 30 }),
  resources: fc.array(fc.constantFrom("*", "arn:aws:s3:::a", "arn:aws:s3:::b"), { minLength: 1, maxLength: 2 }),
});

describe("mergeStatements", () => {
  it("puts together what differs only in actions, once each", () => {
    expect(
      mergeStatements([statement(["b:B", "a:A"], { sid: "One" }), statement(["a:A", "c:C"], { sid: "Two" })]),
    ).to.deep.equal([statement(["a:A", "b:B", "c:C"])]);
  });

  it("keeps apart other resources, effects and conditions, and the name of a statement that stands alone", () => {
    const apart = [
      statement(["a:A"], { sid: "Alone" }),
      statement(["a:A"], { effect: "Deny" }),
      statement(["a:A"], { resources: ["arn:aws:s3:::a"] }),
      statement(["a:A"], { conditions: { StringEquals: { "aws:x": ["y"] } } }),
    ];
    expect(mergeStatements(apart)).to.deep.equal(apart);
  });
});

describe("renderPermissionPolicies", () => {
  it("writes one document in the way AWS does", () => {
    const [document, ...more] = renderPermissionPolicies([
      statement(["s3:Get*"], { sid: "Read", conditions: { StringEquals: { "aws:x": ["b", "a", "a"] } } }),
    ]);
    expect(more).to.deep.equal([]);
    expect(document).to.equal(
      '{"Statement":[{"Action":"s3:Get*","Condition":{"StringEquals":{"aws:x":["a","b"]}},"Effect":"Allow","Resource":"*","Sid":"Read"}],"Version":"2012-10-17"}',
    );
  });

  it("writes nothing for no statements", () => {
    expect(renderPermissionPolicies([])).to.deep.equal([]);
  });

  it("never gives one name to two statements of a document", () => {
    const named = (resource: string) => statement(["a:A"], { sid: "Same", resources: [resource] });
    expect(read(renderPermissionPolicies([named("arn:1"), named("arn:2")])).map(({ Sid }) => Sid)).to.deep.equal([
      "Same",
      undefined,
    ]);
  });

  it("counts as AWS does, without white space", () => {
    expect(policySize('{ "a":\n\t"b c" }')).to.equal('{"a":"bc"}'.length);
  });

  it("loses nothing, widens nothing and keeps within the limit, however often it has to split", () => {
    fc.assert(
      fc.property(
        fc.array(statements, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 200, max: 2000 }),
        (wanted, limit) => {
          const documents = renderPermissionPolicies(wanted, limit);
          for (const document of documents) {
            expect(policySize(document)).to.be.at.most(limit);
          }
          const asked = wanted.map(({ effect, actions, resources }) => ({
            Effect: effect,
            Action: actions,
            Resource: resources,
          }));
          expect(permissionsOf(read(documents))).to.deep.equal(permissionsOf(asked));
          expect(renderPermissionPolicies(wanted, limit)).to.deep.equal(documents);
        },
      ),
    );
  });

  it("splits many resources of one action", () => {
    const resources = Array.from({ length: 200 }, (_, index) => `arn:aws:iam::111111111111:role/${index}`);
    const documents = renderPermissionPolicies([statement(["sts:AssumeRole"], { resources })]);
    expect(documents).to.have.length(2);
    expect(permissionsOf(read(documents)).size).to.equal(200);
  });

  it("refuses what fits into no policy", () => {
    const huge = statement(["a:A"], { conditions: { StringEquals: { "aws:x": ["y".repeat(7000)] } } });
    expect(() => renderPermissionPolicies([huge])).to.throw(TrustError, /a:A on \* does not fit into 6144 characters/);
  });
});
