import { expect } from "chai";
import { parse } from "yaml";
import {
  renderSpinnakerService,
  type SpinnakerAccountSettings,
  SpinnakerDistribution,
  type SpinnakerServiceOptions,
  type SpinnakerSettings,
} from "../../../../components";
import { halyardProviders } from "./halyard-schema";
import { operatorSchema } from "./operator-schema";
import { accessKey, fullSettings, plainAccount, serviceAccount } from "./sample-settings";

const render = (settings: SpinnakerSettings, options?: SpinnakerServiceOptions) =>
  parse(renderSpinnakerService(settings, options), { version: "1.1" });
const withAccount = (more: Partial<SpinnakerAccountSettings>): SpinnakerSettings => ({
  accounts: [{ ...plainAccount, ...more }],
  accessKey,
});

const variants: [string, SpinnakerSettings][] = [
  ["an access key", { accounts: [plainAccount], accessKey }],
  ["a service account", { accounts: [plainAccount], serviceAccount: { ...serviceAccount, roscoName: "rosco" } }],
  ["the role of the instance", { accounts: [plainAccount] }],
  ["everything Halyard knows", fullSettings],
  ["a session duration", withAccount({ sessionDurationSeconds: 7200 })],
  [
    "an account type, with ECS and Lambda",
    withAccount({ accountType: "main", ecsAccountName: "dev-ecs", lambda: true }),
  ],
  ["availability zones", withAccount({ availabilityZones: { "us-east-1": ["us-east-1a"] } })],
];

