import { DeleteServiceLinkedRoleCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { AwsOnEmulator, account, allow, root, trust, types } from "../../support/aws-on-emulator";
import { refusalOf } from "../../support/plugin-client";

const spot = { awsServiceName: "spot.amazonaws.com" };

describe("service-linked roles of the aws stand-in on the emulator", function () {
  this.timeout(60_000);
  let aws: AwsOnEmulator;

  before(async () => {
    aws = await AwsOnEmulator.start();
  });

  after(() => aws.close());

  it("are made, tagged, found gone and deleted", async () => {
    const made = await aws.plugin.make(types.serviceLinkedRole, "spot", { ...spot, tags: { a: "1" } });
    expect(made.id).to.match(
      new RegExp(`^arn:aws:iam::${account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleFor`),
    );
    expect(made.state).to.deep.include({
      arn: made.id,
      tags: { a: "1" },
      path: "/aws-service-role/spot.amazonaws.com/",
    });
    expect(await aws.drift(made)).to.deep.equal([]);
    expect(await aws.replaces(made, { awsServiceName: "spotfleet.amazonaws.com" })).to.deep.equal(["awsServiceName"]);
    const changed = await aws.plugin.change(made, { ...spot, tags: { b: "2" } });
    expect(changed.state.tags).to.deep.equal({ b: "2" });
    const again = await refusalOf(aws.plugin.make(types.serviceLinkedRole, "again", spot));
    expect(again).to.contain(`InvalidInput: Service role name ${made.state.name} has been taken in this account`);
    await aws.plugin.delete(changed);
    expect(await aws.drift(changed)).to.deep.equal(["gone"]);
    await aws.plugin.delete(changed);
  });

  it("are changed and deleted as such alone", async () => {
    const made = await aws.plugin.make(types.serviceLinkedRole, "fleet", { awsServiceName: "spotfleet.amazonaws.com" });
    const role = String(made.state.name);
    const refusal = "UnmodifiableEntity: Cannot perform the operation on the protected role";
    const policy = await aws.plugin.make(types.policy, "limit", { policy: allow("s3:*") });
    const attach = aws.plugin.make(types.attachment, "attached", { role, policyArn: policy.id });
    expect(await refusalOf(attach)).to.contain(refusal);
    expect(await refusalOf(aws.plugin.make(types.rolePolicy, "own", { role, policy: allow("s3:*") }))).to.contain(
      refusal,
    );
    const inputs = { name: role, assumeRolePolicy: trust(root) };
    const asRole = { type: types.role, name: "fleet", id: role, inputs, state: inputs };
    expect(await refusalOf(aws.plugin.delete(asRole))).to.contain(refusal);
    await aws.iam.send(new DeleteServiceLinkedRoleCommand({ RoleName: role }));
  });

  it("are refused for what is no service, and with what the stand-in does not know", async () => {
    const of = (given: Record<string, string>) => refusalOf(aws.plugin.make(types.serviceLinkedRole, "bad", given));
    expect(await of({ awsServiceName: "spot" })).to.contain("must end with .amazonaws.com");
    expect(await of({ ...spot, customSuffix: "mine" })).to.contain("customSuffix");
  });

  it("do not make a policy of AWS attachable whose name is misspelt", async () => {
    const role = await aws.plugin.make(types.role, "worker", { name: "worker", assumeRolePolicy: trust(root) });
    const attach = (name: string) =>
      aws.plugin.make(types.attachment, name, { role: "worker", policyArn: `arn:aws:iam::aws:policy/${name}` });
    const attached = await attach("AWSThinkboxDeadlineSpotEventPluginWorkerPolicy");
    expect(await aws.drift(attached)).to.deep.equal([]);
    expect(await refusalOf(attach("AWSThinkboxDeadlineSpotEventWorkerPolicy"))).to.contain("does not exist");
    await aws.plugin.delete(attached);
    await aws.plugin.delete(role);
  });
});
