import { expect } from "chai";
import * as fc from "fast-check";
import { samePolicy } from "../../../../../../examples/sandbox/plugins/aws/documents/same-policy";

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("two policies", () => {
  const same: [what: string, left: string, right: string][] = [
    ["one item and a list of it", policy({ Action: "s3:*" }), policy({ Action: ["s3:*"] })],
    ["lists in another order", policy({ Action: ["a:b", "c:d"] }), policy({ Action: ["c:d", "a:b"] })],
    ["statements in another order", policy({ Sid: "a" }, { Sid: "b" }), policy({ Sid: "b" }, { Sid: "a" })],
    ["keys in another order", '{"Statement":[],"Version":"2012-10-17"}', policy()],
    ["white space", policy({ Action: "s3:*" }), JSON.stringify(JSON.parse(policy({ Action: "s3:*" })), null, 2)],
    [
      "a statement outside of a list",
      JSON.stringify({ Version: "2012-10-17", Statement: { Sid: "a" } }),
      policy({ Sid: "a" }),
    ],
    [
      "an account and its root",
      policy({ Principal: { AWS: "111111111111" } }),
      policy({ Principal: { AWS: ["arn:aws:iam::111111111111:root"] } }),
    ],
    ["everyone in both spellings", policy({ Principal: "*" }), policy({ Principal: { AWS: "*" } })],
    [
      "a truth value and its text",
      policy({ Condition: { Bool: { "aws:x": true } } }),
      policy({ Condition: { Bool: { "aws:x": "true" } } }),
    ],
    ["an empty statement id and none", policy({ Sid: "", Effect: "Allow" }), policy({ Effect: "Allow" })],
  ];
  for (const [what, left, right] of same) {
    it(`mean the same with ${what}`, () => expect(samePolicy(left, right)).to.equal(true));
  }

  const different: [what: string, left: string, right: string][] = [
    ["another effect", policy({ Effect: "Allow" }), policy({ Effect: "Deny" })],
    ["one action more", policy({ Action: ["a:b"] }), policy({ Action: ["a:b", "c:d"] })],
    ["an action and its opposite", policy({ Action: "a:b" }), policy({ NotAction: "a:b" })],
    [
      "another external id",
      policy({ Condition: { StringEquals: { "sts:ExternalId": "a" } } }),
      policy({ Condition: { StringEquals: { "sts:ExternalId": "b" } } }),
    ],
    ["another account", policy({ Principal: { AWS: "111111111111" } }), policy({ Principal: { AWS: "222222222222" } })],
    ["one statement more", policy({ Sid: "a" }), policy({ Sid: "a" }, { Sid: "b" })],
    ["text that is no policy", "same", "same"],
  ];
  for (const [what, left, right] of different) {
    it(`differ with ${what}`, () => expect(samePolicy(left, right)).to.equal(false));
  }

  it("mean the same however their lists are shuffled", () => {
    const action = fc.stringMatching(/^[a-z]{1,4}:[A-Z][a-z]{0,4}$/);
    const statements = fc.array(
      fc.record({
        Effect: fc.constantFrom("Allow", "Deny"),
        Action: fc.uniqueArray(action, { minLength: 1, maxLength: 4 }),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(statements, (list) => {
        const turned = list.map((statement) => ({ ...statement, Action: [...statement.Action].reverse() })).reverse();
        expect(samePolicy(policy(...list), policy(...turned))).to.equal(true);
      }),
    );
  });
});
