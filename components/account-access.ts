import * as pulumi from "@pulumi/pulumi";
import type { SpaceliftApiKeySource, TokenSource } from "../providers";
import { accountIdSchema, type GrantSet, grantSetSchema } from "./account-settings";
import type { GrantOutcome } from "./grant-outcome";
import { InputCheck } from "./input-check";
import type { SpaceliftExternalIds } from "./spacelift/external-ids";
import type { SpaceliftGrant } from "./spacelift/grant";
import type { SpaceliftStackArgs, SpaceliftWorkerArgs } from "./spacelift/integration-args";
import { SpaceliftIntegration } from "./spacelift/spacelift-integration";
import type { SpinnakerGrant } from "./spinnaker/grant";
import type { SpinnakerEcsArgs, SpinnakerLambdaArgs } from "./spinnaker/managed-account-args";
import { SpinnakerManagedAccount } from "./spinnaker/spinnaker-managed-account";
import type { SpotGrant } from "./spot/grant";
import type { SpotPermissions } from "./spot/permissions";
import { SpotOnboarding } from "./spot/spot-onboarding";
import type { StackerGrant } from "./stacker/grant";
import { StackerRole } from "./stacker/stacker-role";
import type { TrustProblem } from "./trust/trust-problem";

/** Arguments of an {@link AccountAccess}: plain values only, as a settings file holds them. */
export interface AccountAccessArgs {
  /** The AWS account it is in: twelve digits. */
  accountId: string;
  /** Whom to let in: at most one grant a party. */
  grants: GrantSetArgs;
  /** Region for what is regional; IAM is not, and a grant to Spot makes nothing else. @default the provider's */
  region?: string;
  /** Tags of everything that takes tags. @default none */
  tags?: Record<string, string>;
}

/** The grants of one account, by party. */
export interface GrantSetArgs {
  /** Access for Spinnaker (Armory): the managed role of the account. @default none */
  spinnaker?: SpinnakerGrantArgs;
  /** Access for Spot (Spotinst, Spot by Flexera). @default none */
  spot?: SpotGrantArgs;
  /** Access for Spacelift. @default none */
  spacelift?: SpaceliftGrantArgs;
  /** Access for stacker: its role of the account. @default none */
  stacker?: StackerGrantArgs;
}

/** Access for Spot, as the component SpotOnboarding gives it. */
export interface SpotGrantArgs {
  /** Where the token of a Spot organization admin is read from; never the token itself. */
  token: TokenSource;
  /** Base URL of Spot's API. @default "https://api.spotinst.io" */
  endpoint?: string;
  /** Name of the role Spot assumes. @default "SpotRole" */
  roleName?: string;
  /** IAM path of role and policy. @default "/" */
  rolePath?: string;
  /** Which permissions Spot gets. @default "full" */
  permissions?: SpotPermissions;
  /** Statements to add to them. @default none */
  extraStatements?: GrantStatementArgs[];
  /** ARN of the managed policy that bounds what the role can ever do. @default none */
  permissionsBoundary?: string;
  /** True to give the Spot account the alias of the AWS account. @default true */
  renameToAlias?: boolean;
  /** True to leave the Spot account at Spot when the grant is taken away. @default false */
  retainVendorAccount?: boolean;
}

/** Access for Spinnaker (Armory), as the component SpinnakerManagedAccount gives it. */
export interface SpinnakerGrantArgs {
  /** ARN of the managing identity, a role or a user; two while Spinnaker moves from one to another. */
  principalArns: string[];
  /** Name of the role Spinnaker assumes. @default "spinnakerManaged" */
  roleName?: string;
  /** External ids Spinnaker must present one of; not with ECS. @default none */
  externalIds?: string[];
  /** Organizations the managing identity must belong to, `o-…`. @default not looked at */
  organizationIds?: string[];
  /** ARNs of existing managed policies: what Spinnaker may do. @default PowerUserAccess */
  managedPolicyArns?: string[];
  /** Statements to add to them. @default none */
  extraStatements?: GrantStatementArgs[];
  /** ARNs of roles of the account that deployments may be given; a `*` may end one. @default none beside those made */
  passRoleArns?: string[];
  /** True for `iam:PassRole` on everything, as documented. @default false */
  passAnyRole?: boolean;
  /** Name of the role and instance profile of deployments that name none. @default "BaseIAMRole" */
  baseRoleName?: string;
  /** False where they are there already. @default true */
  createBaseRole?: boolean;
  /** To deploy to ECS. @default off */
  ecs?: SpinnakerEcsArgs;
  /** To deploy to Lambda. @default off */
  lambda?: SpinnakerLambdaArgs;
  /** ARN of the managed policy that bounds what every role made here can ever do. @default none */
  permissionsBoundary?: string;
  /** Longest session in seconds; at most 3,600 when the managing identity is a role. @default 3600 */
  maxSessionSeconds?: number;
  /** AWS partition of the account. @default "aws" */
  partition?: string;
}