describe("The SpinnakerService manifest", () => {
  const operator = operatorSchema();

  for (const [title, settings] of variants) {
    it(`passes the operator's schema and Halyard's strict parser with ${title}`, () => {
      const manifest = render(settings);
      expect(operator.safeParse(manifest).error).to.equal(undefined);
      expect(halyardProviders.safeParse(manifest.spec.spinnakerConfig.config.providers).error).to.equal(undefined);
    });

    it(`holds one list of accounts with ${title}`, () => {
      const { config, profiles } = render(settings).spec.spinnakerConfig;
      const lists = [config.providers.aws.accounts, profiles?.clouddriver?.aws?.accounts];
      const [list, ...others] = lists.filter((accounts) => accounts !== undefined);
      expect(others).to.deep.equal([]);
      expect(list).to.have.length(settings.accounts.length);
    });
  }

  it("is caught by those checks when it goes wrong", () => {
    const manifest = render(withAccount({ sessionDurationSeconds: 900 }));
    const { aws } = manifest.spec.spinnakerConfig.profiles.clouddriver;
    manifest.spec.spinnakerConfig.config.providers.aws.accounts = aws.accounts;
    manifest.spec.spinnakerConfig.oops = true;
    expect(String(operator.safeParse(manifest).error)).to.match(/oops/);
    expect(String(halyardProviders.safeParse(manifest.spec.spinnakerConfig.config.providers).error)).to.match(
      /sessionDurationSeconds/,
    );
  });

  it("says what the seed's manifest says", () => {
    const { apiVersion, kind, metadata, spec } = render({
      accounts: [
        {
          name: "aws-1",
          roleArn: "arn:aws:iam::111111111111:role/spinnakerManaged",
          regions: ["us-east-1", "us-west-2"],
        },
        { name: "aws-2", roleArn: "arn:aws:iam::222222222222:role/spinnakerManaged", regions: ["us-east-1"] },
      ],
      defaultRegions: ["us-west-2"],
      bakery: { associatePublicIpAddress: true, accessKey },
      accessKey,
    });
    expect([apiVersion, kind, metadata]).to.deep.equal([
      "spinnaker.armory.io/v1alpha2",
      "SpinnakerService",
      { name: "spinnaker" },
    ]);
    expect(spec).to.deep.equal({
      spinnakerConfig: {
        config: {
          providers: {
            aws: {
              enabled: true,
              accounts: [
                {
                  name: "aws-1",
                  accountId: "111111111111",
                  assumeRole: "role/spinnakerManaged",
                  regions: [{ name: "us-east-1" }, { name: "us-west-2" }],
                },
                {
                  name: "aws-2",
                  accountId: "222222222222",
                  assumeRole: "role/spinnakerManaged",
                  regions: [{ name: "us-east-1" }],
                },
              ],
              primaryAccount: "aws-1",
              bakeryDefaults: {
                templateFile: "aws-ebs-shared.json",
                awsAccessKey: accessKey.id,
                awsSecretKey: accessKey.secret.reference,
                baseImages: [],
                awsAssociatePublicIpAddress: true,
                defaultVirtualizationType: "hvm",
              },
              accessKeyId: accessKey.id,
              secretAccessKey: accessKey.secret.reference,
              defaultKeyPairTemplate: "{{name}}-keypair",
              defaultRegions: [{ name: "us-west-2" }],
              defaults: { iamRole: "BaseIAMRole" },
            },
          },
        },
      },
    });
  });

  it("is for the open-source operator when asked, with the same body", () => {
    const options = { distribution: SpinnakerDistribution.OpenSource, name: "ours", namespace: "cd" };
    const [armory, openSource] = [render(fullSettings), render(fullSettings, options)];
    expect(openSource.apiVersion).to.equal("spinnaker.io/v1alpha2");
    expect(openSource.metadata).to.deep.equal({ name: "ours", namespace: "cd" });
    expect(openSource.spec).to.deep.equal(armory.spec);
  });

  it("turns the operator's check of AWS off exactly where it fails good settings", () => {
    const off = { providers: { aws: { enabled: false } } };
    const externalId = "Xb3kdQ0aTz7LmN2pR5sV";
    expect(render({ accounts: [plainAccount] }).spec.validation).to.deep.equal(off);
    expect(render({ accounts: [plainAccount], serviceAccount }).spec.validation).to.deep.equal(off);
    expect(render(withAccount({ lambda: true, externalId })).spec.validation).to.deep.equal(off);
    expect(render(withAccount({ lambda: true })).spec.validation).to.equal(undefined);
    expect(render(withAccount({ externalId })).spec.validation).to.equal(undefined);
  });

  it("runs clouddriver, and rosco when named, as their service accounts, without any key", () => {
    const text = renderSpinnakerService(variants[1]?.[1] ?? fullSettings);
    expect(parse(text).spec.spinnakerConfig["service-settings"]).to.deep.equal({
      clouddriver: { kubernetes: { serviceAccountName: "clouddriver" } },
      rosco: { kubernetes: { serviceAccountName: "rosco" } },
    });
    expect(text).to.not.match(/accessKey/i);
  });

  it("tells clouddriver and orca itself what Halyard would refuse", () => {
    const { profiles, config } = render(withAccount({ sessionDurationSeconds: 900, ecsAccountName: "dev-ecs" })).spec
      .spinnakerConfig;
    expect(profiles.clouddriver.aws.accounts[0].sessionDurationSeconds).to.equal(900);
    expect(profiles.clouddriver.ecs).to.deep.equal({
      enabled: true,
      accounts: [{ name: "dev-ecs", awsAccount: "dev" }],
    });
    expect(profiles.orca).to.deep.equal({ default: { bake: { account: "dev" } } });
    expect(config.providers).to.have.keys("aws");
  });

  it("shows functions in deck when an account deploys them", () => {
    const { profiles, config } = render(withAccount({ lambda: true })).spec.spinnakerConfig;
    expect(profiles.deck["settings-local.js"]).to.contain("feature.functions = true");
    expect(config.providers.aws.features).to.deep.equal({ lambda: { enabled: true } });
  });

  it("is the same text every time", () => {
    expect(renderSpinnakerService(structuredClone(fullSettings))).to.equal(renderSpinnakerService(fullSettings));
  });
});
