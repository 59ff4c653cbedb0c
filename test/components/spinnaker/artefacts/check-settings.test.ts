import { expect } from "chai";
import {
  findSpinnakerProblems,
  renderClouddriverLocal,
  renderSpinnakerService,
  type SpinnakerAccountSettings,
  type SpinnakerSettings,
  TrustError,
} from "../../../../components";
import { accessKey, fullSettings, plainAccount, serviceAccount } from "./sample-settings";

const externalId = "Xb3kdQ0aTz7LmN2pR5sV";
const hook = fullSettings.accounts[0]?.lifecycleHooks?.[0];
const account = (more: Partial<SpinnakerAccountSettings>): Partial<SpinnakerSettings> => ({
  accounts: [{ ...plainAccount, ...more }],
});
const property = "$" + "{AWS_SECRET}";

describe("What Spinnaker would refuse, drop or misunderstand", () => {
  const refused: [string, Partial<SpinnakerSettings>, string, RegExp][] = [
    ["no account", { accounts: [] }, "accounts", /is empty/],
    [
      "IRSA together with access keys",
      { serviceAccount, accessKey },
      "accessKey",
      /cannot stand beside serviceAccount/,
    ],
    ["ECS with an external id", account({ ecsAccountName: "e", externalId }), "accounts[0].externalId", /is not sent/],
    ["a guessable external id", account({ externalId: "012345670123" }), "accounts[0].externalId", /guessable/],
    ["an ARN that is no role's", account({ roleArn: "role/spinnakerManaged" }), "accounts[0].roleArn", /not the ARN/],
    [
      "an account id of eleven digits",
      account({ roleArn: "arn:aws:iam::12345670123:role/spinnakerManaged" }),
      "accounts[0].roleArn",
      /not the ARN of a role/,
    ],
    ["no region", account({ regions: [] }), "accounts[0].regions", /default regions/],
    ["a region twice", account({ regions: ["us-east-1", "us-east-1"] }), "accounts[0].regions[1]", /there twice/],
    ["a zone as region", account({ regions: ["us-east-1a"] }), "accounts[0].regions[0]", /is not a region/],
    [
      "a region of another partition",
      account({ regions: ["cn-north-1"] }),
      "accounts[0].regions[0]",
      /partition aws-cn/,
    ],
    [
      "zones of another region",
      account({ availabilityZones: { "us-east-1": ["us-west-2a"] } }),
      "accounts[0].availabilityZones.us-east-1",
      /"us-west-2a" is not a zone/,
    ],
    [
      "zones of a region that is not used",
      account({ availabilityZones: { "eu-west-1": ["eu-west-1a"] } }),
      "accounts[0].availabilityZones.eu-west-1",
      /none of the account's regions/,
    ],
    ["a name with a space", account({ name: "my account" }), "accounts[0].name", /cannot name an account/],
    ["two accounts of one name", { accounts: [plainAccount, plainAccount] }, "accounts[1].name", /name of another/],
    ["an ECS account named as the other", account({ ecsAccountName: "dev" }), "accounts[0].ecsAccountName", /another/],
    [
      "accounts of two partitions",
      {
        accounts: [
          plainAccount,
          { name: "gov", roleArn: "arn:aws-us-gov:iam::222222222222:role/R", regions: ["us-gov-west-1"] },
        ],
      },
      "accounts[1].roleArn",
      /another partition/,
    ],
    ["a session of ten seconds", account({ sessionDurationSeconds: 10 }), "accounts[0].sessionDurationSeconds", /900/],
    [
      "a session of two hours from a role",
      { ...account({ sessionDurationSeconds: 7200 }), serviceAccount },
      "accounts[0].sessionDurationSeconds",
      /at most 3600/,
    ],
    ["a session name with a space", account({ sessionName: "my name" }), "accounts[0].sessionName", /cannot name/],
    ["no default region", { defaultRegions: [] }, "defaultRegions", /drops every account/],
    ["default regions elsewhere", { defaultRegions: ["us-gov-west-1"] }, "defaultRegions[0]", /partition aws-us-gov/],
    ["an unknown primary account", { primaryAccount: "prd" }, "primaryAccount", /none of the accounts/],
    ["an ARN as instance profile", { iamRole: "arn:aws:iam::1:role/R" }, "iamRole", /name of an instance profile/],
    [
      "a strange virtualization",
      { bakery: { defaultVirtualizationType: "xen" } },
      "bakery.defaultVirtualizationType",
      /hvm/,
    ],
    ["a session key's id", { accessKey: { ...accessKey, id: "ASIAIOSFODNN7EXAMPLE" } }, "accessKey.id", /AKIA/],
    ["no secret", { accessKey: { ...accessKey, secret: {} } }, "accessKey.secret", /by reference/],
    [
      "a secret twice",
      { accessKey: { ...accessKey, secret: { ...accessKey.secret, inline: "x" } } },
      "accessKey.secret",
      /one of them/,
    ],
    [
      "a property of Spring in Halyard's part",
      { accessKey: { ...accessKey, secret: { reference: property } } },
      "accessKey.secret.reference",
      /property of Spring/,
    ],
    ...(["heartbeatTimeout", "defaultResult", "lifecycleTransition", "roleARN", "notificationTargetARN"] as const).map(
      (field): [string, Partial<SpinnakerSettings>, string, RegExp] => [
        `a hook with a bad ${field}`,
        account({ lifecycleHooks: hook && [{ ...hook, [field]: field === "heartbeatTimeout" ? 29 : "bad" }] }),
        `accounts[0].lifecycleHooks[0].${field}`,
        /29|bad/,
      ],
    ),
  ];
  for (const [title, more, path, reason] of refused) {
    it(`refuses ${title}`, () => {
      const settings = { accounts: [plainAccount], ...more };
      expect(findSpinnakerProblems(settings).map((problem) => problem.path)).to.deep.equal([path]);
      expect(() => renderSpinnakerService(settings)).to.throw(TrustError, reason);
    });
  }

  it("takes good settings", () => {
    expect(findSpinnakerProblems(fullSettings)).to.deep.equal([]);
  });

  it("says everything at once", () => {
    const settings = { accounts: [{ ...plainAccount, regions: [] }], primaryAccount: "x", defaultRegions: [] };
    expect(() => renderClouddriverLocal(settings)).to.throw(
      /accounts\[0\]\.regions .*primaryAccount .*defaultRegions /,
    );
  });

  it("never repeats what may be the secret itself", () => {
    const reference = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const settings = { accounts: [plainAccount], accessKey: { ...accessKey, secret: { reference } } };
    const [problem] = findSpinnakerProblems(settings, true);
    expect(problem?.message)
      .to.match(/is no reference/)
      .and.not.contain(reference);
  });
});
