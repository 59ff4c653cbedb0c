import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  ListInstanceProfilesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { type AwsKeys, connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { PlainStack } from "../../support/account-stack";
import { exampleProject } from "../../support/checkout";
import { assume, errorName } from "../../support/emulator";
import { OutsideView } from "../../support/outside-view";
import { loadRfdkConversion } from "../../support/rfdk-conversion";
import { useSandbox } from "../../support/sandbox-suite";

interface Outputs {
  workerInstanceProfile: string;
  serviceRoles: { roleArn: string; principals: string[] }[];
  credentialsArn: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  hostExternalId?: string;
  spotFleets: string;
  settings: string;
}

const own = ["DeadlineResourceTrackerAccessRole", "DeadlineSpotFleet", "DeadlineSpotWorker"];

describe("The Deadline example, with the plain CLI", function () {
  this.timeout(240_000);
  const sandbox = useSandbox();
  let stack: PlainStack;
  let view: OutsideView;
  let accountId: string;
  let hostAccountId: string;

  const config = (more: Record<string, unknown> = {}) => ({
    "deadline:accountId": accountId,
    "deadline:through": [sandbox().aws.hubRoleArn],
    "deadline:endpoint": sandbox().aws.endpoint,
    "deadline:createServiceLinkedRoles": true,
    ...more,
  });
  const up = async (...flags: string[]): Promise<Outputs> => {
    const { exitCode, stdout, stderr } = await stack.operate("up", ...flags);
    expect(exitCode, stdout + stderr).to.equal(0);
    return stack.outputs<Outputs>();
  };
  const iam = (keys: AwsKeys = emulatorRoot(accountId)) => new IAMClient(connection(sandbox().aws.endpoint, keys));
  const enter = (keys: AwsKeys, roleArn: string, externalId?: string) =>
    errorName(assume(sandbox().aws.endpoint, keys, roleArn, externalId));
  const userNames = async () => ((await iam().send(new ListUsersCommand({}))).Users ?? []).map((user) => user.UserName);
  const keysOf = ({ accessKeyId = "", secretAccessKey = "" }: Outputs) => ({ accessKeyId, secretAccessKey });

  before(async () => {
    const { organization, aws, env } = sandbox();
    accountId = organization.account("shop-prod").id;
    hostAccountId = organization.account("shop-dev").id;
    view = new OutsideView(aws.endpoint, env);
    stack = await PlainStack.create(sandbox(), await exampleProject(sandbox(), "deadline"), config());
  });

  it("refuses a worker role that Deadline could not hand on, and makes nothing", async () => {
    await stack.configure(config({ "deadline:workerRoleName": "RenderWorker" }));
    const { exitCode, stdout, stderr } = await stack.operate("up");
    expect(exitCode).to.not.equal(0);
    expect(stdout + stderr).to.contain('"RenderWorker" does not begin with DeadlineSpot');
    expect(await view.roleNames(accountId)).to.deep.equal(["OrganizationAccountAccessRole"]);
    await stack.configure(config());
  });

  it("makes the roles of the services, with the workers' instance profile, and lets nobody of any account into them", async () => {
    const outputs = await up();
    expect(await view.roleNames(accountId)).to.include.members(own);
    const { InstanceProfiles = [] } = await iam().send(new ListInstanceProfilesCommand({}));
    expect(
      InstanceProfiles.map(({ InstanceProfileName, Roles }) => [InstanceProfileName, Roles?.[0]?.RoleName]),
    ).to.deep.equal([["DeadlineSpotWorker", "DeadlineSpotWorker"]]);
    expect(outputs.workerInstanceProfile).to.equal("DeadlineSpotWorker");
    expect(outputs.serviceRoles.map(({ principals }) => principals)).to.deep.equal([
      ["ec2.amazonaws.com"],
      ["spotfleet.amazonaws.com"],
      ["lambda.amazonaws.com"],
    ]);
    for (const { roleArn } of outputs.serviceRoles) {
      expect(await view.assume("stranger", roleArn), roleArn).to.equal("out");
      expect(await view.assume("spot", roleArn), roleArn).to.equal("out");
      expect(await enter(keysOf(outputs), roleArn), roleArn).to.equal("AccessDenied");
    }
  });

  it("makes the service-linked roles of Spot", async () => {
    const made = (await view.roleNames(accountId)).filter((name) => name.startsWith("AWSServiceRoleFor"));
    expect(made).to.have.length(2);
  });

  it("writes a configuration RFDK takes, with the role that is there and without the key", async () => {
    const { spotFleets, settings, serviceRoles, secretAccessKey = "none" } = await stack.outputs<Outputs>();
    const rfdk = await loadRfdkConversion();
    const converted = rfdk.convertSpotFleetRequestConfiguration(JSON.parse(spotFleets));
    expect(converted.spot_linux?.IamFleetRole).to.equal(serviceRoles[1]?.roleArn);
    const pairs: { Key: string; Value: unknown }[] = JSON.parse(settings);
    const values = Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value]));
    expect(rfdk.convertSpotEventPluginSettings(values).Region).to.equal("us-east-1");
    expect(values).to.deep.include({ UseLocalCredentials: false, ResourceTracker: true });
    expect(secretAccessKey).to.have.length.above(30);
    expect(spotFleets + settings).to.not.contain(secretAccessKey);
  });

  it("finds no drift and changes nothing the second time", async () => {
    await up("--refresh", "--expect-no-changes");
  });

  it("moves from the user to a role for the host in another account, which alone gets in, with the external id", async () => {
    const old = await stack.outputs<Outputs>();
    const host = await makeHost(iam(emulatorRoot(hostAccountId)));
    await stack.configure(
      config({
        "deadline:hostArn": host.arn,
        "deadline:handOnTheseRolesOnly": true,
        "deadline:resourceTracker": false,
      }),
    );
    const { credentialsArn, hostExternalId = "", settings } = await up();
    expect(credentialsArn).to.equal(`arn:aws:iam::${accountId}:role/DeadlineEventPluginAdmin`);
    expect(await enter(host.keys, credentialsArn, hostExternalId)).to.equal("none");
    expect(await enter(host.keys, credentialsArn)).to.equal("AccessDenied");
    expect(await enter(host.keys, credentialsArn, `${hostExternalId.slice(1)}x`)).to.equal("AccessDenied");
    expect(await enter(keysOf(old), credentialsArn, hostExternalId)).to.not.equal("none");
    expect(await view.assume("stranger", credentialsArn, hostExternalId)).to.equal("out");
    expect(await view.assume("spot", credentialsArn, hostExternalId)).to.equal("out");
    expect(settings).to.contain('"deadline-spot"');
    expect(await userNames()).to.deep.equal([]);
    expect(await view.roleNames(accountId)).to.not.include("DeadlineResourceTrackerAccessRole");

    const plugin = iam(await assume(sandbox().aws.endpoint, host.keys, credentialsArn, hostExternalId));
    const look = (RoleName: string) => errorName(plugin.send(new GetRoleCommand({ RoleName })));
    expect(await look("DeadlineSpotWorker")).to.equal("none");
    expect(await look("OrganizationAccountAccessRole")).to.match(/AccessDenied/);
  });

  it("binds the role to the host's addresses in place", async () => {
    await stack.configure({
      ...config({ "deadline:hostArn": `arn:aws:iam::${hostAccountId}:user/render-host` }),
      "deadline:handOnTheseRolesOnly": true,
      "deadline:resourceTracker": false,
      "deadline:sourceIps": ["198.51.100.7"],
    });
    const { credentialsArn, hostExternalId = "" } = await up();
    const { stdout } = await stack.operate("preview", "--expect-no-changes");
    expect(stdout).to.contain("unchanged");
    expect(await view.assume("stranger", credentialsArn, hostExternalId)).to.equal("out");
    expect(await view.policyNames(accountId)).to.deep.equal(["DeadlineSpotEventPluginPolicy"]);
  });

  it("leaves nothing behind after destroy", async () => {
    const { exitCode, stdout, stderr } = await stack.operate("destroy");
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(await view.roleNames(accountId)).to.deep.equal(["OrganizationAccountAccessRole"]);
    expect(await view.policyNames(accountId)).to.deep.equal([]);
    expect(await userNames()).to.deep.equal([]);
    expect((await iam().send(new ListInstanceProfilesCommand({}))).InstanceProfiles).to.deep.equal([]);
  });
});

/** The host that runs the plugin: a user of another account, who may assume roles. */
async function makeHost(iam: IAMClient): Promise<{ arn: string; keys: AwsKeys }> {
  const UserName = "render-host";
  const Statement = [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "assume", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  return { arn: User?.Arn ?? "", keys: { accessKeyId, secretAccessKey } };
}
