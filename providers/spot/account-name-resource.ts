import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "../resource-kind";
import { shimText } from "../shim";
import type { TokenSource } from "../token-source";

/** Arguments of a {@link SpotAccountName}. */
export interface SpotAccountNameArgs {
  /** Where the vendor token is read from, on the machine that talks to Spot. */
  token: pulumi.Input<TokenSource>;
  /** Base URL of Spot's API. */
  endpoint: pulumi.Input<string>;
  /** The Spot account, `act-…`. */
  accountId: pulumi.Input<string>;
  /**
   * The name to give; without a letter, as Spot demands one, `fallbackName` is given instead. Empty: see
   * `fallbackName`.
   */
  name: pulumi.Input<string>;
  /** Used when `name` is empty or has no letter; without it an empty `name` leaves the account with the name it has. */
  fallbackName?: pulumi.Input<string>;
}

/**
 * Gives a Spot account its name, and another one in place when it changes. Deleting this resource leaves the name as it
 * is.
 */
export class SpotAccountName extends pulumi.CustomResource {
  /** The name the account bears now. */
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: SpotAccountNameArgs, opts?: pulumi.CustomResourceOptions) {
    super(resourceType("SpotAccountName"), name, { ...args, __provider: shimText("SpotAccountName") }, opts);
  }
}
