import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "../resource-kind";
import { shimText } from "../shim";
import type { TokenSource } from "../token-source";

/** Arguments of a {@link SpotExternalId}. */
export interface SpotExternalIdArgs {
  /** Where the vendor token is read from, on the machine that talks to Spot. */
  token: pulumi.Input<TokenSource>;
  /** Base URL of Spot's API. */
  endpoint: pulumi.Input<string>;
  /** The Spot account, `act-…`; another one needs another external id. */
  accountId: pulumi.Input<string>;
}

/**
 * The external id Spot presents when it assumes the role of one Spot account. Minted once by Spot, then kept in state:
 * only replacing the resource asks for another one. Deleting it changes nothing at Spot.
 */
export class SpotExternalId extends pulumi.CustomResource {
  declare readonly externalId: pulumi.Output<string>;
  /** Until when it has to be used in a link, as Spot tells it. */
  declare readonly maxValidUntil: pulumi.Output<string | undefined>;

  constructor(name: string, args: SpotExternalIdArgs, opts?: pulumi.CustomResourceOptions) {
    const props = { ...args, externalId: undefined, maxValidUntil: undefined, __provider: shimText("SpotExternalId") };
    super(resourceType("SpotExternalId"), name, props, opts);
  }
}
