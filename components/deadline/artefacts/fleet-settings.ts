/** One Deadline group and the spot fleet the plugin keeps for it. */
export interface DeadlineSpotFleet {
  /** Name of the Deadline group, in lower case; the instances join it. */
  group: string;
  /** ARN of the fleets' role, `fleetRoleArn` of DeadlineSpotRoles. */
  fleetRoleArn: string;
  /** The launch template by id, or by `launchTemplateName`: exactly one of them. */
  launchTemplateId?: string;
  /** Its name. */
  launchTemplateName?: string;
  /** Its version. @default "$Latest" */
  launchTemplateVersion?: string;
  /** What to start and where, beside what the launch template says. @default the launch template alone */
  overrides?: DeadlineSpotOverride[];
  /** How many workers there may be at once; the plugin asks for as many as there is work, up to this. */
  maxWorkers: number;
  /** `lowestPrice`, `diversified`, `capacityOptimized`, `capacityOptimizedPrioritized` or `priceCapacityOptimized`. @default "lowestPrice" */
  allocationStrategy?: string;
  /** Deadline pools the workers join, in this order. @default none */
  pools?: string[];
  /** When the fleet ends, as in `2027-01-31T12:00:00Z`. @default it does not */
  validUntil?: string;
  /** Tags of the fleet request; RFDK and with it our policy expect some. @default `DeadlineGroup` with the group */
  tags?: Record<string, string>;
}

/** One choice of instances of a {@link DeadlineSpotFleet}. */
export interface DeadlineSpotOverride {
  /** Such as `c7i.4xlarge`. @default that of the launch template */
  instanceType?: string;
  /** The subnet to start in. @default that of the launch template */
  subnetId?: string;
  /** The availability zone to start in. @default any */
  availabilityZone?: string;
  /** The most to pay for an hour, in dollars, such as `0.25`. @default the on-demand price */
  spotPrice?: string;
  /** How many workers one instance counts for. @default 1 */
  weight?: number;
}
