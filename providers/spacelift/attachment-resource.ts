import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "../resource-kind";
import { shimText } from "../shim";
import type { SpaceliftApiKeySource } from "./session";

/** Arguments of a {@link SpaceliftAttachment}. */
export interface SpaceliftAttachmentArgs {
  /** Where the id and the secret of the API key are read from, on the machine that talks to Spacelift. */
  apiKey: pulumi.Input<SpaceliftApiKeySource>;
  /** Address of the Spacelift account, such as `https://acme.app.spacelift.io`. */
  endpoint: pulumi.Input<string>;
  /** The integration, from `SpaceliftAwsIntegration`. */
  integrationId: pulumi.Input<string>;
  /** Id (slug) of the stack or module. */
  stackId: pulumi.Input<string>;
  /** True to use it for runs that only read, such as plans; true by default. */
  read?: pulumi.Input<boolean>;
  /** True to use it for runs that change things; true by default. */
  write?: pulumi.Input<boolean>;
  /** Seconds to go on trying while Spacelift cannot assume a new role yet; 90 by default, 600 at most. */
  propagationSeconds?: pulumi.Input<number>;
  /**
   * What Spacelift's message contains while it cannot assume the role, as a regular expression; `trust relationship` by
   * default. Here because Spacelift changed that text once without notice.
   */
  trustErrorPattern?: pulumi.Input<string>;
}

/**
 * Attaches an AWS integration to one stack or module. Spacelift assumes the role first, with the external id and without:
 * make it depend on the role.
 *
 * A new role takes AWS up to a minute to spread, so that refusal is tried again with growing pauses.
 *
 * @example
 * ```ts
 * new SpaceliftAttachment("network", { apiKey, endpoint, integrationId, stackId: "network" }, { dependsOn: [role] });
 * ```
 */
export class SpaceliftAttachment extends pulumi.CustomResource {
  /** Spacelift's id of the attachment. */
  declare readonly attachmentId: pulumi.Output<string>;

  constructor(name: string, args: SpaceliftAttachmentArgs, opts?: pulumi.CustomResourceOptions) {
    const props = { ...args, attachmentId: undefined, __provider: shimText("SpaceliftAttachment") };
    super(resourceType("SpaceliftAttachment"), name, props, opts);
  }
}
