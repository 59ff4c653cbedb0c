/**
 * ARNs of policies that AWS keeps and the emulator does not hold: they can be attached, and allow nothing there.
 *
 * Source: AWS Managed Policy Reference. A misspelt ARN is refused as AWS does.
 */
export const absentManagedPolicies: readonly string[] = [
  "arn:aws:iam::aws:policy/AWSThinkboxDeadlineResourceTrackerAccessPolicy",
  "arn:aws:iam::aws:policy/AWSThinkboxDeadlineResourceTrackerAdminPolicy",
  "arn:aws:iam::aws:policy/AWSThinkboxDeadlineSpotEventPluginAdminPolicy",
  "arn:aws:iam::aws:policy/AWSThinkboxDeadlineSpotEventPluginWorkerPolicy",
  "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
];
