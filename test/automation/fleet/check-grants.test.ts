import { expect } from "chai";
import { InputError } from "../../../automation/errors";
import { findGrantProblems } from "../../../automation/fleet/check-grants";
import { chooseTargets } from "../../../automation/fleet/choose-targets";
import { sampleHub, sampleOrganization, sampleSettings } from "./sample-fleet";

const id = "Xb3kdQ0aTz7LmN2pR5sV";
const role = "arn:aws:iam::111111111111:role/SpinnakerAuthRole";
const host = "arn:aws:iam::111111111111:role/host";
const spot = "{ party: spot, token: { env: SPOTINST_TOKEN } }";
const spinnaker = (rest: string) => `{ party: spinnaker, ${rest} }`;
const trusting = (rest = "") => spinnaker(`principalArns: ["${role}"]${rest}`);
const many = Array.from(
  { length: 40 },
  (_unused, index) => `"arn:aws:iam::111111111111:role/one-of-many-${index}-${"x".repeat(20)}"`,
);
const oidc = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1";
const irsa = `managing: { accountId: "555555555555", serviceAccount: { oidcProviderArn: "${oidc}" }, user: { accessKey: true } }`;

/** Every problem of a fleet file, of its schema or of its accounts' grants, nothing of AWS being asked. */
function problemsOf(grants: string[], rest = "accounts: { include: [{ ou: /Workloads }] }"): string[] {
  try {
    const settings = sampleSettings(rest, grants);
    const { targets } = chooseTargets(settings, sampleOrganization, sampleHub);
    return findGrantProblems(settings, targets).map(({ path, message }) => `${path}: ${message}`);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
}

describe("grants of a fleet file that would be refused or let in others, before anything is made", () => {
  const cases: [what: string, grants: string[], problem: RegExp, rest?: string][] = [
    ["a wildcard principal", [spinnaker('principalArns: ["*"]')], /^grants\[0\]\.principalArns\[0\]: "\*"/],
    [
      "a principal that is none",
      [spinnaker("principalArns: [Deployer]")],
      /^grants\[0\]\.principalArns\[0\]: "Deployer"/,
    ],
    ["an account id of 11 digits as principal", [spinnaker('principalArns: ["11111111111"]')], /principalArns\[0\]/],
    ["a guessable external id", [trusting(', externalIds: ["222222222222"]')], /^grants\[0\]\.externalIds\[0\]: /],
    [
      "the account's name as external id",
      [trusting(", externalIds: [shop-prod-shop-prod, shop-prod]")],
      /externalIds\[1\]/,
    ],
    [
      "a badly formed external id",
      [trusting(', externalIds: ["two words and more of them"]')],
      /^grants\[0\]\.externalIds\[0\]/,
    ],
    [
      "a managing account of 11 digits",
      [spinnaker('managing: { accountId: "55555555555", user: {} }')],
      /managing\.accountId: .*twelve digits/,
    ],
    [
      "a master account of 11 digits",
      ['{ party: stacker, masterAccountId: "11111111111" }'],
      /masterAccountId: .*twelve digits/,
    ],
    ["a session of 2 h for a role", [trusting(", maxSessionSeconds: 7200")], /^grants\[0\]\.maxSessionSeconds: /],
    [
      "a trust over 2,048 characters",
      [spinnaker(`principalArns: [${many.join(", ")}]`)],
      /principalArns: come to \d+ characters: AWS takes 2048/,
    ],
    [
      "ECS with an external id",
      [trusting(`, ecs: {}, externalIds: ["${id}"]`)],
      /^grants\[0\]\.externalIds: cannot be asked for with ecs/,
    ],
    ["IRSA together with access keys", [spinnaker(irsa)], /^grants\[0\]\.managing: has an access key beside a role/],
    [
      "no identity at all",
      [spinnaker('managing: { accountId: "555555555555" }')],
      /managing: names no single identity/,
    ],
    [
      "a whole account as Spinnaker",
      [spinnaker('principalArns: ["arn:aws:iam::111111111111:root"]')],
      /^grants\[0\]\.principalArns\[0\]: .* is not the ARN of a role or a user/,
    ],
    [
      "a role of another account that Spinnaker is to hand on",
      [trusting(", passRoleArns: [arn:aws:iam::999999999999:role/other]")],
      /^grants\[0\]\.passRoleArns\[0\]: .* names no roles of the account/,
    ],
    ["nobody who could be Spinnaker", ["{ party: spinnaker }"], /^grants\[0\]: says not who Spinnaker is/],
    [
      "a principal of Deadline that is none",
      [`{ party: deadline, principalArns: [host] }`],
      /^grants\[0\]\.principalArns\[0\]/,
    ],
    [
      "an operator of stacker who is everybody",
      ['{ party: stacker, managing: { accountId: "555555555555", bucketName: acme }, operatorArns: ["*"] }'],
      /^grants\[0\]\.operatorArns\[0\]/,
    ],
    [
      "two grants wanting the same role name",
      [spot, trusting(", roleName: SpotRole")],
      /^grants\[1\]\.roleName: "SpotRole" is the name of a role of the grant to Spot/,
    ],
    [
      "the name of the entry role",
      [trusting(", roleName: OrganizationAccountAccessRole")],
      /role through which the hub enters/,
    ],
    [
      "one stack of Spacelift for several accounts",
      ["{ party: spacelift, endpoint: https://acme.app.spacelift.io, stacks: [{ stackId: network }] }"],
      /^grants\[0\]\.stacks: "network" is of the account shop-prod already/,
    ],
    [
      "what an override makes of it",
      [trusting()],
      /^overrides\[0\]\.set\.spinnaker\.externalIds\[0\]: /,
      'accounts: { include: [{ ou: /Workloads }] }\noverrides: [{ match: { ou: /Workloads/Prod }, set: { spinnaker: { externalIds: ["222222222222"] } } }]',
    ],
  ];
  for (const [what, grants, problem, rest] of cases) {
    it(`refuses ${what}`, () => {
      expect(problemsOf(grants, rest).join("\n")).to.match(new RegExp(problem.source, "m"));
    });
  }

  it("finds nothing wrong with good ones, all parties at once", () => {
    const good = [
      spot,
      "{ party: spacelift, endpoint: https://acme.app.spacelift.io, externalIds: integration }",
      trusting(`, externalIds: ["${id}"]`),
      '{ party: stacker, managing: { accountId: "555555555555", bucketName: acme-stacker } }',
      `{ party: deadline, principalArns: ["${host}"] }`,
    ];
    expect(problemsOf(good)).to.deep.equal([]);
  });

  it("tells each problem once, however many accounts have it", () => {
    expect(problemsOf([spinnaker('principalArns: ["*"]')])).to.have.length(1);
  });
});
