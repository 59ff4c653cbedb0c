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
  /**
   * How often it was replaced on purpose: a higher number than ever before mints another external id, any other changes
   * nothing; 0 by default.
   */
  rotation?: pulumi.Input<number>;
}

/**
 * The external id Spot presents when it assumes the role of one Spot account. Minted by Spot and kept in state; minted
 * again when it expired before it was used in a link. Deleting it changes nothing at Spot.
 *
 * To rotate it, raise `rotation`: the new one stands in `externalId`, the one before in `previousExternalIds`. Let the
 * role trust both, and give the new one to the link, which makes Spot use it. The next update drops the previous one,
 * once Spot has assumed the role with the new one.
 */
export class SpotExternalId extends pulumi.CustomResource {
  /** The newest external id. */
  declare readonly externalId: pulumi.Output<string>;
  /** External ids that Spot may still present; a role has to trust them too. */
  declare readonly previousExternalIds: pulumi.Output<string[]>;
  /** When the newest was minted, ISO 8601; the first release did not record it. */
  declare readonly mintedAt: pulumi.Output<string | undefined>;
  /** The highest rotation so far. */
  declare readonly rotation: pulumi.Output<number>;
  /** Until when it has to be used in a link, as Spot tells it. */
  declare readonly maxValidUntil: pulumi.Output<string | undefined>;

  constructor(name: string, args: SpotExternalIdArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      ...args,
      rotation: args.rotation ?? 0,
      externalId: undefined,
      previousExternalIds: undefined,
      mintedAt: undefined,
      maxValidUntil: undefined,
      __provider: shimText("SpotExternalId"),
    };
    super(resourceType("SpotExternalId"), name, props, opts);
  }
}
