import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { AccountAccess } from "../../components/account-access";
import type { AccountSettings } from "../../components/account-settings";
import type { ManagingOutcome } from "../../components/managing-outcome";
import type { GrantOutcome } from "../model";

/** Name CloudTrail of the account shows for what the rollout did there. */
const sessionName = "pulumi-cross-account";

/** What the program of one account answers with. */
export interface AccountOutputs {
  /** What each grant came to. */
  grants: pulumi.Output<GrantOutcome[]>;
  /** What each managing side came to; only where there is one. */
  managing?: pulumi.Output<ManagingOutcome[]>;
  /** Secrets of access keys made for managing identities, by party; only where there is a managing side. */
  secretAccessKeys?: pulumi.Output<Record<string, string>>;
}

/**
 * The inline program of one account: all grants of its settings. The same for `pulumi up` and for a fleet.
 *
 * @example
 * const stack = await LocalWorkspace.createOrSelectStack({ projectName, stackName, program: accountProgram(settings) });
 */
export function accountProgram(settings: AccountSettings): PulumiFn {
  return async () => ({ ...giveAccess(settings) });
}

/**
 * Declares all grants of one account; call it within a Pulumi program.
 *
 * @param provider Makes them there. Default: one of its own, see `accountProvider`; give it when the program needs it too.
 */
export function giveAccess(settings: AccountSettings, provider: Provider = accountProvider(settings)): AccountOutputs {
  const { accountId, grants, managing, tags, region, backPointers } = settings;
  const args = {
    accountId,
    grants,
    tags,
    region,
    ...(managing && { managing }),
    ...(backPointers && { backPointers }),
  };
  const access = new AccountAccess("access", args, { providers: [provider] });
  const { managing: sides, secretAccessKeys } = access;
  return { grants: access.grants, ...(managing && { managing: sides, secretAccessKeys }) };
}

/** Declares the AWS provider that enters the account as its settings say, and works in no other; once a program. */
export function accountProvider(settings: AccountSettings): Provider {
  return new Provider("account", providerArgs(settings));
}

function providerArgs({ accountId, region, endpoint, enter }: AccountSettings): ProviderArgs {
  return {
    region,
    // AWS itself answers who we are: what is meant for one account never lands in another.
    allowedAccountIds: [accountId],
    ...(enter.length > 0 ? { assumeRoles: enter.map((roleArn) => ({ roleArn, sessionName })) } : {}),
    ...(endpoint === undefined ? {} : emulatorArgs(endpoint)),
  };
}

function emulatorArgs(endpoint: string): ProviderArgs {
  return {
    endpoints: [{ iam: endpoint, sts: endpoint, s3: endpoint }],
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    s3UsePathStyle: true,
  };
}