/** Access for Spacelift, as the component SpaceliftIntegration gives it. */
export interface SpaceliftGrantArgs {
  /** Address of your Spacelift account, such as `https://acme.app.spacelift.io`. */
  endpoint: string;
  /** Where id and secret of the API key are read from. @default the variables SPACELIFT_API_KEY_ID and SPACELIFT_API_KEY_SECRET */
  apiKey?: SpaceliftApiKeySource;
  /** Name of the integration at Spacelift. @default "aws-<accountId>" */
  integrationName?: string;
  /** Stacks and modules that work through the role. @default none */
  stacks?: SpaceliftStackArgs[];
  /** How closely the role is bound to what Spacelift presents as external id. @default "exact" */
  externalIds?: SpaceliftExternalIds;
  /** Private workers that assume the role as themselves. @default Spacelift assumes the role */
  worker?: SpaceliftWorkerArgs;
  /** True to let Spacelift tag its sessions with run, stack and space. @default false */
  tagSessions?: boolean;
  /** True to attach the integration to stacks by its `autoattach:<label>` labels. @default false */
  autoattach?: boolean;
  /** Labels of the integration. @default none */
  labels?: string[];
  /** Id of the space the integration is in. @default the one Spacelift puts it in */
  space?: string;
  /** Region whose STS endpoint Spacelift uses. @default Spacelift's own */
  stsRegion?: string;
  /** Seconds the credentials of a run last, 900 to 3,600. @default 3600 */
  durationSeconds?: number;
  /** Name of the role. @default "SpaceliftRole" */
  roleName?: string;
  /** IAM path of role and policies. @default "/" */
  rolePath?: string;
  /** What the runs may do. @default nothing */
  permissions?: GrantStatementArgs[];
  /** ARNs of existing managed policies to attach. @default none */
  managedPolicyArns?: string[];
  /** ARN of the managed policy that bounds what the role can ever do. @default none */
  permissionsBoundary?: string;
  /** True to leave the integration at Spacelift when the grant is taken away. @default false */
  retainVendorAccount?: boolean;
}

/** Access for stacker, as the component StackerRole gives it; the same for the master account and all others. */
export interface StackerGrantArgs {
  /** The account stacker enters all others from. */
  masterAccountId: string;
  /** Name of the role in every account. @default "Stacker" */
  roleName?: string;
  /** ARNs of the roles and users of the master account that may become stacker. @default the whole master account */
  operatorArns?: string[];
  /** True to ask for a second factor in the master account. @default true */
  requireMfa?: boolean;
  /** In the master account: seconds since the second factor was proven must be fewer than this. @default not looked at */
  maxMfaAgeSeconds?: number;
  /** External ids the master role must present one of. @default none */
  externalIds?: string[];
  /** Organizations the caller must belong to, `o-…`. @default not looked at */
  organizationIds?: string[];
  /** Statements in place of the permission for everything. @default everything; with a service role what stacker itself needs */
  permissions?: GrantStatementArgs[];
  /** A role that CloudFormation acts with. @default none */
  serviceRole?: StackerServiceRoleGrantArgs;
  /** ARN of the managed policy that bounds what the roles can ever do. @default none */
  permissionsBoundary?: string;
}

/** The role CloudFormation acts with, as a settings file holds it. */
export interface StackerServiceRoleGrantArgs {
  /** The bucket with the templates. */
  bucketName: string;
  /** Name of the role. @default "StackerCloudFormation" */
  roleName?: string;
  /** What the stacks may do. @default nothing */
  permissions?: GrantStatementArgs[];
  /** ARNs of managed policies with what the stacks may do. @default none */
  managedPolicyArns?: string[];
}

/** One statement of a permission policy, as a settings file holds it. */
export interface GrantStatementArgs {
  /** Name of the statement: letters and digits. */
  sid?: string;
  /** `Allow` or `Deny`. @default "Allow" */
  effect?: string;
  /** Actions such as `ec2:DescribeInstances`. */
  actions: string[];
  /** ARNs the actions are for. @default ["*"] */
  resources?: string[];
  /** Conditions as in a policy document. */
  conditions?: Record<string, Record<string, string[]>>;
}

