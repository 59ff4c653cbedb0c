import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "../resource-kind";
import { shimText } from "../shim";
import type { TokenSource } from "../token-source";

/** Arguments of a {@link SpotAccount}. */
export interface SpotAccountArgs {
  /** Where the vendor token is read from, on the machine that talks to Spot. */
  token: pulumi.Input<TokenSource>;
  /** Base URL of Spot's API. */
  endpoint: pulumi.Input<string>;
  /** The AWS account it is for: twelve digits. Another one makes another Spot account. */
  awsAccountId: pulumi.Input<string>;
  /** Name a new account starts with; at least one letter. Later changes are for `SpotAccountName`. */
  name: pulumi.Input<string>;
  /** True to leave the account at Spot when this resource is deleted; false by default. */
  retain?: pulumi.Input<boolean>;
}

/**
 * The Spot account of one AWS account.
 *
 * Found when exactly one is connected to the AWS account, and refused, naming all, when more are; otherwise made.
 * Deleting it deletes the account at Spot for good, also one that was there before, unless `retain` is set.
 *
 * In a fleet the option `import` takes over an account by its id, `act-…`, with the token of SPOTINST_TOKEN, at Spot's address
 * or that of SPOTINST_ENDPOINT. Outside a fleet Pulumi imports no dynamic resources.
 *
 * @example
 * ```ts
 * new SpotAccount("spot", {
 *   token: { env: "SPOTINST_TOKEN" },
 *   endpoint: "https://api.spotinst.io",
 *   awsAccountId: "111111111111",
 *   name: "aws-111111111111",
 * });
 * ```
 */
export class SpotAccount extends pulumi.CustomResource {
  /** Spot's id of the account, `act-…`. */
  declare readonly accountId: pulumi.Output<string>;
  /** True when the account was connected before, and not by us. */
  declare readonly adopted: pulumi.Output<boolean>;
  /** Spot's id of the organization, where it tells. */
  declare readonly organizationId: pulumi.Output<string | undefined>;

  constructor(name: string, args: SpotAccountArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      ...args,
      retain: pulumi.output(args.retain).apply((retain) => retain ?? false),
      accountId: undefined,
      adopted: undefined,
      organizationId: undefined,
      __provider: shimText("SpotAccount"),
    };
    super(resourceType("SpotAccount"), name, props, opts);
  }
}
