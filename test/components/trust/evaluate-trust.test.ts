import { expect } from "chai";
import fc from "fast-check";
import type { AssumeRequest } from "../../../components/trust/assume-request";
import { evaluateTrust } from "../../../components/trust/evaluate-trust";
import { parsePrincipal } from "../../../components/trust/principal";
import { renderTrustPolicy } from "../../../components/trust/render-trust";
import type { TrustPolicy } from "../../../components/trust/trust-policy";
import { TrustError } from "../../../components/trust/trust-problem";
import { accountIds, externalIds, policies, principals, rolePrincipals } from "./arbitrary-trust";
import { trustCases } from "./trust-cases";

const id = "Xb3kdQ0aTz7LmN2pR5sV";
const account = "111111111111";
const jo = "arn:aws:iam::111111111111:user/jo";

describe("evaluateTrust", () => {
  for (const [title, statement, request, allowed] of trustCases) {
    it(`${allowed ? "lets in" : "keeps out"}: ${title}`, () => {
      expect(evaluateTrust({ statements: [statement] }, request)).to.deep.include({ allowed });
    });
  }

  it("names the statement that decided", () => {
    const policy: TrustPolicy = {
      statements: [{ principals: ["222222222222"] }, { sid: "Ours", principals: [account] }],
    };
    expect(evaluateTrust(policy, { principalArn: jo })).to.deep.equal({
      allowed: true,
      statement: "Ours",
      reason: `statement Ours allows sts:AssumeRole to ${jo}`,
    });
    expect(evaluateTrust({ statements: [{ principals: [account] }] }, { principalArn: jo }).statement).to.equal(0);
  });

  it("says of every statement why it did not let in", () => {
    const policy = {
      statements: [
        { principals: [account], externalIds: [id] },
        { sid: "Other", principals: ["222222222222"] },
      ],
    };
    const { allowed, reason, statement } = evaluateTrust(policy, { principalArn: jo, externalId: "wrong" });
    expect({ allowed, statement }).to.deep.equal({ allowed: false, statement: undefined });
    expect(reason).to.contain(`asks for sts:ExternalId StringEquals ${id}, and the request has wrong`);
    expect(reason).to.contain(`statement Other does not name ${jo}`);
  });

  const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const everybody = { Effect: "Allow", Principal: "*", Action: "sts:*" };

  it("lets a denial win over whatever allows", () => {
    const deny = { Sid: "No", Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
    const text = document(everybody, {
      ...deny,
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdef1234" } },
    });
    expect(evaluateTrust(text, { principalArn: jo })).to.deep.include({ allowed: false, statement: "No" });
    expect(evaluateTrust(text, { principalArn: jo, organizationId: "o-abcdef1234" }).allowed).to.equal(true);
  });

  it("reads documents that were not made here: Null, IfExists, sets, NotAction, deleted principals", () => {
    const allows = (more: object, request: Partial<AssumeRequest> = {}) =>
      evaluateTrust(document({ ...everybody, ...more }), { principalArn: jo, ...request }).allowed;
    const mfaKnown = { Condition: { Null: { "aws:MultiFactorAuthAge": "false" } } };
    expect(allows(mfaKnown, { mfaAgeSeconds: 5 })).to.equal(true);
    expect(allows(mfaKnown)).to.equal(false);
    const ifExists = { Condition: { StringEqualsIfExists: { "sts:ExternalId": id } } };
    expect(allows(ifExists)).to.equal(true);
    expect(allows(ifExists, { externalId: "other" })).to.equal(false);
    expect(allows({ Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } } })).to.equal(false);
    expect(allows({ Action: undefined, NotAction: "sts:AssumeRole" })).to.equal(false);
    expect(allows({ Principal: { AWS: "AIDAEXAMPLEEXAMPLE123" } })).to.equal(false);
    expect(allows({ Principal: undefined, NotPrincipal: { AWS: jo } })).to.equal(false);
  });

  it("takes a role session without a second factor for one that says so, which long-lived keys do not", () => {
    const ifSaid = document({ ...everybody, Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } });
    const session = `arn:aws:sts::${account}:assumed-role/Deployer/run-1`;
    expect(evaluateTrust(ifSaid, { principalArn: jo }).allowed).to.equal(true);
    expect(evaluateTrust(ifSaid, { principalArn: session }).allowed).to.equal(false);
  });

  it("does not take a condition key it knows nothing of for one that is absent", () => {
    const elsewhere = { StringNotEquals: { "aws:SourceVpc": "vpc-1" } };
    const unknown = document({ ...everybody, Condition: elsewhere });
    expect(() => evaluateTrust(unknown, { principalArn: jo })).to.throw(TrustError, /aws:SourceVpc.*nothing is known/);
    const settled = { ...everybody, Condition: { ...elsewhere, StringEquals: { "sts:ExternalId": id } } };
    expect(evaluateTrust(document(settled), { principalArn: jo }).allowed).to.equal(false);
  });

  it("refuses to guess what it does not know", () => {
    const unknown = document({ ...everybody, Condition: { BinaryEquals: { "sts:SourceIdentity": "y" } } });
    const variable = document({
      ...everybody,
      Condition: { StringEquals: { "sts:RoleSessionName": "$" + "{aws:username}" } },
    });
    expect(() => evaluateTrust(unknown, { principalArn: jo })).to.throw(TrustError, /operator BinaryEquals/);
    expect(() => evaluateTrust(variable, { principalArn: jo })).to.throw(TrustError, /variable/);
    expect(() => evaluateTrust("nonsense", { principalArn: jo })).to.throw(TrustError, /is not JSON/);
  });

  it("lets in every principal that was named, when it meets the conditions", () => {
    fc.assert(
      fc.property(principals, externalIds, (principal, externalId) => {
        const policy = { statements: [{ principals: [principal], externalIds: [externalId] }] };
        const principalArn = parsePrincipal(principal).text;
        expect(evaluateTrust(policy, { principalArn, externalId }).allowed).to.equal(true);
      }),
    );
  });

  it("lets in no principal that was not named, whatever else it presents", () => {
    fc.assert(
      fc.property(policies, rolePrincipals, (policy, stranger) => {
        const named = policy.statements.flatMap((statement) =>
          statement.principals.map((text) => parsePrincipal(text)),
        );
        const { accountId } = parsePrincipal(stranger);
        fc.pre(
          !named.some(
            ({ kind, text, accountId: own }) => text === stranger || (kind === "account" && own === accountId),
          ),
        );
        for (const {
          externalIds: ids = [""],
          organizationIds: [organizationId] = [],
          sourceIps: [sourceIp] = [],
        } of policy.statements) {
          const request = { principalArn: stranger, externalId: ids[0], organizationId, sourceIp };
          expect(evaluateTrust(renderTrustPolicy(policy, { maxLength: 8192 }), request).allowed).to.equal(false);
        }
      }),
    );
  });

  it("lets in no external id that was not named, and never a request without one", () => {
    fc.assert(
      fc.property(
        accountIds,
        fc.array(externalIds, { minLength: 1, maxLength: 3 }),
        fc.string(),
        (trusted, ids, guess) => {
          fc.pre(!ids.includes(guess));
          const policy = { statements: [{ principals: [trusted], externalIds: ids }] };
          const principalArn = `arn:aws:iam::${trusted}:root`;
          expect(evaluateTrust(policy, { principalArn, externalId: guess }).allowed).to.equal(false);
          expect(evaluateTrust(policy, { principalArn }).allowed).to.equal(false);
        },
      ),
    );
  });
});
