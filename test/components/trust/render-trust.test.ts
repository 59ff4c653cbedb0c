import { expect } from "chai";
import fc from "fast-check";
import { parseTrustPolicy } from "../../../components/trust/parse-trust";
import { renderTrustPolicy } from "../../../components/trust/render-trust";
import type { TrustPolicy } from "../../../components/trust/trust-policy";
import { TrustError } from "../../../components/trust/trust-problem";
import { policies } from "./arbitrary-trust";

const raised = { maxLength: 8192 };

describe("renderTrustPolicy", () => {
  it("writes Spot's trust as AWS stores it", () => {
    const policy: TrustPolicy = {
      party: "spot",
      statements: [{ principals: ["922761411349"], externalIds: ["spotinst:aws:extid:a8Kq2ZxV0bN4mW1c"] }],
    };
    expect(renderTrustPolicy(policy)).to.equal(
      '{"Statement":[{"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"spotinst:aws:extid:a8Kq2ZxV0bN4mW1c"}},' +
        '"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::922761411349:root"}}],"Version":"2012-10-17"}',
    );
  });

  it("writes every condition under its operator and key", () => {
    const policy: TrustPolicy = {
      statements: [
        {
          sid: "All",
          principals: ["arn:aws:iam::111111111111:user/jo"],
          externalIds: ["Xb3kdQ0aTz7LmN2pR5sV"],
          externalIdPatterns: ["acme@*"],
          organizationIds: ["o-abcdef1234"],
          principalArns: ["arn:aws:iam::111111111111:user/*"],
          requireMfa: true,
          maxMfaAgeSeconds: 900,
          sourceIps: ["192.0.2.0/24", "198.51.100.7"],
          sourceAccounts: ["222222222222"],
          sourceArns: ["arn:aws:ec2:*:222222222222:spot-fleet-request/sfr-*"],
          sessionNames: ["jo", "run-*"],
          sourceIdentities: ["jo"],
          requestTags: { team: ["ops"] },
          principalTags: { stage: ["prod*"] },
          tagKeys: ["team"],
        },
      ],
    };
    expect(JSON.parse(renderTrustPolicy(policy)).Statement[0].Condition).to.deep.equal({
      StringLike: {
        "sts:ExternalId": ["Xb3kdQ0aTz7LmN2pR5sV", "acme@*"],
        "sts:RoleSessionName": ["jo", "run-*"],
        "aws:PrincipalTag/stage": "prod*",
      },
      StringEquals: {
        "aws:PrincipalOrgID": "o-abcdef1234",
        "aws:SourceAccount": "222222222222",
        "sts:SourceIdentity": "jo",
        "aws:RequestTag/team": "ops",
      },
      ArnLike: {
        "aws:PrincipalArn": "arn:aws:iam::111111111111:user/*",
        "aws:SourceArn": "arn:aws:ec2:*:222222222222:spot-fleet-request/sfr-*",
      },
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      NumericLessThan: { "aws:MultiFactorAuthAge": "900" },
      IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.7"] },
      "ForAllValues:StringEquals": { "aws:TagKeys": "team" },
    });
  });

  it("asks an identity provider's token for audience and subject under the issuer", () => {
    const principals = ["arn:aws:iam::111111111111:oidc-provider/oidc.example.com/id/1"];
    const policy: TrustPolicy = {
      statements: [{ principals, audiences: ["sts.amazonaws.com"], subjectPatterns: ["repo:acme/*"] }],
    };
    expect(JSON.parse(renderTrustPolicy(policy)).Statement[0]).to.deep.equal({
      Effect: "Allow",
      Principal: { Federated: principals[0] },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "oidc.example.com/id/1:aud": "sts.amazonaws.com" },
        StringLike: { "oidc.example.com/id/1:sub": "repo:acme/*" },
      },
    });
  });

  it("names services, accounts and SAML providers under their own keys", () => {
    const policy: TrustPolicy = {
      statements: [
        { principals: ["111111111111", "ec2.amazonaws.com"] },
        { principals: ["arn:aws:iam::111111111111:saml-provider/idp"] },
      ],
    };
    const statements = JSON.parse(renderTrustPolicy(policy)).Statement;
    expect(
      statements.map((one: { Principal: unknown; Action: unknown }) => [one.Principal, one.Action]),
    ).to.deep.include.members([
      [{ AWS: "arn:aws:iam::111111111111:root", Service: "ec2.amazonaws.com" }, "sts:AssumeRole"],
      [{ Federated: "arn:aws:iam::111111111111:saml-provider/idp" }, "sts:AssumeRoleWithSAML"],
    ]);
  });

  it("gives the same text twice, and in whatever order and how often things are named", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const turned: TrustPolicy = {
          statements: [...policy.statements, ...policy.statements].reverse().map((statement) => ({
            ...statement,
            principals: [...statement.principals, ...statement.principals].reverse(),
            ...(statement.externalIds && { externalIds: [...statement.externalIds].reverse() }),
            ...(statement.sourceIps && { sourceIps: [...statement.sourceIps].reverse() }),
          })),
        };
        expect(renderTrustPolicy(policy, raised)).to.equal(renderTrustPolicy(policy, raised));
        expect(renderTrustPolicy(turned, raised)).to.equal(renderTrustPolicy(policy, raised));
      }),
    );
  });

  it("is read back into a policy that renders the same", () => {
    fc.assert(
      fc.property(policies, fc.boolean(), (policy, encoded) => {
        const text = renderTrustPolicy(policy, raised);
        const parsed = parseTrustPolicy(encoded ? encodeURIComponent(text) : text);
        expect(renderTrustPolicy(parsed, raised)).to.equal(text);
      }),
    );
  });
});

