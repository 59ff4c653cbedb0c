import * as pulumi from "@pulumi/pulumi";
import {
  SpotAccount,
  SpotAccountName,
  SpotCredentialsLink,
  SpotExternalId,
  type TokenSource,
  tokenSourceSchema,
} from "../../providers";
import { InputCheck } from "../input-check";
import { ManagedRole } from "../managed-role";
import type { PermissionStatementArgs } from "../permission-documents";
import { knownParties } from "../trust/known-parties";
import { isAccountId } from "../trust/principal";
import { findAccountAlias } from "./account-alias";
import { firstSpotName } from "./first-name";
import { SpotPermissions, spotPolicyName, spotStatements } from "./permissions";
import { spotApiEndpoint } from "./spot-endpoint";

/** Arguments of a {@link SpotOnboarding}. */
export interface SpotOnboardingArgs {
  /** The AWS account it is in: twelve digits. */
  accountId: pulumi.Input<string>;
  /** Where the token of a Spot organization admin is read from, when it is used; never the token itself. */
  token: pulumi.Input<TokenSource>;
  /** Base URL of Spot's API. @default "https://api.spotinst.io" */
  endpoint?: pulumi.Input<string>;
  /** Which permissions Spot gets. @default "full" */
  permissions?: SpotPermissions;
  /** Statements to add to them. @default none */
  extraStatements?: PermissionStatementArgs[];
  /** Name of the role Spot assumes. @default "SpotRole" */
  roleName?: pulumi.Input<string>;
  /** IAM path of role and policy. @default "/" */
  rolePath?: pulumi.Input<string>;
  /** Name of the managed policy; a second one is `<policyName>-2`. @default "SpotManagedPolicy" */
  policyName?: pulumi.Input<string>;
  /** ARN of the managed policy that bounds what the role can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** ARNs of managed policies to attach too, such as `SecurityAudit`, which Spot's console adds. @default none */
  managedPolicyArns?: pulumi.Input<string>[];
  /** Who may assume the role, where Spot enters from another account (another partition). @default Spot's account */
  principals?: pulumi.Input<string>[];
  /** True to give the Spot account the alias of the AWS account; without an alias it keeps its name. @default true */
  renameToAlias?: boolean;
  /**
   * How often the external id was replaced on purpose. A higher number mints another one, trusts both and makes Spot use the new
   * one; the next update drops the one before, once Spot has assumed the role with the new one. A lower number changes nothing.
   * @default 0
   */
  rotation?: pulumi.Input<number>;
  /** True to leave the Spot account at Spot when this is deleted, also one that was there before. @default false */
  retain?: pulumi.Input<boolean>;
  /** Tags of the role and the policy. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Lets Spot (Spotinst, Spot by Flexera) into one AWS account: permission policy, Spot account, external id, role, link, and the
 * account's alias as its name at Spot. The same six resources as Spot's onboarding StackSet.
 *
 * A Spot account that is already connected to the AWS account is taken over; with more than one connected it fails and names them.
 * Deleting it deletes all of it, the Spot account included, unless `retain` is set.
 *
 * Source: spot.io/blog/automatically-enroll-your-aws-accounts-with-the-onboarding-stackset; github spotinst/spotinst-examples
 * `Utilities/AWS/StackSet`.
 *
 * @example
 * ```ts
 * new SpotOnboarding("spot", {
 *   accountId: "111111111111",
 *   token: { env: "SPOTINST_TOKEN" },
 * });
 * ```
 */
export class SpotOnboarding extends pulumi.ComponentResource {
  /** The Spot account, `act-…`. */
  readonly spotAccountId: pulumi.Output<string>;
  /** Its name at Spot; what it is called before a first rename when that is off. */
  readonly spotAccountName: pulumi.Output<string | undefined>;
  /** True when the Spot account was connected before, and not by us. */
  readonly adopted: pulumi.Output<boolean>;
  /** The external ids the role trusts: the one Spot made last, and one before it while it is being replaced. */
  readonly externalIds: pulumi.Output<string[]>;
  /** When the first of them was made, ISO 8601; the first release did not record it. */
  readonly externalIdMintedAt: pulumi.Output<string | undefined>;
  /** How often the external id was replaced. */
  readonly rotation: pulumi.Output<number>;
  /** ARN of the role Spot assumes. */
  readonly roleArn: pulumi.Output<string>;
  /** Whom the role's trust policy names. */
  readonly principals: pulumi.Output<string[]>;

