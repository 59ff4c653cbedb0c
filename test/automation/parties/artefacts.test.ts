import { expect } from "chai";
import { parse } from "yaml";
import { parseFleet } from "../../../automation/fleet/load-fleet";
import type { GrantedAccount, PartyFacts } from "../../../automation/parties/artefact";
import { artefactsSchema } from "../../../automation/parties/artefact-settings";
import { findParty, parties } from "../../../automation/parties/parties";
import type { PartyName } from "../../../automation/parties/party";
import { accountSettingsSchema } from "../../../components/account-settings";
import { halyardProviders } from "../../components/spinnaker/artefacts/halyard-schema";
import { operatorSchema } from "../../components/spinnaker/artefacts/operator-schema";
import { StackerConsumer } from "../../support/stacker-consumer";

const master = "111111111111";
const identity = `arn:aws:iam::${master}:role/SpinnakerAuthRole`;

function granted(
  party: PartyName,
  id: string,
  name: string,
  grant: object = {},
  externalIds: string[] = [],
): GrantedAccount {
  const roleName = party === "stacker" ? "Stacker" : "spinnakerManaged";
  const trust = party === "stacker" ? { masterAccountId: master } : { principalArns: [identity] };
  const settings = accountSettingsSchema.parse({ accountId: id, grants: { [party]: { ...trust, ...grant } } });
  const principals = party === "stacker" ? [`arn:aws:iam::${master}:role/Stacker`] : [identity];
  const roleArn = `arn:aws:iam::${id}:role/${roleName}`;
  const otherRoles = [{ roleArn: `arn:aws:iam::${id}:role/StackerCloudFormation`, externalIds: [], principals: [] }];
  return { account: { id, name }, grant: { party, roleArn, externalIds, principals, otherRoles }, settings };
}

function managingOf(
  party: "spinnaker" | "stacker",
  side: object,
  outcome: object,
): NonNullable<PartyFacts["managing"]> {
  const settings = accountSettingsSchema.parse({ accountId: master, grants: {}, managing: { [party]: side } });
  return { settings: settings.managing ?? {}, outcome: { party, ...outcome } };
}

