import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "../resource-kind";
import { shimText } from "../shim";
import type { SpaceliftApiKeySource } from "./session";

/** Arguments of a {@link SpaceliftAwsIntegration}. */
export interface SpaceliftAwsIntegrationArgs {
  /** Where the id and the secret of the API key are read from, on the machine that talks to Spacelift. */
  apiKey: pulumi.Input<SpaceliftApiKeySource>;
  /** Address of the Spacelift account, such as `https://acme.app.spacelift.io`. */
  endpoint: pulumi.Input<string>;
  /** Name of the integration, shown to those who attach it. */
  name: pulumi.Input<string>;
  /** The role to assume. It need not exist yet: Spacelift tries it when the integration is attached. */
  roleArn: pulumi.Input<string>;
  /** How long the credentials of a run last, 900 to 3,600 s; 3600 by default. */
  durationSeconds?: pulumi.Input<number>;
  /** True to let private workers assume the role, as themselves; false by default. */
  generateCredentialsInWorker?: pulumi.Input<boolean>;
  /** The external id workers present; only with credentials made by them. None by default. */
  externalId?: pulumi.Input<string>;
  /** Labels; `autoattach:<label>` attaches it to stacks with that label, when that is enabled. None by default. */
  labels?: pulumi.Input<pulumi.Input<string>[]>;
  /** Id of the space it is in; another one makes another integration. When left out: Spacelift's default for a new one, and no move. */
  space?: pulumi.Input<string>;
  /** Region whose STS endpoint is used; Spacelift's default when left out. Not known to older self-hosted versions. */
  region?: pulumi.Input<string>;
  /** True to tag sessions with run, stack and space; false by default. Not known to older self-hosted versions. */
  tagAssumeRole?: pulumi.Input<boolean>;
  /** True to attach it by its `autoattach:` labels; false by default. Not known to older self-hosted versions. */
  autoattachEnabled?: pulumi.Input<boolean>;
  /** True to leave the integration at Spacelift when this resource is deleted; false by default. */
  retain?: pulumi.Input<boolean>;
}

/**
 * An AWS integration of Spacelift: which role the runs of the attached stacks work through.
 *
 * Taken over when there is one of this name and role already; refused when the name leads to another role, or is there
 * twice; otherwise made. Deleting it deletes it at Spacelift, also one that was there before, unless `retain` is set.
 *
 * In a fleet the option `import` takes one over by its id, with SPACELIFT_API_KEY_ENDPOINT, SPACELIFT_API_KEY_ID and
 * SPACELIFT_API_KEY_SECRET. Outside a fleet Pulumi imports no dynamic resources.
 *
 * @example
 * ```ts
 * new SpaceliftAwsIntegration("prod", {
 *   apiKey: { id: { env: "SPACELIFT_API_KEY_ID" }, secret: { env: "SPACELIFT_API_KEY_SECRET" } },
 *   endpoint: "https://acme.app.spacelift.io",
 *   name: "prod",
 *   roleArn: "arn:aws:iam::111111111111:role/SpaceliftRole",
 * });
 * ```
 */
export class SpaceliftAwsIntegration extends pulumi.CustomResource {
  /** Spacelift's id of the integration: the second part of every external id. */
  declare readonly integrationId: pulumi.Output<string>;
  /** Name of the Spacelift account: the first part of every external id. */
  declare readonly accountName: pulumi.Output<string>;
  /** The AWS account Spacelift assumes roles from, as its API tells. */
  declare readonly spaceliftAwsAccountId: pulumi.Output<string>;
  /** Id of the space it is in. */
  declare readonly spaceId: pulumi.Output<string>;
  /** True when the integration was there already, be it only from a run that was interrupted. */
  declare readonly adopted: pulumi.Output<boolean>;

  constructor(name: string, args: SpaceliftAwsIntegrationArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      ...args,
      integrationId: undefined,
      accountName: undefined,
      spaceliftAwsAccountId: undefined,
      adopted: undefined,
      spaceId: undefined,
      __provider: shimText("SpaceliftAwsIntegration"),
    };
    super(resourceType("SpaceliftAwsIntegration"), name, props, opts);
  }
}
