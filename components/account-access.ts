import * as pulumi from "@pulumi/pulumi";
import { accountIdSchema, type GrantSet, grantSetSchema } from "./account-settings";
import { createDeadlineGrant, type DeadlineGrantArgs } from "./deadline/grant";
import type { GrantOutcome } from "./grant-outcome";
import { InputCheck } from "./input-check";
import { createSpaceliftGrant, type SpaceliftGrantArgs } from "./spacelift/grant";
import { createSpinnakerGrant, type SpinnakerGrantArgs } from "./spinnaker/grant";
import { createSpotGrant, type SpotGrantArgs } from "./spot/grant";
import { createStackerGrant, type StackerGrantArgs } from "./stacker/grant";
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
  /** Access for the Spot Event Plugin of Deadline: its role, and those it works with. @default none */
  deadline?: DeadlineGrantArgs;
  /** Access for Spinnaker (Armory): the managed role of the account. @default none */
  spinnaker?: SpinnakerGrantArgs;
  /** Access for Spot (Spotinst, Spot by Flexera). @default none */
  spot?: SpotGrantArgs;
  /** Access for Spacelift. @default none */
  spacelift?: SpaceliftGrantArgs;
  /** Access for stacker: its role of the account. @default none */
  stacker?: StackerGrantArgs;
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

    const { spot, spinnaker, spacelift, stacker, deadline } = normalizeGrants(name, args, this);
    const site = { name, accountId: args.accountId, tags: args.tags, parent: this };
    this.grants = pulumi.all([
      ...(spot ? [createSpotGrant(site, spot)] : []),
      ...(spinnaker ? [createSpinnakerGrant(site, spinnaker)] : []),
      ...(spacelift ? [createSpaceliftGrant(site, spacelift)] : []),
      ...(stacker ? [createStackerGrant(site, stacker)] : []),
      ...(deadline ? [createDeadlineGrant(site, deadline)] : []),
    ]);
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
