import * as pulumi from "@pulumi/pulumi";
import type { TokenSource } from "../providers";
import { accountIdSchema, type GrantSet, grantSetSchema } from "./account-settings";
import type { GrantOutcome } from "./grant-outcome";
import { InputCheck } from "./input-check";
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
  /** Access for Spot (Spotinst, Spot by Flexera). @default none */
  spot?: SpotGrantArgs;
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
