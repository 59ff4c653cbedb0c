/**
 * The policies AWS keeps for Deadline and its fleets. They exist in the commercial partition alone.
 *
 * Source: AWS Managed Policy Reference, each under its name.
 *
 * @internal
 */
export const thinkboxPolicies = {
  spotEventPluginAdmin: "arn:aws:iam::aws:policy/AWSThinkboxDeadlineSpotEventPluginAdminPolicy",
  spotEventPluginWorker: "arn:aws:iam::aws:policy/AWSThinkboxDeadlineSpotEventPluginWorkerPolicy",
  resourceTrackerAdmin: "arn:aws:iam::aws:policy/AWSThinkboxDeadlineResourceTrackerAdminPolicy",
  resourceTrackerAccess: "arn:aws:iam::aws:policy/AWSThinkboxDeadlineResourceTrackerAccessPolicy",
  /** The only one under a path. */
  spotFleetTagging: "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
} as const;
