import { expect } from "chai";
import { DeadlineSpotRoles } from "../../../components/deadline/deadline-spot-roles";
import type { DeadlineSpotRolesArgs } from "../../../components/deadline/roles-args";
import { runMocked } from "../mocked-program";

const accountId = "111111111111";
const arnOf = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;

const run = (more: Partial<DeadlineSpotRolesArgs> = {}) =>
  runMocked((options) => {
    const made = new DeadlineSpotRoles("deadline", { accountId, ...more }, options);
    const { workerRoleArn, workerInstanceProfileName, fleetRoleArn, resourceTrackerRoleArn, roles } = made;
    return { workerRoleArn, workerInstanceProfileName, fleetRoleArn, resourceTrackerRoleArn, roles };
  });

type Result = Awaited<ReturnType<typeof run>>;
const rolesOf = ({ resources }: Result) =>
  Object.fromEntries(
    resources.filter(({ type }) => type === "aws:iam/role:Role").map(({ inputs }) => [String(inputs.name), inputs]),
  );
const trustOf = (result: Result, role: string) =>
  JSON.parse(String(rolesOf(result)[role]?.assumeRolePolicy)).Statement[0];
const policiesOf = ({ resources }: Result, role: string) =>
  resources.filter(({ inputs }) => inputs.role === role && inputs.policyArn).map(({ inputs }) => inputs.policyArn);

describe("DeadlineSpotRoles", () => {
  it("makes the three roles with AWS's policies, under the path / which Deadline's policy wants", async () => {
    const result = await run();
    const names = ["DeadlineSpotWorker", "DeadlineSpotFleet", "DeadlineResourceTrackerAccessRole"];
    expect(Object.keys(rolesOf(result))).to.have.members(names);
    for (const name of names) expect(rolesOf(result)[name]?.path, name).to.equal(undefined);
    const thinkbox = "arn:aws:iam::aws:policy/AWSThinkboxDeadline";
    expect(policiesOf(result, "DeadlineSpotWorker")).to.deep.equal([`${thinkbox}SpotEventPluginWorkerPolicy`]);
    expect(policiesOf(result, "DeadlineResourceTrackerAccessRole")).to.deep.equal([
      `${thinkbox}ResourceTrackerAccessPolicy`,
    ]);
    expect(policiesOf(result, "DeadlineSpotFleet")).to.deep.equal([
      "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
    ]);
    expect(result.value.roles).to.deep.equal([
      { roleArn: arnOf("DeadlineSpotWorker"), externalIds: [], principals: ["ec2.amazonaws.com"] },
      { roleArn: arnOf("DeadlineSpotFleet"), externalIds: [], principals: ["spotfleet.amazonaws.com"] },
      { roleArn: arnOf("DeadlineResourceTrackerAccessRole"), externalIds: [], principals: ["lambda.amazonaws.com"] },
    ]);
  });

  it("gives workers an instance profile called as their role, which the API does not make by itself", async () => {
    const { only, value } = await run({ workerRoleName: "DeadlineSpotLinux" });
    expect(only("aws:iam/instanceProfile:InstanceProfile").inputs).to.deep.include({
      name: "DeadlineSpotLinux",
      role: "DeadlineSpotLinux",
    });
    expect(value.workerInstanceProfileName).to.equal("DeadlineSpotLinux");
  });

  it("opens the fleets' role for fleet requests of this account alone", async () => {
    expect(trustOf(await run(), "DeadlineSpotFleet")).to.deep.equal({
      Effect: "Allow",
      Principal: { Service: "spotfleet.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:*:${accountId}:spot-fleet-request/sfr-*` },
        StringEquals: { "aws:SourceAccount": accountId },
      },
    });
  });

  it("leaves alone what an account has once and has already", async () => {
    const result = await run({ createFleetRole: false, createResourceTrackerRole: false });
    expect(Object.keys(rolesOf(result))).to.deep.equal(["DeadlineSpotWorker"]);
    expect(result.value.fleetRoleArn).to.equal(arnOf("aws-ec2-spot-fleet-tagging-role"));
    expect(result.value.resourceTrackerRoleArn).to.equal(undefined);
    const named = await run({ createFleetRole: false, fleetRoleName: "DeadlineSpotShared" });
    expect(named.value.fleetRoleArn).to.equal(arnOf("DeadlineSpotShared"));
    expect((await run({ fleetRoleName: "aws-ec2-spot-fleet-tagging-role" })).value.fleetRoleArn).to.equal(
      arnOf("aws-ec2-spot-fleet-tagging-role"),
    );
  });

  it("makes the service-linked roles of Spot when asked, and not otherwise", async () => {
    const services = ({ resources }: Result) =>
      resources.filter(({ type }) => type.endsWith(":ServiceLinkedRole")).map(({ inputs }) => inputs.awsServiceName);
    expect(services(await run())).to.deep.equal([]);
    expect(services(await run({ createServiceLinkedRoles: true }))).to.have.members([
      "spot.amazonaws.com",
      "spotfleet.amazonaws.com",
    ]);
  });

  it("adds what workers need beside Deadline, and bounds every role", async () => {
    const boundary = "arn:aws:iam::111111111111:policy/Limit";
    const statement = { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme-assets/*"] };
    const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const result = await run({
      workerStatements: [statement],
      workerPolicyArns: [readOnly],
      permissionsBoundary: boundary,
    });
    expect(result.only("aws:iam/policy:Policy").inputs.policy).to.contain("acme-assets");
    expect(policiesOf(result, "DeadlineSpotWorker")).to.include(readOnly);
    for (const role of Object.values(rolesOf(result))) expect(role?.permissionsBoundary).to.equal(boundary);
  });

  const refused: [string, Partial<DeadlineSpotRolesArgs>, RegExp][] = [
    ["a worker role without the prefix", { workerRoleName: "RenderWorker" }, /does not begin with DeadlineSpot/],
    ["a prefix in other letters", { workerRoleName: "deadlinespotWorker" }, /does not begin with DeadlineSpot/],
    ["a worker role with a path", { workerRoleName: "render/DeadlineSpotWorker" }, /has a path/],
    ["a path that has the prefix", { workerRoleName: "DeadlineSpot/Worker" }, /has a path/],
    ["a long name", { workerRoleName: `DeadlineSpot${"x".repeat(60)}` }, /at most 64/],
    [
      "a worker role called as the console's for fleets",
      { workerRoleName: "aws-ec2-spot-fleet-tagging-role" },
      /does not begin/,
    ],
    [
      "a fleet role without the prefix",
      { fleetRoleName: "Fleet" },
      /DeadlineSpot.*but aws-ec2-spot-fleet-tagging-role/,
    ],
    ["a fleet role with a path", { fleetRoleName: "/x/DeadlineSpotFleet" }, /has a path/],
    ["one name for two roles", { fleetRoleName: "DeadlineSpotWorker" }, /is the name of the workers' role/],
    ["an account id of 11 digits", { accountId: "11111111111" }, /twelve digits/],
    ["a bad boundary", { permissionsBoundary: "Limit" }, /not the ARN of a managed policy/],
  ];
  for (const [what, args, reason] of refused) {
    it(`refuses ${what}`, async () => {
      const error = await run(args).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      expect(String(error)).to.match(reason);
    });
  }
});