function render(party: PartyName, facts: Partial<PartyFacts>, wish: object = {}): Record<string, string> {
  const settings = artefactsSchema.parse(wish);
  const files = findParty(party)?.artefacts?.({ region: "eu-west-1", accounts: [], ...facts }, settings) ?? [];
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

const yaml = (text: string | undefined) => parse(text ?? "", { version: "1.1" });

describe("the artefacts of a party", () => {
  it("are none without an account, for any party", () => {
    for (const { name } of parties) expect(render(name, {}), name).to.deep.equal({});
  });

  it("are those of Spinnaker and stacker", () => {
    expect(parties.filter(({ artefacts }) => artefacts).map(({ name }) => name)).to.deep.equal([
      "spinnaker",
      "stacker",
    ]);
  });

  it("call accounts by names the tool takes, and two of one name by their ids too", () => {
    const accounts = [
      granted("spinnaker", "222222222222", "Shop (prod)"),
      granted("spinnaker", "333333333333", "lab"),
      granted("spinnaker", "444444444444", "lab"),
      granted("spinnaker", "555555555555", "…"),
    ];
    const { aws } = yaml(render("spinnaker", { accounts })["clouddriver-local.yml"]);
    expect(aws.accounts.map((account: { name: string }) => account.name)).to.deep.equal([
      "Shop-prod",
      "lab-333333333333",
      "lab-444444444444",
      "555555555555",
    ]);
  });
});

describe("the artefacts of Spinnaker", () => {
  const accounts = [
    granted("spinnaker", "222222222222", "shop-prod", { lambda: {}, baseRoleName: "Workload" }, [
      "Xb3kdQ0aTz7LmN2pR5sV",
      "old",
    ]),
    granted("spinnaker", "333333333333", "shop-dev", { ecs: {}, baseRoleName: "Workload" }),
  ];
  const key = { principalArn: `arn:aws:iam::${master}:user/Spinnaker`, accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
  const side = { managedRoleArns: ["arn:aws:iam::222222222222:role/spinnakerManaged"] };
  const user = managingOf("spinnaker", { ...side, user: { accessKey: true } }, key);

  it("are accepted by the operator and Halyard, with what every account was given", () => {
    const files = render("spinnaker", { accounts, managing: user });
    expect(Object.keys(files)).to.deep.equal(["spinnaker-service.yaml", "clouddriver-local.yml"]);
    const manifest = yaml(files["spinnaker-service.yaml"]);
    expect(operatorSchema().safeParse(manifest).error).to.equal(undefined);
    const { providers } = manifest.spec.spinnakerConfig.config;
    expect(halyardProviders.safeParse(providers).error).to.equal(undefined);
    expect(manifest.apiVersion).to.equal("spinnaker.armory.io/v1alpha2");
    expect(providers.aws.accounts).to.deep.equal([
      {
        name: "shop-prod",
        accountId: "222222222222",
        assumeRole: "role/spinnakerManaged",
        regions: [{ name: "eu-west-1" }],
        externalId: "Xb3kdQ0aTz7LmN2pR5sV",
        lambdaEnabled: true,
      },
      {
        name: "shop-dev",
        accountId: "333333333333",
        assumeRole: "role/spinnakerManaged",
        regions: [{ name: "eu-west-1" }],
      },
    ]);
    expect(providers.ecs.accounts).to.deep.equal([{ name: "shop-dev-ecs", awsAccount: "shop-dev" }]);
    expect(providers.aws.defaults.iamRole).to.equal("Workload");
  });

  it("name the secret of an access key where each reader finds it", () => {
    const files = render("spinnaker", { accounts, managing: user });
    const { aws } = yaml(files["clouddriver-local.yml"]);
    expect([aws.accessKeyId, aws.secretAccessKey]).to.deep.equal([key.accessKeyId, "$" + "{SPINNAKER_AWS_SECRET}"]);
    const asked = render(
      "spinnaker",
      { accounts, managing: user },
      { spinnaker: { operatorSecret: "encrypted:k8s!n:a!k:b" } },
    );
    const { spec } = yaml(asked["spinnaker-service.yaml"]);
    expect(spec.spinnakerConfig.config.providers.aws.secretAccessKey).to.equal("encrypted:k8s!n:a!k:b");
  });

  it("name the service accounts on EKS, in their namespace, and no key", () => {
    const serviceAccount = {
      oidcProviderArn: `arn:aws:iam::${master}:oidc-provider/oidc.example`,
      namespace: "cd",
      names: ["cdr", "bake"],
    };
    const managing = managingOf("spinnaker", { ...side, serviceAccount, baking: true }, { principalArn: identity });
    const files = render("spinnaker", { accounts, managing }, { spinnaker: { distribution: "open-source" } });
    const manifest = yaml(files["spinnaker-service.yaml"]);
    expect([manifest.apiVersion, manifest.metadata.namespace]).to.deep.equal(["spinnaker.io/v1alpha2", "cd"]);
    expect(manifest.spec.spinnakerConfig.config.providers.aws).not.to.have.property("accessKeyId");
    const written = (files["service-accounts.yaml"] ?? "").split("---\n").map(yaml);
    expect(written.map(({ metadata }) => [metadata.name, metadata.namespace, metadata.annotations])).to.deep.equal(
      ["cdr", "bake"].map((name) => [name, "cd", { "eks.amazonaws.com/role-arn": identity }]),
    );
  });
});

describe("the artefacts of stacker", function () {
  this.timeout(120_000);
  const serviceRole = { bucketName: "acme-stacker" };
  const accounts = [
    granted("stacker", master, "tools"),
    granted("stacker", "222222222222", "shop prod", {}, ["Xb3kdQ0aTz7LmN2pR5sV"]),
    granted("stacker", "333333333333", "master", { serviceRole }),
  ];
  const managing = managingOf(
    "stacker",
    { bucketName: "acme-stacker", readerAccountIds: [] },
    { bucketName: "acme-stacker" },
  );

  it("lead from the master account to every other one", () => {
    const config = render("stacker", { accounts, managing })[".aws/config"] ?? "";
    const sections = config.split("\n\n").map((section) => section.trim().split("\n"));
    expect(sections.map(([head]) => head)).to.deep.equal([
      "[profile master]",
      "[profile shop-prod]",
      "[profile master-333333333333]",
    ]);
    expect(sections[1]).to.include.members([
      "region = eu-west-1",
      "role_arn = arn:aws:iam::222222222222:role/Stacker",
      "external_id = Xb3kdQ0aTz7LmN2pR5sV",
      "source_profile = master",
    ]);
  });

  it("are read by stacker, with the bucket and the stacks of every account, a service role in a file of its own", async () => {
    const stacker = await StackerConsumer.install();
    const stacks = [
      { name: "vpc", classPath: "stacker_blueprints.vpc.VPC" },
      { name: "db", templatePath: "db.yaml", requires: ["vpc"] },
    ];
    const files = render("stacker", { accounts, managing }, { stacker: { namespace: "acme", stacks } });
    expect(Object.keys(files)).to.deep.equal([".aws/config", "stacker.yaml", "stacker-master-333333333333.yaml"]);
    const together = await stacker.parse(files["stacker.yaml"] ?? "");
    expect(together).to.deep.include({
      namespace: "acme",
      stacker_bucket: "acme-stacker",
      stacker_bucket_region: "eu-west-1",
    });
    const [vpc, db] = together.stacks as Record<string, unknown>[];
    expect(vpc).to.deep.include({ name: "shop-prod/vpc", profile: "shop-prod" });
    expect(db).to.deep.include({ name: "shop-prod/db", requires: ["shop-prod/vpc"] });
    const alone = await stacker.parse(files["stacker-master-333333333333.yaml"] ?? "");
    expect(alone.service_role).to.equal("arn:aws:iam::333333333333:role/StackerCloudFormation");
    const none = render("stacker", { accounts: accounts.slice(0, 2), managing })["stacker.yaml"] ?? "";
    expect(await stacker.parse(none)).to.deep.include({ stacker_bucket: "acme-stacker" });
  });

  it("leave the master account to what the roles open for, and the bucket out, where they are not the fleet's", () => {
    const files = render("stacker", { accounts: accounts.slice(1) });
    expect(Object.keys(files)).to.deep.equal([".aws/config"]);
    expect(files[".aws/config"]).to.contain(`role_arn = arn:aws:iam::${master}:role/Stacker`);
  });
});

describe("the artefacts of a fleet file", () => {
  const refused: [string, string, RegExp][] = [
    ["a secret in plain text", "spinnaker: { operatorSecret: hunter2 }", /is no reference/],
    ["no region", "spinnaker: { regions: [mars] }", /is not a region/],
    ["a namespace Kubernetes has not", "spinnaker: { namespace: Prod }", /cannot be a name in Kubernetes/],
    [
      "a stack that needs one which is not there",
      "stacker: { stacks: [{ name: a, classPath: x.Y, requires: [b] }] }",
      /requires "sample\/b"/,
    ],
    ["two sources of the first keys", "stacker: { sourceProfile: me, credentialSource: Environment }", /has both/],
    [
      "a second factor without a profile",
      'stacker: { mfaSerial: "arn:aws:iam::111111111111:mfa/me" }',
      /needs sourceProfile/,
    ],
  ];
  for (const [title, artefacts, problem] of refused) {
    it(`are refused with ${title}, before anything is made`, () => {
      const file = `name: acme\nhub: { accountId: "${master}" }\ngrants: [{ party: spot, token: { env: T } }]\naccounts: { include: [{ ou: / }] }\nartefacts: { ${artefacts} }`;
      expect(() => parseFleet(file, "fleet.yaml")).to.throw(problem);
    });
  }
});
