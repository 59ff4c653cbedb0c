import * as pulumi from "@pulumi/pulumi";
import {
  accountIdSchema,
  type GrantSet,
  grantSetSchema,
  type ManagingSet,
  managingSetSchema,
} from "./account-settings";
import { type BackPointersArgs, tagsOfGrant } from "./back-pointers";
import { createDeadlineGrant } from "./deadline/create-grant";
import { createDeadlineManaging } from "./deadline/create-managing";
import type { DeadlineGrantArgs } from "./deadline/grant";
import type { DeadlineManagingArgs } from "./deadline/managing";
import type { GrantOutcome } from "./grant-outcome";
import type { GrantSite } from "./grant-site";
import { InputCheck } from "./input-check";
import type { ManagingOutcome } from "./managing-outcome";
import { createSpaceliftGrant } from "./spacelift/create-grant";
import type { SpaceliftGrantArgs } from "./spacelift/grant";
import { createSpinnakerGrant } from "./spinnaker/create-grant";
import { createSpinnakerManaging } from "./spinnaker/create-managing";
import type { SpinnakerGrantArgs } from "./spinnaker/grant";
import type { SpinnakerManagingArgs } from "./spinnaker/managing";
import { createSpotGrant } from "./spot/create-grant";
import type { SpotGrantArgs } from "./spot/grant";
import { createStackerGrant } from "./stacker/create-grant";
import { createStackerManaging } from "./stacker/create-managing";
import type { StackerGrantArgs } from "./stacker/grant";
import type { StackerManagingArgs } from "./stacker/managing";
import type { TrustProblem } from "./trust/trust-problem";

/** Arguments of an {@link AccountAccess}: plain values only, as a settings file holds them. */
export interface AccountAccessArgs {
  /** The AWS account it is in: twelve digits. */
  accountId: string;
  /** Whom to let in: at most one grant a party. */
  grants: GrantSetArgs;
  /** What parties have in this account to reach all others. @default none */
  managing?: ManagingSetArgs;
  /** Region for what is regional; IAM is not, and a grant to Spot makes nothing else. @default the provider's */
  region?: string;
  /** Tags of everything that takes tags. @default none */
  tags?: Record<string, string>;
  /** What made it all, told by tags of everything that takes tags; tags of the same name in `tags` win. @default nothing is told */
  backPointers?: BackPointersArgs;
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
  /** Access for the Spot Event Plugin of Deadline: its role, and those it works with. @default none */
  deadline?: DeadlineGrantArgs;
}

/** The managing sides of one account, by party. */
export interface ManagingSetArgs {
  /** Spinnaker's one identity. @default none */
  spinnaker?: SpinnakerManagingArgs;
  /** stacker's bucket; its role here is the account's own grant. @default none */
  stacker?: StackerManagingArgs;
  /** What the hosts of Deadline are, the RCS or Pulse. @default none */
  deadline?: DeadlineManagingArgs;
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
  /** What each managing side came to. */
  readonly managing: pulumi.Output<ManagingOutcome[]>;
  /** Secret of the access key of a party's managing identity, by party; a secret output, empty without keys. */
  readonly secretAccessKeys: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: AccountAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:AccountAccess", name, {}, opts);

    const { grants, managing } = normalizeSettings(name, args, this);
    const { spot, spinnaker, spacelift, stacker, deadline } = grants;
    const siteOf = (party: string): GrantSite => siteFor(party, name, args, this);
    const spinnakerSide = managing.spinnaker && createSpinnakerManaging(siteOf("spinnaker"), managing.spinnaker);
    const deadlineSide = managing.deadline && createDeadlineManaging(siteOf("deadline"), managing.deadline);
    this.managing = pulumi.all([
      ...(spinnakerSide ? [spinnakerSide.outcome] : []),
      ...(managing.stacker ? [createStackerManaging(siteOf("stacker"), managing.stacker)] : []),
      ...(deadlineSide ? [deadlineSide.outcome] : []),
    ]);
    this.grants = pulumi.all([
      ...(spot ? [createSpotGrant(siteOf("spot"), spot)] : []),
      ...(spinnaker ? [createSpinnakerGrant(siteOf("spinnaker"), spinnaker, spinnakerSide?.principalArn)] : []),
      ...(spacelift ? [createSpaceliftGrant(siteOf("spacelift"), spacelift)] : []),
      ...(stacker ? [createStackerGrant(siteOf("stacker"), stacker)] : []),
      ...(deadline ? [createDeadlineGrant(siteOf("deadline"), deadline, deadlineSide?.principalArn)] : []),
    ]);
    this.secretAccessKeys = keysOf({
      spinnaker: spinnakerSide?.secretAccessKey,
      deadline: deadlineSide?.secretAccessKey,
    });
    this.registerOutputs({ grants: this.grants, managing: this.managing });
  }
}

function normalizeSettings(
  name: string,
  args: AccountAccessArgs,
  component: AccountAccess,
): { grants: GrantSet; managing: ManagingSet } {
  const check = new InputCheck("AccountAccess", name, component);
  const accountId = accountIdSchema.safeParse(args.accountId);
  const grants = grantSetSchema.safeParse(args.grants);
  const managing = managingSetSchema.safeParse(args.managing ?? {});
  check.report([
    ...listIssues("accountId", accountId.error?.issues),
    ...listIssues("grants", grants.error?.issues),
    ...listIssues("managing", managing.error?.issues),
  ]);
  check.assertNone();
  return { grants: grants.data ?? {}, managing: managing.data ?? {} };
}

function siteFor(
  party: string,
  name: string,
  { accountId, tags, backPointers }: AccountAccessArgs,
  parent: AccountAccess,
): GrantSite {
  const fleet = backPointers?.fleet;
  return { name, accountId, tags: tagsOfGrant(party, { tags, backPointers }), fleet, parent };
}

function keysOf(
  keys: Record<string, pulumi.Output<string | undefined> | undefined>,
): pulumi.Output<Record<string, string>> {
  const known = pulumi
    .all(keys)
    .apply((byParty) =>
      Object.fromEntries(Object.entries(byParty).flatMap(([party, key]) => (key ? [[party, key]] : []))),
    );
  return pulumi.secret(known);
}

function listIssues(field: string, issues: { path: PropertyKey[]; message: string }[] = []): TrustProblem[] {
  return issues.map(({ path, message }) => ({ path: [field, ...path.map(String)].join("."), message }));
}
