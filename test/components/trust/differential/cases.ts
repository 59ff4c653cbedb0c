import type { AssumeRequest } from "../../../../components/trust/assume-request";
import { renderTrustPolicy } from "../../../../components/trust/render-trust";
import type { TrustStatement } from "../../../../components/trust/trust-policy";
import { trustCases } from "../trust-cases";
import {
  type CallerName,
  callerNames,
  deployer,
  deployerSession,
  elsewhere,
  home,
  jo,
  oidcProvider,
  target,
} from "./callers";

/** What a caller can put into its request; who it is comes from its keys. */
export type Asked = Pick<
  AssumeRequest,
  "externalId" | "sessionName" | "sourceIdentity" | "sessionTags" | "audience" | "subject"
>;

/** One question to both: does this trust policy let this caller in with this request? */
export interface DifferentialCase {
  /** Trust policy document. */
  trust: string;
  caller: CallerName;
  asked: Asked;
}

/** What only the emulator knows before the cases can be written. */
export interface Placed {
  organizationId: string;
  memberAccountId: string;
}

const id = "Xb3kdQ0aTz7LmN2pR5sV";
const second = "Ug8wHc4yJe6tQn1zKo9d";
const withKeys = callerNames.filter((name) => name !== "holder of a token");
const somebody: readonly CallerName[] = ["jo", "jo elsewhere", "Deployer"];

/** Every case, the same at every run. */
export function listCases(placed: Placed): DifferentialCase[] {
  return [
    ...cross(principalPolicies(placed), withKeys, [{}]),
    ...cross(principalPolicies(placed, [id]), withKeys, [{}, { externalId: id }]),
    ...cross(externalIdPolicies(), ["jo", "Deployer"], externalIdRequests()),
    ...cross(conditionPolicies(placed), somebody, conditionRequests()),
    ...cross(organizationPolicies(placed), ["member of the organization", "Auditor"], conditionRequests()),
    ...cross(foreignDocuments(), somebody, [{}, { externalId: id }, { sessionTags: { team: "ops" } }]),
    ...cross(tokenPolicies(), ["holder of a token"], tokens()),
    ...writtenByHand(),
  ];
}

function cross(trusts: string[], callers: readonly CallerName[], requests: Asked[]): DifferentialCase[] {
  return trusts.flatMap((trust) => callers.flatMap((caller) => requests.map((asked) => ({ trust, caller, asked }))));
}

/** Every kind of principal; those that can carry an external id, when one is asked for. */
function principalPolicies({ memberAccountId }: Placed, externalIds?: string[]): string[] {
  const named = [
    [home],
    [`arn:aws:iam::${elsewhere}:root`],
    [memberAccountId],
    [jo],
    [`arn:aws:iam::${home}:user/Jo`],
    [deployer],
    [`arn:aws:iam::${elsewhere}:role/Deployer`],
    [deployerSession],
    [jo, `arn:aws:iam::${elsewhere}:role/Deployer`],
    ["ec2.amazonaws.com", deployer],
    ["ec2.amazonaws.com"],
  ];
  const carriesId = (principals: string[]): boolean => principals.some((principal) => /\d{12}/.test(principal));
  return externalIds === undefined
    ? named.map((principals) => rendered({ principals }))
    : named.filter(carriesId).map((principals) => rendered({ principals, externalIds }));
}

function externalIdPolicies(): string[] {
  return [
    rendered({ principals: [home], externalIds: [id, second] }),
    rendered({ principals: [home], externalIdPatterns: ["acme@*@write", "acme@??@read"] }),
    rendered({ principals: [home], externalIds: [id], externalIdPatterns: ["acme@*"] }),
    rendered({ principals: [home], externalIds: [id] }, { principals: [deployer], externalIds: [second] }),
  ];
}

function externalIdRequests(): Asked[] {
  const presented = [
    id,
    second,
    id.toLowerCase(),
    `${id}x`,
    id.slice(1),
    "acme@1@write",
    "acme@12@read",
    "acme@1@read",
  ];
  return [{}, ...presented.map((externalId) => ({ externalId }))];
}

function organizationPolicies({ organizationId, memberAccountId }: Placed): string[] {
  const principals = [home, elsewhere, memberAccountId];
  return [
    rendered({ principals, organizationIds: [organizationId] }),
    rendered({ principals, organizationIds: ["o-notthisone1", organizationId] }),
    rendered({ principals, organizationIds: [organizationId], sessionNames: ["run-*"], sourceIps: ["127.0.0.1"] }),
  ];
}

/** Every condition there are words for. */
function conditionPolicies({ organizationId }: Placed): string[] {
  const anywhere = [home, elsewhere];
  const tagging = ["sts:AssumeRole", "sts:TagSession"];
  const conditions: Partial<TrustStatement>[] = [
    { organizationIds: [organizationId] },
    { principalArns: [`arn:aws:iam::${home}:user/*`] },
    { principalArns: [`arn:aws:iam::*:role/Deployer`, jo] },
    { requireMfa: true },
    { maxMfaAgeSeconds: 900 },
    { sourceIps: ["127.0.0.0/8"] },
    { sourceIps: ["127.0.0.1"] },
    { sourceIps: ["192.0.2.0/24", "2001:db8::/32"] },
    { sourceAccounts: [home] },
    { sourceArns: [`arn:aws:ec2:*:${home}:fleet/*`] },
    { sessionNames: ["run-*"] },
    { sessionNames: ["run-7", "other"] },
    { sourceIdentities: ["jo*"] },
    { actions: [...tagging, "sts:SetSourceIdentity"], sourceIdentities: ["jo"] },
    { actions: tagging },
    { actions: tagging, requestTags: { team: ["ops"] } },
    { actions: tagging, requestTags: { team: ["o?s"], run: ["1"] } },
    { actions: tagging, tagKeys: ["team"] },
    { actions: ["sts:TagSession"] },
    { principalTags: { team: ["ops"] } },
    { principalTags: { team: ["dev", "op*"] } },
  ];
  return conditions.map((condition) => rendered({ principals: anywhere, ...condition }));
}

