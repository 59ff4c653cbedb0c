import { parsePrincipal } from "../../trust/principal";
import { partitionOf } from "../aws-services";
import type { SpinnakerAccountSettings, SpinnakerSecretSource, SpinnakerSettings } from "./spinnaker-settings";
import { withoutEmpty } from "./yaml-text";

/**
 * One entry of `aws.accounts` as clouddriver reads it. Regions are objects: clouddriver refuses the whole file for plain names.
 *
 * Source: clouddriver-aws `AccountsConfiguration.java`.
 *
 * @internal
 */
export function accountBlock(account: SpinnakerAccountSettings): Record<string, unknown> {
  const { name, roleArn, lambda, environment, accountType, defaultKeyPair, permissions = {}, lifecycleHooks } = account;
  const { externalId, sessionName, sessionDurationSeconds, availabilityZones = {} } = account;
  const regions = account.regions.map((region) =>
    withoutEmpty({ name: region, availabilityZones: availabilityZones[region] }),
  );
  return withoutEmpty({
    name,
    accountId: parsePrincipal(roleArn).accountId,
    assumeRole: assumeRole(roleArn),
    regions,
    ...{ externalId, sessionName, sessionDurationSeconds, environment, accountType, defaultKeyPair },
    permissions: withoutEmpty({ ...permissions }),
    lambdaEnabled: lambda === true ? true : undefined,
    lifecycleHooks,
  });
}

/** `role/<name>`, which clouddriver completes for the partition `aws` only; elsewhere the whole ARN. */
function assumeRole(roleArn: string): string {
  return partitionOf(roleArn) === "aws" ? roleArn.slice(roleArn.indexOf(":role/") + 1) : roleArn;
}

/** The ECS accounts over the AWS accounts. @internal */
export function ecsAccountBlocks({ accounts }: SpinnakerSettings): Record<string, unknown>[] {
  return accounts.flatMap(({ name, ecsAccountName }) =>
    ecsAccountName === undefined ? [] : [{ name: ecsAccountName, awsAccount: name }],
  );
}

/** Default regions, never empty: clouddriver compares every region with AWS's list, and with none of its own it fails. @internal */
export function defaultRegionBlocks({ accounts, defaultRegions }: SpinnakerSettings): { name: string }[] {
  const regions = defaultRegions ?? accounts.flatMap((account) => account.regions);
  return [...new Set(regions)].map((name) => ({ name }));
}

/** The text that stands for a secret. @internal */
export function secretText({ reference, inline }: SpinnakerSecretSource): string {
  return reference ?? inline ?? "";
}