/**
 * All grants of one AWS account, from plain configuration: the same in a stack of its own, in a fleet and in any program.
 *
 * Pass the AWS provider of the account in `providers`. Bad settings throw `pulumi.InputPropertiesError` with every problem.
 *
 * @example
 * ```ts
 * new AccountAccess("access", {
 *   accountId: "111111111111",
 *   grants: { spot: { token: { env: "SPOTINST_TOKEN" } } },
 * });
 * ```
 */
export class AccountAccess extends pulumi.ComponentResource {
  /** What each grant came to. */
  readonly grants: pulumi.Output<GrantOutcome[]>;

  constructor(name: string, args: AccountAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:AccountAccess", name, {}, opts);

    const grants = normalizeGrants(name, args, this);
    const outcomes = [
      ...(grants.spot === undefined ? [] : [createSpotGrant(name, grants.spot, args, this)]),
      ...(grants.spinnaker === undefined ? [] : [createSpinnakerGrant(name, grants.spinnaker, args, this)]),
      ...(grants.spacelift === undefined ? [] : [createSpaceliftGrant(name, grants.spacelift, args, this)]),
      ...(grants.stacker === undefined ? [] : [createStackerGrant(name, grants.stacker, args, this)]),
    ];

    this.grants = pulumi.all(outcomes);
    this.registerOutputs({ grants: this.grants });
  }
}

function normalizeGrants(name: string, args: AccountAccessArgs, component: AccountAccess): GrantSet {
  const check = new InputCheck("AccountAccess", name, component);
  const accountId = accountIdSchema.safeParse(args.accountId);
  const grants = grantSetSchema.safeParse(args.grants);
  check.report([...listIssues("accountId", accountId.error?.issues), ...listIssues("grants", grants.error?.issues)]);
  check.assertNone();
  return grants.data ?? {};
}

function listIssues(field: string, issues: { path: PropertyKey[]; message: string }[] = []): TrustProblem[] {
  return issues.map(({ path, message }) => ({ path: [field, ...path.map(String)].join("."), message }));
}

function createSpotGrant(
  name: string,
  grant: SpotGrant,
  { accountId, tags }: AccountAccessArgs,
  parent: AccountAccess,
): pulumi.Output<GrantOutcome> {
  const { retainVendorAccount: retain, ...settings } = grant;
  const onboarding = new SpotOnboarding(`${name}-spot`, { ...settings, accountId, retain, tags }, { parent });
  const { roleArn, externalIds, principals, adopted, spotAccountId, spotAccountName } = onboarding;
  const outcome = { roleArn, externalIds, principals, adopted, vendorAccountId: spotAccountId };
  return pulumi.all([pulumi.output(outcome), spotAccountName]).apply(([known, vendorAccountName]) => ({
    party: "spot",
    ...known,
    ...(vendorAccountName && { vendorAccountName }),
  }));
}

function createSpinnakerGrant(
  name: string,
  grant: SpinnakerGrant,
  { accountId, tags }: AccountAccessArgs,
  parent: AccountAccess,
): pulumi.Output<GrantOutcome> {
  const managed = new SpinnakerManagedAccount(`${name}-spinnaker`, { ...grant, accountId, tags }, { parent });
  const { roleArn, externalIds, principals } = managed;
  return pulumi.output({ party: "spinnaker", roleArn, externalIds, principals });
}

function createSpaceliftGrant(
  name: string,
  grant: SpaceliftGrant,
  { accountId, tags }: AccountAccessArgs,
  parent: AccountAccess,
): pulumi.Output<GrantOutcome> {
  const { retainVendorAccount: retain, ...settings } = grant;
  const args = { ...settings, accountId, retain, tags };
  const spacelift = new SpaceliftIntegration(`${name}-spacelift`, args, { parent });
  const { roleArn, externalIds, principals, adopted, integrationId, integrationName } = spacelift;
  const outcome = { roleArn, externalIds, principals, adopted, vendorAccountId: integrationId };
  return pulumi
    .all([pulumi.output(outcome), integrationName])
    .apply(([known, vendorAccountName]) => ({ party: "spacelift", ...known, vendorAccountName }));
}

function createStackerGrant(
  name: string,
  grant: StackerGrant,
  { accountId, tags }: AccountAccessArgs,
  parent: AccountAccess,
): pulumi.Output<GrantOutcome> {
  const { requireMfa, operatorArns, maxMfaAgeSeconds, externalIds, ...settings } = grant;
  const side = accountId === grant.masterAccountId ? { requireMfa, operatorArns, maxMfaAgeSeconds } : { externalIds };
  const role = new StackerRole(`${name}-stacker`, { ...settings, ...side, accountId, tags }, { parent });
  const { roleArn, principals } = role;
  return pulumi.output({ party: "stacker", roleArn, externalIds: role.externalIds, principals });
}