function conditionRequests(): Asked[] {
  return [
    {},
    { sessionName: "run-7" },
    { sessionTags: { team: "ops" } },
    { sessionTags: { team: "ops", run: "1" } },
    { sourceIdentity: "jo" },
  ];
}

/** Documents as others write them. */
function foreignDocuments(): string[] {
  const allow = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  const deny = { ...allow, Effect: "Deny" };
  const when = (operator: string, key: string, value: unknown): object => ({
    Condition: { [operator]: { [key]: value } },
  });
  return [
    [allow, deny],
    [deny, { ...allow, Action: "sts:*" }],
    [allow, { ...deny, Principal: { AWS: jo } }],
    [allow, { ...deny, ...when("StringNotEquals", "sts:ExternalId", id) }],
    [allow, { ...deny, ...when("StringNotEqualsIfExists", "sts:ExternalId", id) }],
    [allow, { ...deny, ...when("Null", "sts:ExternalId", "true") }],
    [{ ...allow, ...when("Null", "sts:ExternalId", "false") }],
    [{ ...allow, ...when("StringEqualsIfExists", "sts:ExternalId", [id, second]) }],
    [{ ...allow, ...when("StringEqualsIgnoreCase", "sts:ExternalId", id.toLowerCase()) }],
    [{ ...allow, ...when("StringNotLike", "sts:ExternalId", ["Xb*", "a*"]) }],
    [{ ...allow, ...when("StringEquals", "aws:PrincipalAccount", home) }],
    [{ ...allow, ...when("StringNotEquals", "aws:PrincipalAccount", [home, "444444444444"]) }],
    [{ ...allow, ...when("NotIpAddress", "aws:SourceIp", "127.0.0.0/8") }],
    [{ ...allow, ...when("ArnLike", "aws:PrincipalArn", "arn:aws:iam:*:user/jo") }],
    [{ ...allow, ...when("ArnNotLike", "aws:PrincipalArn", `arn:aws:iam::${home}:user/*`) }],
    [{ ...allow, ...when("BoolIfExists", "aws:MultiFactorAuthPresent", "true") }],
    [{ ...allow, ...when("Bool", "aws:MultiFactorAuthPresent", "false") }],
    [{ ...allow, ...when("Null", "aws:MultiFactorAuthAge", "true") }],
    [{ ...allow, ...when("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z") }],
    [{ ...allow, Action: "sts:*", ...when("ForAnyValue:StringEquals", "aws:TagKeys", ["team"]) }],
    [{ ...allow, Action: "sts:*", ...when("ForAllValues:StringLike", "aws:TagKeys", ["t*"]) }],
    [{ ...allow, Action: undefined, NotAction: "sts:TagSession" }],
    [{ ...allow, Action: "STS:assumerole" }],
    [{ ...allow, Principal: { AWS: "AIDAEXAMPLEEXAMPLE123" } }],
  ].map(document);
}

/** What asks for the audience and subject of a token. */
function tokenPolicies(): string[] {
  const provider = { principals: [oidcProvider] };
  return [
    rendered({ ...provider, audiences: ["sts.amazonaws.com"], subjects: ["repo:acme/app"] }),
    rendered({ ...provider, subjects: ["repo:acme/app", "repo:acme/web"] }),
    rendered({ ...provider, audiences: ["sts.amazonaws.com", "other"], subjectPatterns: ["repo:acme/*:ref:main"] }),
    rendered({
      principals: [`arn:aws:iam::${target}:oidc-provider/elsewhere.example.com`],
      subjects: ["repo:acme/app"],
    }),
    rendered({ principals: [home] }),
  ];
}

function tokens(): Asked[] {
  const subjects = ["repo:acme/app", "repo:acme/web", "repo:acme/app:ref:main", "repo:evil/app", "REPO:acme/app"];
  return ["sts.amazonaws.com", "other"].flatMap((audience) => subjects.map((subject) => ({ audience, subject })));
}

/** Of the table of cases written for evaluateTrust, those that somebody here can really ask. */
function writtenByHand(): DifferentialCase[] {
  const callers: Record<string, CallerName> = { [jo]: "jo", [deployerSession]: "Deployer" };
  return trustCases.flatMap(([, statement, request]) => {
    const { principalArn, externalId, sessionName, sessionTags, sourceIdentity, ...rest } = request;
    const caller = callers[principalArn];
    if (caller === undefined || Object.keys(rest).length > 0) return [];
    const asked = { externalId, sessionName, sessionTags, sourceIdentity };
    return [{ trust: rendered(statement), caller, asked }];
  });
}

function rendered(...statements: TrustStatement[]): string {
  return renderTrustPolicy({ statements });
}

function document(Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
