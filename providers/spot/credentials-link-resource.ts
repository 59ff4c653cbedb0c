import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "../resource-kind";
import { shimText } from "../shim";
import type { TokenSource } from "../token-source";

/** Arguments of a {@link SpotCredentialsLink}. */
export interface SpotCredentialsLinkArgs {
  /** Where the vendor token is read from, on the machine that talks to Spot. */
  token: pulumi.Input<TokenSource>;
  /** Base URL of Spot's API. */
  endpoint: pulumi.Input<string>;
  /** The Spot account, `act-…`. */
  accountId: pulumi.Input<string>;
  /** The AWS account of the role: twelve digits. */
  awsAccountId: pulumi.Input<string>;
  /** The role Spot assumes; take it from the resource, so that the link comes after role, policy and trust. */
  roleArn: pulumi.Input<string>;
  /** The external id in the role's trust policy, from `SpotExternalId`. */
  externalId: pulumi.Input<string>;
  /** Any text that stands for the permissions; when it changes Spot is linked again and so checks the role again. */
  policyFingerprint?: pulumi.Input<string>;
  /** Seconds to go on trying while Spot cannot assume a new role yet; 90 by default, 600 at most. */
  propagationSeconds?: pulumi.Input<number>;
}

/**
 * Links a Spot account to a role: Spot assumes it, with the external id, before it accepts.
 *
 * A new role takes AWS up to a minute to spread, so a refusal is tried again with growing pauses. Spot has no way to
 * unlink: deleting this resource changes nothing there; deleting the Spot account or the role ends the access.
 */
export class SpotCredentialsLink extends pulumi.CustomResource {
  /** True once Spot shows the account as linked to the AWS account. */
  declare readonly linked: pulumi.Output<boolean>;

  constructor(name: string, args: SpotCredentialsLinkArgs, opts?: pulumi.CustomResourceOptions) {
    const props = { ...args, linked: undefined, __provider: shimText("SpotCredentialsLink") };
    super(resourceType("SpotCredentialsLink"), name, props, opts);
  }
}
