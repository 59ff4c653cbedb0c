export { AccountAccess, type AccountAccessArgs, type GrantSetArgs, type ManagingSetArgs } from "./account-access";
export {
  type AccountSettings,
  accountIdSchema,
  accountSettingsSchema,
  type GrantSet,
  grantSetSchema,
  type ManagingSet,
  managingSetSchema,
} from "./account-settings";
export type { DeadlineSpotFleet, DeadlineSpotOverride } from "./deadline/artefacts/fleet-settings";
export { type DeadlineSpotSettings, renderDeadlineSpotSettings } from "./deadline/artefacts/plugin-settings";
export { renderDeadlineSpotFleets } from "./deadline/artefacts/spot-fleets";
export type {
  DeadlineSpotCredentialsArgs,
  DeadlineSpotInstanceRoleArgs,
  DeadlineSpotRoleArgs,
  DeadlineSpotUserArgs,
} from "./deadline/credentials-args";
export { DeadlinePolicies } from "./deadline/credentials-permissions";
export { DeadlineSpotCredentials } from "./deadline/deadline-spot-credentials";
export { DeadlineSpotRoles } from "./deadline/deadline-spot-roles";
export { type DeadlineGrant, type DeadlineGrantArgs, deadlineGrantSchema } from "./deadline/grant";
export {
  type DeadlineHostRoleArgs,
  type DeadlineHostUserArgs,
  type DeadlineManaging,
  type DeadlineManagingArgs,
  deadlineManagingSchema,
} from "./deadline/managing";
export type { DeadlineSpotRolesArgs } from "./deadline/roles-args";
export { ExternalId, type ExternalIdArgs } from "./external-id";
export type { ExternalIdOrigin, GrantOutcome, RoleOutcome } from "./grant-outcome";
export type { GrantStatementArgs } from "./grant-statement";
export { ManagedRole, type ManagedRoleArgs } from "./managed-role";
export {
  ManagingAccount,
  type ManagingAccountArgs,
  type ManagingRoleArgs,
  type ManagingUserArgs,
} from "./managing-account";
export type { ManagingOutcome } from "./managing-outcome";
export type { PermissionStatementArgs } from "./permission-documents";
export type { TrustPolicyArgs, TrustStatementArgs } from "./role-trust";
export { SpaceliftExternalIds } from "./spacelift/external-ids";
export { type SpaceliftGrant, type SpaceliftGrantArgs, spaceliftGrantSchema } from "./spacelift/grant";
export type {
  SpaceliftAccessArgs,
  SpaceliftIntegrationArgs,
  SpaceliftStackArgs,
  SpaceliftWorkerArgs,
} from "./spacelift/integration-args";
export { SpaceliftIntegration } from "./spacelift/spacelift-integration";
export { findSpinnakerProblems } from "./spinnaker/artefacts/check-settings";
export { renderClouddriverLocal } from "./spinnaker/artefacts/clouddriver-local";
export { renderServiceAccounts } from "./spinnaker/artefacts/service-account";
export {
  renderSpinnakerService,
  SpinnakerDistribution,
  type SpinnakerServiceOptions,
} from "./spinnaker/artefacts/spinnaker-service";
export type {
  SpinnakerAccessKeySettings,
  SpinnakerAccountPermissions,
  SpinnakerAccountSettings,
  SpinnakerBakerySettings,
  SpinnakerLifecycleHook,
  SpinnakerSecretSource,
  SpinnakerServiceAccountSettings,
  SpinnakerSettings,
} from "./spinnaker/artefacts/spinnaker-settings";
export { type SpinnakerGrant, type SpinnakerGrantArgs, spinnakerGrantSchema } from "./spinnaker/grant";
export type {
  SpinnakerAccessArgs,
  SpinnakerEcsArgs,
  SpinnakerLambdaArgs,
  SpinnakerManagedAccountArgs,
} from "./spinnaker/managed-account-args";
export {
  type SpinnakerInstanceRoleGrantArgs,
  type SpinnakerManaging,
  type SpinnakerManagingArgs,
  type SpinnakerServiceAccountGrantArgs,
  type SpinnakerUserGrantArgs,
  spinnakerManagingSchema,
} from "./spinnaker/managing";
export type { SpinnakerServiceAccountArgs } from "./spinnaker/managing-trust";
export { SpinnakerManagedAccount } from "./spinnaker/spinnaker-managed-account";
export {
  type SpinnakerInstanceRoleArgs,
  SpinnakerManagingAccount,
  type SpinnakerManagingAccountArgs,
  type SpinnakerUserArgs,
} from "./spinnaker/spinnaker-managing-account";
export { type SpotGrant, type SpotGrantArgs, spotGrantSchema } from "./spot/grant";
export { SpotPermissions, spotStatements } from "./spot/permissions";
export { spotApiEndpoint } from "./spot/spot-endpoint";
export { SpotOnboarding, type SpotOnboardingArgs } from "./spot/spot-onboarding";
export {
  renderStackerAwsConfig,
  type StackerAwsConfig,
  type StackerMasterProfile,
  type StackerProfile,
} from "./stacker/aws-config";
export {
  type StackerGrant,
  type StackerGrantArgs,
  type StackerServiceRoleGrantArgs,
  stackerGrantSchema,
} from "./stacker/grant";
export { type StackerManaging, type StackerManagingArgs, stackerManagingSchema } from "./stacker/managing";
export { StackerBucket, type StackerBucketArgs } from "./stacker/stacker-bucket";
export { StackerRole, type StackerRoleArgs, type StackerServiceRoleArgs } from "./stacker/stacker-role";
export { renderStackerYaml, type StackerStack, type StackerYaml } from "./stacker/stacker-yaml";
export type { AssumeRequest } from "./trust/assume-request";
export { assertTrustPolicy, findTrustProblems, type TrustCheckOptions } from "./trust/check-trust";
export { isSameTrust, trustMeaning } from "./trust/compare-trust";
export { evaluateTrust, type TrustDecision } from "./trust/evaluate-trust";
export { externalIdLength, findExternalIdPatternProblem, findExternalIdProblem } from "./trust/external-id-rules";
export { findPartyOfAccount, type KnownParty, knownParties, type PartyAccount } from "./trust/known-parties";
export { findChainedSessionProblem, iamLimits } from "./trust/limits";
export { parseTrustPolicy } from "./trust/parse-trust";
export { mergeStatements, policySize, renderPermissionPolicies } from "./trust/permission-policies";
export { type PermissionStatement, permissionStatementSchema } from "./trust/permission-statement";
export { findPrincipalProblem, type PrincipalKind, parsePrincipal, type TrustPrincipal } from "./trust/principal";
export { renderTrustPolicy } from "./trust/render-trust";
export type { TrustPolicy, TrustStatement } from "./trust/trust-policy";
export { TrustError, type TrustProblem } from "./trust/trust-problem";