  constructor(name: string, args: SpotOnboardingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:SpotOnboarding", name, {}, opts);

    const spot = normalizeInputs(name, args, this);
    const account = createAccount(name, spot, args.retain, this);
    const externalId = createExternalId(name, spot, account, args.rotation, this);
    const externalIds = listAccepted(externalId);
    const role = createRole(name, args, externalIds, this);
    const link = createLink(name, spot, account, externalId, role, this);
    const renamed = args.renameToAlias === false ? undefined : createName(name, spot, account, link, this);

    this.spotAccountId = account.accountId;
    this.spotAccountName = pulumi.output(renamed?.name);
    this.adopted = account.adopted;
    this.externalIds = externalIds;
    this.externalIdMintedAt = externalId.mintedAt;
    this.rotation = externalId.rotation;
    this.roleArn = role.roleArn;
    this.principals = role.principals;
    this.registerOutputs({ spotAccountId: this.spotAccountId, roleArn: this.roleArn, externalIds: this.externalIds });
  }
}

interface SpotInputs {
  accountId: pulumi.Input<string>;
  api: { token: pulumi.Input<TokenSource>; endpoint: pulumi.Input<string> };
}

function normalizeInputs(name: string, args: SpotOnboardingArgs, component: SpotOnboarding): SpotInputs {
  const check = new InputCheck("SpotOnboarding", name, component);
  const inputs = {
    accountId: check.value("accountId", args.accountId, findAccountIdProblem),
    api: {
      token: check.value("token", args.token, findTokenProblem),
      endpoint: check.value("endpoint", args.endpoint ?? spotApiEndpoint, findEndpointProblem),
    },
  };
  check.optional("permissions", args.permissions, findPermissionsProblem);
  check.assertNone();
  return inputs;
}

function findAccountIdProblem(accountId: string): string | undefined {
  return isAccountId(accountId) ? undefined : `"${accountId}" is not an AWS account id: twelve digits, as a string`;
}

function findTokenProblem(token: TokenSource): string | undefined {
  // The problem names no content: somebody may have put the token itself here.
  return tokenSourceSchema.safeParse(token).success
    ? undefined
    : "names no source for the token: { env: NAME } or { file: PATH }, one of them; never the token itself";
}

function findEndpointProblem(endpoint: string): string | undefined {
  return /^https?:\/\/[^\s/]/.test(endpoint) ? undefined : `"${endpoint}" is not an http or https address`;
}

function findPermissionsProblem(permissions: string): string | undefined {
  const known = Object.values<string>(SpotPermissions);
  return known.includes(permissions) ? undefined : `"${permissions}" is none of ${known.join(", ")}`;
}

function createAccount(
  name: string,
  { api, accountId }: SpotInputs,
  retain: pulumi.Input<boolean> | undefined,
  parent: SpotOnboarding,
): SpotAccount {
  const firstName = pulumi.output(accountId).apply(firstSpotName);
  const args = { ...api, awsAccountId: accountId, name: firstName, retain: retain ?? false };
  return new SpotAccount(`${name}-account`, args, { parent });
}

function createExternalId(
  name: string,
  { api }: SpotInputs,
  account: SpotAccount,
  rotation: pulumi.Input<number> | undefined,
  parent: SpotOnboarding,
): SpotExternalId {
  const args = { ...api, accountId: account.accountId, rotation };
  return new SpotExternalId(`${name}-external-id`, args, { parent });
}

/** The newest first. State of the first release has no previous ones. */
function listAccepted({ externalId, previousExternalIds }: SpotExternalId): pulumi.Output<string[]> {
  const previous: pulumi.Output<string[] | undefined> = previousExternalIds;
  return pulumi.all([externalId, previous]).apply(([newest, before]) => [newest, ...(before ?? [])]);
}

function createRole(
  name: string,
  args: SpotOnboardingArgs,
  externalIds: pulumi.Output<string[]>,
  parent: SpotOnboarding,
): ManagedRole {
  const spotAccounts = knownParties.spot?.accounts.map(({ accountId }) => accountId) ?? [];
  return new ManagedRole(
    `${name}-role`,
    {
      roleName: args.roleName ?? "SpotRole",
      path: args.rolePath,
      policyName: args.policyName ?? spotPolicyName,
      description: "Spot manages resources of this account with it",
      trust: {
        party: "spot",
        allowOtherPrincipals: args.principals !== undefined,
        statements: [{ principals: args.principals ?? spotAccounts, externalIds }],
      },
      permissions: [...spotStatements[args.permissions ?? SpotPermissions.Full], ...(args.extraStatements ?? [])],
      permissionsBoundary: args.permissionsBoundary,
      managedPolicyArns: args.managedPolicyArns,
      tags: args.tags,
    },
    { parent },
  );
}

function createLink(
  name: string,
  { api, accountId }: SpotInputs,
  account: SpotAccount,
  externalId: SpotExternalId,
  role: ManagedRole,
  parent: SpotOnboarding,
): SpotCredentialsLink {
  const args = {
    ...api,
    accountId: account.accountId,
    awsAccountId: accountId,
    roleArn: role.roleArn,
    externalId: externalId.externalId,
  };
  // On the whole role, its attachments too: Spot must not be linked before it may do anything.
  return new SpotCredentialsLink(`${name}-link`, args, { parent, dependsOn: [role] });
}

function createName(
  name: string,
  { api }: SpotInputs,
  account: SpotAccount,
  link: SpotCredentialsLink,
  parent: SpotOnboarding,
): SpotAccountName {
  // Without an alias the name is empty, and the Spot account keeps the one it has. Spot refuses a name without a letter.
  const alias = findAccountAlias(parent).apply((text) => (/^[^A-Za-z]+$/.test(text) ? `aws-${text}` : text));
  const args = { ...api, accountId: account.accountId, name: alias };
  return new SpotAccountName(`${name}-name`, args, { parent, dependsOn: [link] });
}
