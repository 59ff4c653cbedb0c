import { PartialFailure, type Properties, type ResourceHandler } from "./resource-handler";
import { type ResourceKind, resourceKinds } from "./resource-kind";
import { spaceliftAttachmentHandler } from "./spacelift/attachment";
import { spaceliftAwsIntegrationHandler } from "./spacelift/aws-integration";
import { spotAccountHandler } from "./spot/account";
import { spotAccountNameHandler } from "./spot/account-name";
import { spotCredentialsLinkHandler } from "./spot/credentials-link";
import { spotExternalIdHandler } from "./spot/external-id";

const handlerMakers: Record<ResourceKind, () => ResourceHandler> = {
  SpotAccount: () => spotAccountHandler(),
  SpotExternalId: () => spotExternalIdHandler(),
  SpotCredentialsLink: () => spotCredentialsLinkHandler(),
  SpotAccountName: () => spotAccountNameHandler(),
  SpaceliftAwsIntegration: () => spaceliftAwsIntegrationHandler(),
  SpaceliftAttachment: () => spaceliftAttachmentHandler(),
};

/**
 * The life of one kind of vendor resource; what the shim of the stock dynamic provider calls.
 *
 * Throws an `Error` for a kind this release does not know.
 */
export function createHandler(kind: string): ResourceHandler {
  const known = resourceKinds.find((name) => name === kind);
  if (known === undefined) {
    throw new Error(
      `This release of pulumi-cross-account has no vendor resource ${kind}, only ${resourceKinds.join(", ")}. Install the release that made it, or a newer one.`,
    );
  }
  return keepingProvider(handlerMakers[known]());
}

/**
 * The engine stores what a partial failure carries as it is: without `__provider` nobody could delete the resource
 * later.
 */
function keepingProvider(handler: ResourceHandler): ResourceHandler {
  return {
    ...handler,
    create: (inputs) => handler.create(inputs).catch((error) => rethrow(error, inputs)),
    update: (id, olds, news) => handler.update(id, olds, news).catch((error) => rethrow(error, news)),
  };
}

function rethrow(error: unknown, inputs: Properties): never {
  if (error instanceof PartialFailure) {
    const properties = { ...error.properties, __provider: inputs.__provider };
    throw new PartialFailure(error.id, properties, error.message, { cause: error });
  }
  throw error;
}
