import { TrustError } from "../../trust/trust-problem";
import { findFleetProblems } from "./check-fleets";
import type { DeadlineSpotFleet, DeadlineSpotOverride } from "./fleet-settings";

/**
 * Writes the "Spot Fleet Request Configurations" of Deadline's Spot Event Plugin: JSON, one fleet a group.
 *
 * It goes into the plugin's field of that name, or into the server data `event.plugin.spot` as `Config`, where RFDK puts it. The launch
 * template is yours: give it the workers' instance profile, and tag its instances `DeadlineTrackedAWSResource=SpotEventPlugin` with
 * the Resource Tracker or `DeadlineResourceTracker=SpotEventPlugin` without, because the workers' policy lets them end no others.
 *
 * Sources: docs.thinkboxsoftware.com 10.4 "Spot Event Plugin"; github aws/aws-rfdk `configure-spot-event-plugin/conversion.ts` and
 * `spot-event-plugin-fleet.ts`, which take more than works: what is refused here and not there fails in Deadline or EC2.
 *
 * @throws TrustError with everything that would fail.
 */
export function renderDeadlineSpotFleets(fleets: readonly DeadlineSpotFleet[]): string {
  const problems = findFleetProblems(fleets);
  if (problems.length > 0) {
    throw new TrustError("The spot fleets of Deadline", problems);
  }
  return `${JSON.stringify(Object.fromEntries(fleets.map((fleet) => [fleet.group, describeFleet(fleet)])), null, 2)}\n`;
}

function describeFleet(fleet: DeadlineSpotFleet) {
  const tags = Object.entries(fleet.tags ?? { DeadlineGroup: fleet.group });
  return {
    AllocationStrategy: fleet.allocationStrategy ?? "lowestPrice",
    IamFleetRole: fleet.fleetRoleArn,
    // The plugin expects the list, although launch templates have replaced it.
    LaunchSpecifications: [],
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: {
          LaunchTemplateId: fleet.launchTemplateId,
          LaunchTemplateName: fleet.launchTemplateName,
          Version: fleet.launchTemplateVersion ?? "$Latest",
        },
        Overrides: (fleet.overrides ?? []).map(describeOverride),
      },
    ],
    ReplaceUnhealthyInstances: true,
    TargetCapacity: fleet.maxWorkers,
    TerminateInstancesWithExpiration: true,
    // Deadline changes the capacity all the time, which EC2 allows for this type alone.
    Type: "maintain",
    ValidUntil: fleet.validUntil,
    TagSpecifications: [{ ResourceType: "spot-fleet-request", Tags: tags.map(([Key, Value]) => ({ Key, Value })) }],
    Pools: fleet.pools,
  };
}

function describeOverride({ instanceType, subnetId, availabilityZone, spotPrice, weight }: DeadlineSpotOverride) {
  return {
    InstanceType: instanceType,
    SubnetId: subnetId,
    AvailabilityZone: availabilityZone,
    SpotPrice: spotPrice,
    WeightedCapacity: weight,
  };
}
