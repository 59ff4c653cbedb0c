import { expect } from "chai";
import type { DeadlineSpotFleet } from "../../../../components/deadline/artefacts/fleet-settings";
import { renderDeadlineSpotFleets } from "../../../../components/deadline/artefacts/spot-fleets";
import { loadRfdkConversion, type RfdkConversion } from "../../../support/rfdk-conversion";

const fleet: DeadlineSpotFleet = {
  group: "linux_large",
  fleetRoleArn: "arn:aws:iam::111111111111:role/DeadlineSpotFleet",
  launchTemplateId: "lt-0123456789abcdef0",
  maxWorkers: 20,
};

const full: DeadlineSpotFleet = {
  ...fleet,
  group: "gpu",
  launchTemplateId: undefined,
  launchTemplateName: "deadline-gpu",
  launchTemplateVersion: "7",
  overrides: [
    { instanceType: "g5.xlarge", subnetId: "subnet-0123456789abcdef0", spotPrice: "0.45", weight: 2 },
    { instanceType: "g5.2xlarge", availabilityZone: "us-east-1a" },
  ],
  allocationStrategy: "capacityOptimized",
  pools: ["fx", "lighting"],
  validUntil: "2027-01-31T12:00:00Z",
  tags: { Project: "dune" },
};

describe("The fleet requests of Deadline", function () {
  this.timeout(120_000);
  let rfdk: RfdkConversion;

  before(async () => {
    rfdk = await loadRfdkConversion();
  });

  it("are taken by RFDK's own conversion, which changes nothing but leaves out pools it does not know", () => {
    const written = JSON.parse(renderDeadlineSpotFleets([fleet, full]));
    const { Pools, ...gpu } = written.gpu;
    expect(Pools).to.deep.equal(["fx", "lighting"]);
    const converted = JSON.parse(JSON.stringify(rfdk.convertSpotFleetRequestConfiguration(written)));
    expect(converted).to.deep.equal({ linux_large: written.linux_large, gpu });
  });

  it("say the defaults of Deadline, and tag the request, which RFDK insists on", () => {
    expect(JSON.parse(renderDeadlineSpotFleets([fleet])).linux_large).to.deep.equal({
      AllocationStrategy: "lowestPrice",
      IamFleetRole: fleet.fleetRoleArn,
      LaunchSpecifications: [],
      LaunchTemplateConfigs: [
        {
          LaunchTemplateSpecification: { LaunchTemplateId: "lt-0123456789abcdef0", Version: "$Latest" },
          Overrides: [],
        },
      ],
      ReplaceUnhealthyInstances: true,
      TargetCapacity: 20,
      TerminateInstancesWithExpiration: true,
      Type: "maintain",
      TagSpecifications: [
        { ResourceType: "spot-fleet-request", Tags: [{ Key: "DeadlineGroup", Value: "linux_large" }] },
      ],
    });
  });

  it("are refused by RFDK when they are incomplete, so that its answer means something", () => {
    const { linux_large } = JSON.parse(renderDeadlineSpotFleets([fleet]));
    const convert = (change: object) => () =>
      rfdk.convertSpotFleetRequestConfiguration({ linux_large: { ...linux_large, ...change } });
    expect(convert({ TagSpecifications: undefined })).to.throw("linux_large.TagSpecifications should be an array");
    expect(convert({ IamFleetRole: undefined })).to.throw("linux_large.IamFleetRole should be a string");
    expect(convert({ TargetCapacity: 1.5 })).to.throw("TargetCapacity should be an integer");
  });

  const refused: [string, Partial<DeadlineSpotFleet>, RegExp][] = [
    ["a group in capitals", { group: "Linux" }, /"Linux" cannot name a group/],
    ["the group none", { group: "none" }, /Deadline's own/],
    ["no group", { group: "" }, /cannot name a group/],
    ["a name in place of the role's ARN", { fleetRoleArn: "DeadlineSpotFleet" }, /fleetRoleArn/],
    ["a user as role", { fleetRoleArn: "arn:aws:iam::111111111111:user/ann" }, /not the ARN of a role/],
    ["no launch template", { launchTemplateId: undefined }, /name exactly one of them/],
    ["two launch templates", { launchTemplateName: "render" }, /name exactly one of them/],
    ["a bad id of a launch template", { launchTemplateId: "lt-xyz" }, /not the id of a launch template/],
    ["a version that is none", { launchTemplateVersion: "latest" }, /no version/],
    ["no workers", { maxWorkers: 0 }, /no number of workers/],
    ["half a worker", { maxWorkers: 1.5 }, /no number of workers/],
    ["a strategy that is none", { allocationStrategy: "cheapest" }, /"cheapest" is none of/],
    ["a time of another zone", { validUntil: "2027-01-31T12:00:00+01:00" }, /not a time in UTC/],
    ["a day that does not exist", { validUntil: "2027-13-31T12:00:00Z" }, /not a time in UTC/],
    ["no tags", { tags: {} }, /RFDK refuses/],
    ["an empty tag", { tags: { Project: "" } }, /key and value are needed/],
    ["a tag of AWS", { tags: { "aws:x": "1" } }, /aws: is for AWS/],
    ["a bad pool", { pools: ["FX"] }, /pools\[0\].*"FX"/],
    ["an instance type that is none", { overrides: [{ instanceType: "large" }] }, /overrides\[0\].*"large"/],
    ["a subnet that is none", { overrides: [{ subnetId: "private-a" }] }, /"private-a"/],
    ["a price in words", { overrides: [{ spotPrice: "cheap" }] }, /dollars/],
    ["a weight of nothing", { overrides: [{ weight: 0 }] }, /more than 0/],
  ];
  for (const [what, change, reason] of refused) {
    it(`are refused with ${what}`, () => {
      expect(() => renderDeadlineSpotFleets([{ ...fleet, ...change }])).to.throw(reason);
    });
  }

  it("are refused when there are none, or two for one group, and all problems are told at once", () => {
    expect(() => renderDeadlineSpotFleets([])).to.throw(/are empty/);
    expect(() => renderDeadlineSpotFleets([fleet, fleet])).to.throw(
      /fleets\[1\]\.group "linux_large" has a fleet already/,
    );
    expect(() => renderDeadlineSpotFleets([{ ...fleet, group: "A", maxWorkers: 0 }])).to.throw(/group.*maxWorkers/s);
  });
});
