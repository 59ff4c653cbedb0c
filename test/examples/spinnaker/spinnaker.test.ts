import { IAMClient, ListInstanceProfilesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { parse } from "yaml";
import { type AwsKeys, connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { PlainStack } from "../../support/account-stack";
import { exampleProject } from "../../support/checkout";
import { assume, errorName } from "../../support/emulator";
import { OutsideView } from "../../support/outside-view";
import { useSandbox } from "../../support/sandbox-suite";

interface Outputs {
  managingIdentity: string;
  accessKeyId: string;
  secretAccessKey: string;
  externalIds: string[];
  roles: string[];
  spinnakerService: string;
  clouddriverLocal: string;
  serviceAccounts: string;
}

const issuer = "oidc.eks.us-east-1.amazonaws.com/id/ABCDEF0123456789";

describe("The Spinnaker example, with the plain CLI", function () {
  this.timeout(240_000);
  const sandbox = useSandbox();
  let stack: PlainStack;
  let view: OutsideView;
  let managingAccountId: string;
  let managedAccounts: Record<string, string>;

  const config = (more: Record<string, unknown> = {}) => ({
    "spinnaker:managingAccountId": managingAccountId,
    "spinnaker:managedAccounts": managedAccounts,
    "spinnaker:through": [sandbox().aws.hubRoleArn],
    "spinnaker:endpoint": sandbox().aws.endpoint,
    ...more,
  });
  const up = async (...flags: string[]): Promise<Outputs> => {
    const { exitCode, stdout, stderr } = await stack.operate("up", ...flags);
    expect(exitCode, stdout + stderr).to.equal(0);
    return stack.outputs<Outputs>();
  };
  const enter = (keys: AwsKeys, roleArn: string, externalId?: string) =>
    errorName(assume(sandbox().aws.endpoint, keys, roleArn, externalId));
  const iam = (accountId: string) => new IAMClient(connection(sandbox().aws.endpoint, emulatorRoot(accountId)));
  const profileNames = async (accountId: string) => {
    const { InstanceProfiles = [] } = await iam(accountId).send(new ListInstanceProfilesCommand({}));
    return InstanceProfiles.map(({ InstanceProfileName, Roles }) => [InstanceProfileName, Roles?.[0]?.RoleName]);
  };
  const userNames = async () =>
    ((await iam(managingAccountId).send(new ListUsersCommand({}))).Users ?? []).map(({ UserName }) => UserName);

  /** What a pod gets: a session of the managing role for the token of its service account. */
  async function asPod(roleArn: string, claims: Record<string, string>): Promise<AwsKeys> {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "RS256" })}.${part({ iss: `https://${issuer}`, ...claims })}.${part({})}`;
    const sts = new STSClient({ endpoint: sandbox().aws.endpoint, region: "us-east-1" });
    const { Credentials } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: roleArn,
        RoleSessionName: "clouddriver",
        WebIdentityToken: token,
      }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
  }

  before(async () => {
    const { organization, aws, env } = sandbox();
    managingAccountId = organization.account("shop-prod").id;
    managedAccounts = { dev: organization.account("shop-dev").id, own: managingAccountId };
    view = new OutsideView(aws.endpoint, env);
    const project = await exampleProject(sandbox(), "spinnaker");
    stack = await PlainStack.create(sandbox(), project, config());
  });

  it("lets the managing user, and nobody else, into every managed role, with the external id only", async () => {
    const { roles, externalIds, accessKeyId, secretAccessKey } = await up();
    const keys = { accessKeyId, secretAccessKey };
    const [externalId = ""] = externalIds;
    expect(roles).to.deep.equal(Object.values(managedAccounts).map((id) => `arn:aws:iam::${id}:role/spinnakerManaged`));
    for (const roleArn of roles) {
      expect(await enter(keys, roleArn, externalId), roleArn).to.equal("none");
      expect(await enter(keys, roleArn), roleArn).to.equal("AccessDenied");
      expect(await enter(keys, roleArn, `${externalId.slice(1)}x`), roleArn).to.equal("AccessDenied");
      expect(await view.assume("stranger", roleArn, externalId)).to.equal("out");
      expect(await view.assume("spot", roleArn, externalId)).to.equal("out");
    }
  });

  it("gives every account BaseIAMRole as role and as instance profile of the same name", async () => {
    for (const accountId of Object.values(managedAccounts)) {
      expect(await profileNames(accountId)).to.deep.equal([["BaseIAMRole", "BaseIAMRole"]]);
      expect(await view.roleNames(accountId)).to.include.members(["BaseIAMRole", "spinnakerManaged"]);
    }
  });

  it("writes artefacts from what is there, with the secret by reference only", async () => {
    const { spinnakerService, clouddriverLocal, accessKeyId, secretAccessKey, externalIds } =
      await stack.outputs<Outputs>();
    const { aws } = parse(spinnakerService).spec.spinnakerConfig.config.providers;
    expect(aws.accessKeyId).to.equal(accessKeyId);
    expect(aws.accounts.map((account: { accountId: string }) => account.accountId)).to.deep.equal(
      Object.values(managedAccounts),
    );
    expect(aws.accounts[0]).to.deep.include({
      name: "dev",
      assumeRole: "role/spinnakerManaged",
      externalId: externalIds[0],
    });
    expect(parse(clouddriverLocal).aws.accounts).to.deep.equal(aws.accounts);
    expect(spinnakerService + clouddriverLocal).to.not.contain(secretAccessKey);
  });

  it("finds no drift and changes nothing the second time", async () => {
    await up("--refresh", "--expect-no-changes");
  });

  it("moves from the user to the cluster's service account in one update: two hops from the pod, and the key is gone", async () => {
    const old = await stack.outputs<Outputs>();
    await stack.configure(
      config({ "spinnaker:oidcProviderArn": `arn:aws:iam::${managingAccountId}:oidc-provider/${issuer}` }),
    );
    const { managingIdentity, roles, externalIds, serviceAccounts, spinnakerService } = await up();
    expect(managingIdentity).to.equal(`arn:aws:iam::${managingAccountId}:role/SpinnakerAuthRole`);
    const pod = { aud: "sts.amazonaws.com", sub: "system:serviceaccount:spinnaker:clouddriver" };
    const keys = await asPod(managingIdentity, pod);
    for (const roleArn of roles) {
      expect(await enter(keys, roleArn, externalIds[0]), roleArn).to.equal("none");
      expect(await enter(keys, roleArn), roleArn).to.equal("AccessDenied");
      const oldKeys = { accessKeyId: old.accessKeyId, secretAccessKey: old.secretAccessKey };
      expect(await enter(oldKeys, roleArn, externalIds[0]), roleArn).to.not.equal("none");
    }
    const otherPod = { ...pod, sub: "system:serviceaccount:spinnaker:default" };
    expect(await errorName(asPod(managingIdentity, otherPod))).to.match(/AccessDenied/);
    expect(await errorName(asPod(managingIdentity, { ...pod, aud: "elsewhere" }))).to.match(/AccessDenied/);
    expect(await userNames()).to.deep.equal([]);
    expect(parse(serviceAccounts).metadata.annotations["eks.amazonaws.com/role-arn"]).to.equal(managingIdentity);
    expect(parse(spinnakerService).spec.validation).to.deep.equal({ providers: { aws: { enabled: false } } });
  });

  it("leaves nothing behind after destroy", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("destroy");
    expect(exitCode, stdout + stderr).to.equal(0);
    for (const accountId of Object.values(managedAccounts)) {
      expect(await view.roleNames(accountId)).to.deep.equal(["OrganizationAccountAccessRole"]);
      expect(await view.policyNames(accountId)).to.deep.equal([]);
      expect(await profileNames(accountId)).to.deep.equal([]);
    }
    expect(await userNames()).to.deep.equal([]);
  });
});
