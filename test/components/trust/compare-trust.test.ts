import { expect } from "chai";
import fc from "fast-check";
import { isSameTrust, trustMeaning } from "../../../components/trust/compare-trust";
import { renderTrustPolicy } from "../../../components/trust/render-trust";
import type { TrustPolicy } from "../../../components/trust/trust-policy";
import { externalIds, policies, principals } from "./arbitrary-trust";

const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (AWS: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS },
  Action: "sts:AssumeRole",
  ...more,
});
const one = "111111111111";
const two = "arn:aws:iam::222222222222:root";
const withId = (operator: string, ids: string | string[]) => ({ Condition: { [operator]: { "sts:ExternalId": ids } } });
const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const from = (...blocks: string[]) => when("IpAddress", "aws:SourceIp", blocks);

describe("isSameTrust", () => {
  const equal: [string, string, string][] = [
    ["a bare account id and its root", document(allow(one)), document(allow(`arn:aws:iam::${one}:root`))],
    ["one statement and two", document(allow([one, two])), document(allow(two), allow(one))],
    ["different names of statements", document(allow(one, { Sid: "A" })), document(allow(one, { Sid: "B" }))],
    ["a list of one and its item", document(allow([one])), document(allow(one))],
    [
      "two external ids and a statement each",
      document(allow(one, withId("StringEquals", ["a", "b"]))),
      document(allow(one, withId("StringEquals", "b")), allow(one, withId("StringEquals", "a"))),
    ],
    [
      "a pattern without a wildcard and a text",
      document(allow(one, withId("StringLike", "a"))),
      document(allow(one, withId("StringEquals", "a"))),
    ],
    [
      "condition keys and actions in another case",
      document(allow(one, { Condition: { StringEquals: { "STS:externalid": "a" } }, Action: "STS:assumerole" })),
      document(allow(one, withId("StringEquals", "a"))),
    ],
    [
      "a statement that a wider one covers",
      document(allow(one), allow(one, withId("StringEquals", "a"))),
      document(allow(one)),
    ],
    [
      "an external id and a pattern that holds it",
      document(allow(one, withId("StringLike", ["acme@*", "acme@1@read", "acme@1*"]))),
      document(allow(one, withId("StringLike", "acme@*"))),
    ],
    [
      "an address and its block, written either way",
      document(allow(one, from("192.0.2.7", "192.0.2.7/32", "192.0.2.0/25", "192.0.2.0/24"))),
      document(allow(one, from("192.0.2.0/24"))),
    ],
    [
      "two ages of the second factor and the longer one",
      document(allow(one, when("NumericLessThan", "aws:MultiFactorAuthAge", [900, "3600.0"]))),
      document(allow(one, when("NumericLessThan", "aws:MultiFactorAuthAge", "3600"))),
    ],
    [
      "an age of the second factor, and that there is one",
      document(
        allow(one, {
          Condition: {
            NumericLessThan: { "aws:MultiFactorAuthAge": "900" },
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            Null: { "aws:MultiFactorAuthPresent": "false", "aws:multifactorauthage": "false" },
          },
        }),
      ),
      document(allow(one, when("NumericLessThan", "aws:MultiFactorAuthAge", "900"))),
    ],
    [
      "that the second factor has an age, and that there is one",
      document(allow(one, when("Null", "aws:MultiFactorAuthAge", "false"))),
      document(allow(one, when("Bool", "aws:MultiFactorAuthPresent", true))),
    ],
    [
      "an external id, and that there is one",
      document(
        allow(one, { Condition: { StringEquals: { "sts:ExternalId": "a" }, Null: { "STS:ExternalId": "False" } } }),
      ),
      document(allow(one, withId("StringEquals", "a"))),
    ],
    [
      "two conditions on a key of which one settles both",
      document(
        allow(one, {
          Condition: { StringEquals: { "sts:ExternalId": "a1" }, StringLike: { "sts:ExternalId": ["a*", "b*"] } },
        }),
      ),
      document(
        allow(one, {
          Condition: { StringEquals: { "sts:ExternalId": "a1" }, StringLike: { "sts:ExternalId": "a*" } },
        }),
      ),
    ],
  ];
  for (const [title, first, second] of equal) {
    it(`sees no difference between ${title}`, () => {
      expect(isSameTrust(first, second)).to.equal(true);
    });
  }

  const different: [string, string, string][] = [
    ["two accounts", document(allow(one)), document(allow(two))],
    ["an account and a role of it", document(allow(one)), document(allow(`arn:aws:iam::${one}:role/x`))],
    ["an external id and none", document(allow(one, withId("StringEquals", "a"))), document(allow(one))],
    [
      "external ids in another case",
      document(allow(one, withId("StringEquals", "a"))),
      document(allow(one, withId("StringEquals", "A"))),
    ],
    ["allowing and denying", document(allow(one)), document(allow(one, { Effect: "Deny" }))],
    [
      "a condition and its negation",
      document(allow(one, withId("StringEquals", "a"))),
      document(allow(one, withId("StringNotEquals", "a"))),
    ],
    [
      "not any of two and not one of them each",
      document(allow(one, withId("StringNotEquals", ["a", "b"]))),
      document(allow(one, withId("StringNotEquals", "a")), allow(one, withId("StringNotEquals", "b"))),
    ],
    [
      "any number of characters and one",
      document(allow(one, withId("StringLike", ["a*", "a?"]))),
      document(allow(one, withId("StringLike", "a?"))),
    ],
    ["a block and half of it", document(allow(one, from("192.0.2.0/24"))), document(allow(one, from("192.0.2.0/25")))],
    ["an IPv4 and an IPv6 block", document(allow(one, from("0.0.0.0/1"))), document(allow(one, from("::/1")))],
    [
      "that the key is there and that it is true",
      document(allow(one, when("Null", "aws:MultiFactorAuthPresent", "false"))),
      document(allow(one, when("Bool", "aws:MultiFactorAuthPresent", "true"))),
    ],
    [
      "a second factor and a fresh one",
      document(allow(one, when("Bool", "aws:MultiFactorAuthPresent", "true"))),
      document(allow(one, when("NumericLessThan", "aws:MultiFactorAuthAge", "900"))),
    ],
  ];
  for (const [title, first, second] of different) {
    it(`tells apart ${title}`, () => {
      expect(isSameTrust(first, second)).to.equal(false);
    });
  }

  it("sees no difference when principals and external ids are spread over statements", () => {
    const inputs = fc.tuple(
      fc.array(principals, { minLength: 1, maxLength: 3 }),
      fc.array(externalIds, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(inputs, ([names, ids]) => {
        const whole: TrustPolicy = { statements: [{ principals: names, externalIds: ids }] };
        const spread: TrustPolicy = {
          statements: names.flatMap((name) => ids.map((id) => ({ principals: [name], externalIds: [id] }))),
        };
        const raised = { maxLength: 8192 };
        expect(isSameTrust(renderTrustPolicy(whole, raised), renderTrustPolicy(spread, raised))).to.equal(true);
      }),
    );
  });

  it("tells apart policies when one lets in a principal more", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const raised = { maxLength: 8192 };
        const more = { statements: [...policy.statements, { principals: ["ec2.amazonaws.com"] }] };
        expect(trustMeaning(renderTrustPolicy(more, raised))).to.not.equal(
          trustMeaning(renderTrustPolicy(policy, raised)),
        );
      }),
    );
  });
});