describe("parseTrustPolicy", () => {
  it("reads a role that AWS normalised", () => {
    const document = `{"Version":"2012-10-17","Statement":{"Sid":"Spot","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::922761411349:root"},
      "Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":["spotinst:aws:extid:a8Kq2ZxV0bN4mW1c"]}}}}`;
    expect(parseTrustPolicy(document)).to.deep.equal({
      statements: [
        {
          sid: "Spot",
          principals: ["arn:aws:iam::922761411349:root"],
          externalIds: ["spotinst:aws:extid:a8Kq2ZxV0bN4mW1c"],
        },
      ],
    });
  });

  const statement = (more: object) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole", ...more }],
    });
  it("reads that a second factor has an age, and that a key is there of which a value is asked for", () => {
    const conditions = (Condition: object) => parseTrustPolicy(statement({ Condition })).statements[0];
    const root = "arn:aws:iam::111111111111:root";
    expect(conditions({ Null: { "aws:MultiFactorAuthAge": "false" } })).to.deep.equal({
      principals: [root],
      requireMfa: true,
    });
    const both = { Bool: { "aws:MultiFactorAuthPresent": "true" }, Null: { "aws:multifactorauthpresent": false } };
    expect(conditions(both)).to.deep.equal({ principals: [root], requireMfa: true });
    const id = { StringEquals: { "sts:ExternalId": "a" }, Null: { "sts:ExternalId": "false" } };
    expect(conditions(id)).to.deep.equal({ principals: [root], externalIds: ["a"] });
  });

  const refused: [string, string, RegExp][] = [
    [
      "that temporary credentials say something of a second factor, which is no second factor",
      statement({ Condition: { Null: { "aws:MultiFactorAuthPresent": "false" } } }),
      /aws:MultiFactorAuthPresent/,
    ],
    ["text that is no JSON", "{", /is not JSON/],
    ["a document of another kind", '{"Statement":[{"Effect":"Maybe"}]}', /Statement\.0\.Effect/],
    ["a denial", statement({ Effect: "Deny" }), /Statement\[0\]\.Effect denies/],
    ["everybody", statement({ Principal: "*" }), /wildcard/],
    [
      "everybody but one",
      statement({ Principal: undefined, NotPrincipal: { AWS: "1" } }),
      /NotPrincipal names everybody else/,
    ],
    ["a deleted principal", statement({ Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } }), /was deleted/],
    [
      "an unknown condition",
      statement({ Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01" } } }),
      /aws:CurrentTime/,
    ],
    [
      "two conditions on one key, which must both hold",
      statement({ Condition: { StringEquals: { "sts:ExternalId": "a" }, StringLike: { "sts:ExternalId": "b*" } } }),
      /asks about sts:ExternalId in a way/,
    ],
    [
      "a star that is meant as a star",
      statement({ Condition: { StringEquals: { "sts:ExternalId": "a*" } } }),
      /sts:ExternalId/,
    ],
    [
      "a subject of an issuer that is no principal",
      statement({ Condition: { StringEquals: { "x.example:sub": "a" } } }),
      /x\.example:sub/,
    ],
  ];
  for (const [title, document, reason] of refused) {
    it(`refuses ${title} rather than to read less or more than is there`, () => {
      expect(() => parseTrustPolicy(document)).to.throw(TrustError, reason);
    });
  }
});
