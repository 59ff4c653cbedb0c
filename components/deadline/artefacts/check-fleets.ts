import type { TrustProblem } from "../../trust/trust-problem";
import { findRoleArnProblem } from "../deadline-names";
import type { DeadlineSpotFleet, DeadlineSpotOverride } from "./fleet-settings";

// Source: EC2 API Reference, SpotFleetRequestConfigData.
const allocationStrategies = [
  "lowestPrice",
  "diversified",
  "capacityOptimized",
  "capacityOptimizedPrioritized",
  "priceCapacityOptimized",
];
const templateIdPattern = /^lt-[0-9a-f]{8,17}$/;
const templateNamePattern = /^[a-zA-Z0-9().\-/_]{3,128}$/;

/** Lists everything that would fail in Deadline or in EC2. @internal */
export function findFleetProblems(fleets: readonly DeadlineSpotFleet[]): TrustProblem[] {
  if (fleets.length === 0) {
    return [{ path: "fleets", message: "are empty: name a group and its fleet" }];
  }
  return fleets.flatMap((fleet, index) => {
    const checks: [string, string | undefined][] = [
      ["group", findGroupProblem(fleet, fleets.slice(0, index))],
      ["fleetRoleArn", findRoleArnProblem(fleet.fleetRoleArn)],
      ["launchTemplateId", findTemplateProblem(fleet)],
      ["launchTemplateVersion", findVersionProblem(fleet.launchTemplateVersion)],
      ["maxWorkers", findCountProblem(fleet.maxWorkers)],
      ["allocationStrategy", findStrategyProblem(fleet.allocationStrategy)],
      ["validUntil", findTimeProblem(fleet.validUntil)],
      ["tags", findTagProblem(fleet.tags)],
      ...(fleet.pools ?? []).map((pool, at): [string, string | undefined] => [`pools[${at}]`, findPoolProblem(pool)]),
      ...(fleet.overrides ?? []).map((override, at): [string, string | undefined] => [
        `overrides[${at}]`,
        findOverrideProblem(override),
      ]),
    ];
    return checks.flatMap(([path, message]) =>
      message === undefined ? [] : [{ path: `fleets[${index}].${path}`, message }],
    );
  });
}

/** Source for the names: github aws/aws-rfdk `spot-event-plugin-fleet.ts` `validateGroups`. */
function findGroupProblem({ group }: DeadlineSpotFleet, earlier: readonly DeadlineSpotFleet[]): string | undefined {
  if (!/^(?!none$)[a-z0-9_-]+$/.test(group)) {
    return `"${group}" cannot name a group: lower-case letters, digits, - and _; "none" is Deadline's own`;
  }
  return earlier.some((other) => other.group === group) ? `"${group}" has a fleet already: one a group` : undefined;
}

function findTemplateProblem({
  launchTemplateId: id,
  launchTemplateName: name,
}: DeadlineSpotFleet): string | undefined {
  if ((id === undefined) === (name === undefined)) {
    return "or launchTemplateName: name exactly one of them";
  }
  if (id !== undefined && !templateIdPattern.test(id)) {
    return `"${id}" is not the id of a launch template, lt-…`;
  }
  return name === undefined || templateNamePattern.test(name) ? undefined : `"${name}" cannot name a launch template`;
}

function findVersionProblem(version: string | undefined): string | undefined {
  return version === undefined || /^(\$Latest|\$Default|[1-9]\d*)$/.test(version)
    ? undefined
    : `"${version}" is no version of a launch template: $Latest, $Default or a number`;
}

function findCountProblem(count: number): string | undefined {
  return Number.isInteger(count) && count >= 1 ? undefined : `${count} is no number of workers: a whole number from 1`;
}

function findStrategyProblem(strategy: string | undefined): string | undefined {
  return strategy === undefined || allocationStrategies.includes(strategy)
    ? undefined
    : `"${strategy}" is none of ${allocationStrategies.join(", ")}`;
}

function findTimeProblem(time: string | undefined): string | undefined {
  const shaped = time === undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(time);
  return shaped && !Number.isNaN(Date.parse(time ?? "2027-01-31T12:00:00Z"))
    ? undefined
    : `"${time}" is not a time in UTC, as in 2027-01-31T12:00:00Z`;
}

function findTagProblem(tags: Record<string, string> | undefined): string | undefined {
  if (tags === undefined) {
    return undefined;
  }
  const entries = Object.entries(tags);
  if (entries.length === 0) {
    return "are empty: RFDK refuses a fleet without any; leave them out for one of ours";
  }
  const bad = entries.find(([key, value]) => key === "" || value === "" || /^aws:/i.test(key));
  return bad === undefined ? undefined : `have "${bad.join("=")}": key and value are needed, and aws: is for AWS`;
}

function findPoolProblem(pool: string): string | undefined {
  return /^(?!none$)[a-z0-9_-]+$/.test(pool) ? undefined : `"${pool}" cannot name a pool: as a group`;
}

function findOverrideProblem({ instanceType, subnetId, spotPrice, weight }: DeadlineSpotOverride): string | undefined {
  if (instanceType !== undefined && !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceType)) {
    return `has the instance type "${instanceType}", which is none`;
  }
  // EC2 takes several in one text, separated by commas.
  if (subnetId !== undefined && !/^subnet-[0-9a-f]{8,17}(, ?subnet-[0-9a-f]{8,17})*$/.test(subnetId)) {
    return `has the subnet "${subnetId}", which is none: subnet-…`;
  }
  if (spotPrice !== undefined && !/^\d+(\.\d+)?$/.test(spotPrice)) {
    return `has the price "${spotPrice}": dollars, as in 0.25`;
  }
  return weight === undefined || weight > 0 ? undefined : `has the weight ${weight}: more than 0`;
}
