import { expect } from "chai";
import fc from "fast-check";
import type { AssumeRequest } from "../../../components/trust/assume-request";
import { evaluateTrust } from "../../../components/trust/evaluate-trust";
import { parsePrincipal } from "../../../components/trust/principal";
import { renderTrustPolicy } from "../../../components/trust/render-trust";
import type { TrustPolicy, TrustStatement } from "../../../components/trust/trust-policy";
import { TrustError } from "../../../components/trust/trust-problem";
import { accountIds, externalIds, policies, principals, rolePrincipals } from "./arbitrary-trust";

const id = "Xb3kdQ0aTz7LmN2pR5sV";
const account = "111111111111";
const jo = "arn:aws:iam::111111111111:user/jo";
const session = "arn:aws:sts::111111111111:assumed-role/Deployer/run-1";
const oidc = "arn:aws:iam::111111111111:oidc-provider/oidc.example.com";

describe("evaluateTrust", () => {
  const cases: [string, TrustStatement, AssumeRequest, boolean][] = [
    ["a user of the named account", { principals: [account] }, { principalArn: jo }, true],
    ["a role session of the named account", { principals: [account] }, { principalArn: session }, true],
    ["a user of another account", { principals: ["222222222222"] }, { principalArn: jo }, false],
    ["the named user", { principals: [jo] }, { principalArn: jo }, true],
    ["another user", { principals: [jo] }, { principalArn: `${jo}e` }, false],
    [
      "the account's root where a user is named",
      { principals: [jo] },
      { principalArn: `arn:aws:iam::${account}:root` },
      false,
    ],
    [
      "a session of the named role, whatever its path",
      { principals: ["arn:aws:iam::111111111111:role/a/Deployer"] },
      { principalArn: session },
      true,
    ],
    [
      "a session of a role of that name elsewhere",
      { principals: ["arn:aws:iam::222222222222:role/Deployer"] },
      { principalArn: session },
      false,
    ],
    ["the named session", { principals: [session] }, { principalArn: session }, true],
    ["another session of the role", { principals: [session] }, { principalArn: `${session}2` }, false],
    ["the named service", { principals: ["ec2.amazonaws.com"] }, { principalArn: "ec2.amazonaws.com" }, true],
    ["another service", { principals: ["ec2.amazonaws.com"] }, { principalArn: "ecs.amazonaws.com" }, false],
    [
      "a service where the account is named",
      { principals: [account] },
      { principalArn: "ec2.amazonaws.com", accountId: account },
      false,
    ],
    ["the right external id", { principals: [account], externalIds: [id] }, { principalArn: jo, externalId: id }, true],
    [
      "a wrong external id",
      { principals: [account], externalIds: [id] },
      { principalArn: jo, externalId: `${id}x` },
      false,
    ],
    [
      "the external id in another case",
      { principals: [account], externalIds: [id] },
      { principalArn: jo, externalId: id.toLowerCase() },
      false,
    ],
    ["no external id", { principals: [account], externalIds: [id] }, { principalArn: jo }, false],
    [
      "either external id while rotating",
      { principals: [account], externalIds: [`${id}1`, id] },
      { principalArn: jo, externalId: id },
      true,
    ],
    ["an external id nobody asked for", { principals: [account] }, { principalArn: jo, externalId: "any" }, true],
    [
      "an external id that fits the pattern",
      { principals: [account], externalIdPatterns: ["acme@*@write"] },
      { principalArn: jo, externalId: "acme@1@write" },
      true,
    ],
    [
      "an external id that does not fit",
      { principals: [account], externalIdPatterns: ["acme@*@write"] },
      { principalArn: jo, externalId: "acme@1@read" },
      false,
    ],
    [
      "a pattern's dot is a dot",
      { principals: [account], externalIdPatterns: ["a.me@*"] },
      { principalArn: jo, externalId: "acme@1" },
      false,
    ],
    [
      "a member of the organization",
      { principals: [account], organizationIds: ["o-abcdef1234"] },
      { principalArn: jo, organizationId: "o-abcdef1234" },
      true,
    ],
    [
      "somebody outside of it",
      { principals: [account], organizationIds: ["o-abcdef1234"] },
      { principalArn: jo },
      false,
    ],
    ["a second factor", { principals: [account], requireMfa: true }, { principalArn: jo, mfaAgeSeconds: 99999 }, true],
    ["no second factor", { principals: [account], requireMfa: true }, { principalArn: jo }, false],
    [
      "a fresh second factor",
      { principals: [account], maxMfaAgeSeconds: 900 },
      { principalArn: jo, mfaAgeSeconds: 899 },
      true,
    ],
    [
      "a stale second factor",
      { principals: [account], maxMfaAgeSeconds: 900 },
      { principalArn: jo, mfaAgeSeconds: 900 },
      false,
    ],
    [
      "an address of the block",
      { principals: [account], sourceIps: ["192.0.2.0/24"] },
      { principalArn: jo, sourceIp: "192.0.2.255" },
      true,
    ],
    [
      "an address beside the block",
      { principals: [account], sourceIps: ["192.0.2.0/24"] },
      { principalArn: jo, sourceIp: "192.0.3.1" },
      false,
    ],
    [
      "an IPv6 address of the block",
      { principals: [account], sourceIps: ["2001:db8::/32"] },
      { principalArn: jo, sourceIp: "2001:db8::1" },
      true,
    ],
    [
      "the source account and ARN",
      {
        principals: ["ec2.amazonaws.com"],
        sourceAccounts: [account],
        sourceArns: ["arn:aws:ec2:*:111111111111:fleet/*"],
      },
      {
        principalArn: "ec2.amazonaws.com",
        sourceAccount: account,
        sourceArn: "arn:aws:ec2:eu-west-1:111111111111:fleet/f-1",
      },
      true,
    ],
    [
      "a source ARN whose wildcard would reach over a colon",
      { principals: ["ec2.amazonaws.com"], sourceArns: ["arn:aws:ec2:*:111111111111:*"] },
      { principalArn: "ec2.amazonaws.com", sourceArn: "arn:aws:ec2:eu-west-1:222222222222:111111111111:fleet" },
      false,
    ],
    [
      "the session's name",
      { principals: [account], sessionNames: ["run-*"] },
      { principalArn: jo, sessionName: "run-7" },
      true,
    ],
    [
      "another name of the session",
      { principals: [account], sessionNames: ["run-?"] },
      { principalArn: jo, sessionName: "run-77" },
      false,
    ],
    [
      "the ARN of the principal",
      { principals: [account], principalArns: ["arn:aws:iam::111111111111:role/Dep*"] },
      { principalArn: session },
      true,
    ],
    [
      "the tags of the principal",
      { principals: [account], principalTags: { team: ["ops"] } },
      { principalArn: jo, principalTags: { team: "ops" } },
      true,
    ],
    [
      "other tags of the principal",
      { principals: [account], principalTags: { team: ["ops"] } },
      { principalArn: jo, principalTags: { team: "dev" } },
      false,
    ],
    [
      "session tags without leave to tag",
      { principals: [account] },
      { principalArn: jo, sessionTags: { run: "1" } },
      false,
    ],
    [
      "session tags with leave to tag",
      { principals: [account], actions: ["sts:AssumeRole", "sts:TagSession"], tagKeys: ["run"] },
      { principalArn: jo, sessionTags: { run: "1" } },
      true,
    ],
    [
      "a session tag that may not be passed",
      { principals: [account], actions: ["sts:AssumeRole", "sts:TagSession"], tagKeys: ["run"] },
      { principalArn: jo, sessionTags: { run: "1", admin: "1" } },
      false,
    ],
    [
      "a source identity without leave to set it",
      { principals: [account] },
      { principalArn: jo, sourceIdentity: "jo" },
      false,
    ],
    [
      "the subject of a token",
      { principals: [oidc], audiences: ["sts.amazonaws.com"], subjects: ["repo:acme/app"] },
      { principalArn: oidc, audience: "sts.amazonaws.com", subject: "repo:acme/app" },
      true,
    ],
    [
      "another subject",
      { principals: [oidc], subjects: ["repo:acme/app"] },
      { principalArn: oidc, subject: "repo:evil/app" },
      false,
    ],
  ];
  for (const [title, statement, request, allowed] of cases) {
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

  it("refuses to guess what it does not know", () => {
    const unknown = document({ ...everybody, Condition: { BinaryEquals: { "aws:x": "y" } } });
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
