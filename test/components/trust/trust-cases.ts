import type { AssumeRequest } from "../../../components/trust/assume-request";
import type { TrustStatement } from "../../../components/trust/trust-policy";

const id = "Xb3kdQ0aTz7LmN2pR5sV";
const account = "111111111111";
const jo = "arn:aws:iam::111111111111:user/jo";
const session = "arn:aws:sts::111111111111:assumed-role/Deployer/run-1";
const oidc = "arn:aws:iam::111111111111:oidc-provider/oidc.example.com";

/** Whom a statement lets in: what asks, the statement, the request, and whether it gets through. */
export const trustCases: [string, TrustStatement, AssumeRequest, boolean][] = [
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
  ["somebody outside of it", { principals: [account], organizationIds: ["o-abcdef1234"] }, { principalArn: jo }, false],
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
