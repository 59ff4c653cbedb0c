import { spinnakerNames } from "../documented-names";
import { accountBlock, defaultRegionBlocks, ecsAccountBlocks, secretText } from "./aws-account-block";
import { assertSpinnakerSettings } from "./check-settings";
import type { SpinnakerBakerySettings, SpinnakerSettings } from "./spinnaker-settings";
import { withoutEmpty, yamlText } from "./yaml-text";

/** Which operator reads the manifest: Armory's or the open-source one. They differ in the API group only. */
export const SpinnakerDistribution = {
  Armory: "spinnaker.armory.io/v1alpha2",
  OpenSource: "spinnaker.io/v1alpha2",
} as const;

/** Which operator reads the manifest. */
export type SpinnakerDistribution = (typeof SpinnakerDistribution)[keyof typeof SpinnakerDistribution];

/** What a manifest says beside the settings. */
export interface SpinnakerServiceOptions {
  /** Which operator reads it. @default Armory's */
  distribution?: SpinnakerDistribution;
  /** Name of the SpinnakerService. @default "spinnaker" */
  name?: string;
  /** Namespace of it. @default the one it is applied to */
  namespace?: string;
}

/**
 * Writes the AWS part of a `SpinnakerService`: a patch over the manifest with everything else (`patches` of a kustomization), or a start.
 *
 * The list of accounts is in one place only: in `config`, or whole in `profiles.clouddriver` when an account needs what Halyard refuses
 * (session duration, account type, availability zones); there the two would not merge. The operator's own check of AWS is off where
 * it fails good settings: without access keys, and for Lambda with an external id.
 *
 * Sources: docs.armory.io "Configure Spinnaker to Access AWS"; github spinnaker/halyard `AwsProvider.java`; github armory/spinnaker-operator
 * `pkg/validate/lambda_validator.go`.
 *
 * @throws TrustError with every problem of the settings.
 */
export function renderSpinnakerService(settings: SpinnakerSettings, options: SpinnakerServiceOptions = {}): string {
  assertSpinnakerSettings(settings);
  const { distribution = SpinnakerDistribution.Armory, name = "spinnaker", namespace } = options;
  const inProfiles = settings.accounts.some(needsProfile);
  const spinnakerConfig = withoutEmpty({
    config: { providers: providerBlocks(settings, inProfiles) },
    profiles: profileBlocks(settings, inProfiles),
    "service-settings": serviceSettings(settings),
  });
  return yamlText({
    apiVersion: distribution,
    kind: "SpinnakerService",
    metadata: withoutEmpty({ name, namespace }),
    spec: {
      spinnakerConfig,
      ...(failsValidation(settings) && { validation: { providers: { aws: { enabled: false } } } }),
    },
  });
}

/** True for an account with fields that Halyard's strict parser does not know. */
function needsProfile({
  sessionDurationSeconds,
  accountType,
  availabilityZones,
}: SpinnakerSettings["accounts"][number]) {
  return [sessionDurationSeconds, accountType, availabilityZones].some((value) => value !== undefined);
}

function failsValidation({ accounts, accessKey }: SpinnakerSettings): boolean {
  return (
    accessKey === undefined || accounts.some(({ lambda, externalId }) => lambda === true && externalId !== undefined)
  );
}

function providerBlocks(settings: SpinnakerSettings, inProfiles: boolean): Record<string, unknown> {
  const { accounts, accessKey, bakery, defaultKeyPairTemplate, iamRole, cloudFormation } = settings;
  const ecsAccounts = inProfiles ? [] : ecsAccountBlocks(settings);
  const aws = withoutEmpty({
    enabled: true,
    ...(!inProfiles && { accounts: accounts.map(accountBlock), primaryAccount: primaryOf(settings) }),
    ...(accessKey && { accessKeyId: accessKey.id, secretAccessKey: secretText(accessKey.secret) }),
    bakeryDefaults: bakery && bakeryBlock(bakery),
    defaultKeyPairTemplate: defaultKeyPairTemplate ?? "{{name}}-keypair",
    defaultRegions: defaultRegionBlocks(settings),
    defaults: { iamRole: iamRole ?? spinnakerNames.baseRole },
    features: withoutEmpty({
      cloudFormation: cloudFormation === true ? { enabled: true } : undefined,
      lambda: usesLambda(settings) ? { enabled: true } : undefined,
    }),
  });
  const ecs = { enabled: true, accounts: ecsAccounts, primaryAccount: ecsAccounts[0]?.name };
  return { aws, ...(ecsAccounts.length > 0 && { ecs }) };
}

function profileBlocks(settings: SpinnakerSettings, inProfiles: boolean): Record<string, unknown> {
  const ecsAccounts = ecsAccountBlocks(settings);
  const clouddriver = {
    aws: { accounts: settings.accounts.map(accountBlock) },
    ...(ecsAccounts.length > 0 && { ecs: { enabled: true, accounts: ecsAccounts } }),
  };
  return {
    // Halyard tells orca and deck about the primary account only when it knows the accounts.
    ...(inProfiles && { clouddriver, orca: { default: { bake: { account: primaryOf(settings) } } } }),
    ...(usesLambda(settings) && {
      deck: { "settings-local.js": "window.spinnakerSettings.feature.functions = true;\n" },
    }),
  };
}

function serviceSettings({ serviceAccount }: SpinnakerSettings): Record<string, unknown> {
  const runAs = (serviceAccountName: string) => ({ kubernetes: { serviceAccountName } });
  return {
    ...(serviceAccount && { clouddriver: runAs(serviceAccount.name ?? spinnakerNames.serviceAccount) }),
    ...(serviceAccount?.roscoName !== undefined && { rosco: runAs(serviceAccount.roscoName) }),
  };
}

function bakeryBlock(bakery: SpinnakerBakerySettings): Record<string, unknown> {
  const { accessKey, vpcId, subnetId, associatePublicIpAddress } = bakery;
  return {
    templateFile: bakery.templateFile ?? "aws-ebs-shared.json",
    baseImages: [],
    ...withoutEmpty({ awsVpcId: vpcId, awsSubnetId: subnetId, awsAssociatePublicIpAddress: associatePublicIpAddress }),
    defaultVirtualizationType: bakery.defaultVirtualizationType ?? "hvm",
    ...(accessKey && { awsAccessKey: accessKey.id, awsSecretKey: secretText(accessKey.secret) }),
  };
}

function primaryOf({ accounts, primaryAccount }: SpinnakerSettings): string | undefined {
  return primaryAccount ?? accounts[0]?.name;
}

function usesLambda({ accounts }: SpinnakerSettings): boolean {
  return accounts.some(({ lambda }) => lambda === true);
}
