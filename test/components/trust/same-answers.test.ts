import { expect } from "chai";
import fc from "fast-check";
import type { AssumeRequest } from "../../../components/trust/assume-request";
import { isSameTrust } from "../../../components/trust/compare-trust";
import { evaluateTrust } from "../../../components/trust/evaluate-trust";
import { writeTrustDocument } from "../../../components/trust/trust-document";
import type { TrustStatement } from "../../../components/trust/trust-policy";

// A world so small that every request in it can be asked: two policies are equal there when they answer all of them alike. That
// takes, for each condition a policy here can have and for having none, a request which meets it and nothing narrower.
const principals = ["arn:aws:iam::111111111111:role/one", "arn:aws:iam::222222222222:user/two", "333333333333"];
const asking = [
  "arn:aws:iam::111111111111:role/one",
  "arn:aws:iam::222222222222:user/two",
  "arn:aws:iam::333333333333:role/x",
];
const externalIds = ["acme@1@read", "acme@2@read"];
const patterns = ["acme@*", "acme@1*"];
const blocks = ["192.0.2.0/24", "192.0.2.0/25", "192.0.2.1"];
const addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.200", "198.51.100.1"];
const ages = [900, 3600];
const agesAsked = [undefined, 500, 1000, 5000];

const requests: AssumeRequest[] = asking.flatMap((principalArn) =>
  [undefined, ...externalIds, "acme@1x", "acme@3"].flatMap((externalId) =>
    addresses.flatMap((sourceIp) =>
      agesAsked.map((mfaAgeSeconds) => ({ principalArn, externalId, sourceIp, mfaAgeSeconds })),
    ),
  ),
);

const someOf = <Value>(values: Value[]) => fc.subarray(values, { minLength: 1 });
const statement: fc.Arbitrary<TrustStatement> = fc.record(
  {
    principals: someOf(principals),
    externalIds: someOf(externalIds),
    externalIdPatterns: someOf(patterns),
    sourceIps: someOf(blocks),
    requireMfa: fc.constant(true),
    maxMfaAgeSeconds: fc.constantFrom(...ages),
  },
  { requiredKeys: ["principals"] },
);
const documents = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((statements) => writeTrustDocument({ statements }));

const answers = (trust: string): string =>
  requests.map((request) => (evaluateTrust(trust, request).allowed ? "in" : "out")).join();

// Pairs that only a caller from elsewhere, or one with a fresh second factor, can tell apart.
const closePairs = (
  [
    [[{ principals }], [{ principals, sourceIps: ["192.0.2.0/24"] }]],
    [
      [{ principals, externalIdPatterns: ["acme@*"], maxMfaAgeSeconds: 3600 }],
      [
        { principals, externalIdPatterns: patterns, maxMfaAgeSeconds: 3600 },
        { principals, maxMfaAgeSeconds: 900 },
      ],
    ],
  ] satisfies [TrustStatement[], TrustStatement[]][]
).map(([one, other]): [string, string] => [
  writeTrustDocument({ statements: one }),
  writeTrustDocument({ statements: other }),
]);

describe("isSameTrust and evaluateTrust", () => {
  it("find any two policies equal, or neither does", function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        expect(isSameTrust(one, other)).to.equal(answers(one) === answers(other));
      }),
      { numRuns: 30, examples: closePairs },
    );
  });

  it("find a policy equal to itself with what it covers already added", function () {
    this.timeout(60_000);
    const narrower = fc.tuple(
      fc.array(statement, { minLength: 1, maxLength: 2 }),
      fc.nat({ max: 1 }),
      fc.constantFrom<Partial<TrustStatement>>(
        { requireMfa: true },
        { sessionNames: ["run"] },
        { sourceIps: ["192.0.2.1"] },
      ),
    );
    fc.assert(
      fc.property(narrower, ([statements, position, more]) => {
        const chosen = statements[position % statements.length];
        fc.pre(chosen !== undefined && (more.sourceIps === undefined || chosen.sourceIps === undefined));
        const covered = { ...chosen, ...more, principals: chosen?.principals ?? [] };
        const [one, other] = [{ statements }, { statements: [covered, ...statements] }].map(writeTrustDocument);
        expect(isSameTrust(one ?? "", other ?? "")).to.equal(true);
        expect(answers(one ?? "")).to.equal(answers(other ?? ""));
      }),
      { numRuns: 30 },
    );
  });
});
