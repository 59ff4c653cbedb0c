import { PartialFailure, type Properties, type ResourceHandler } from "./resource-handler";
import { type ResourceKind, resourceKinds } from "./resource-kind";
import { spaceliftAttachmentHandler } from "./spacelift/attachment";
import { spaceliftAwsIntegrationHandler } from "./spacelift/aws-integration";
import { createSpaceliftClient } from "./spacelift/client";
import type { ConnectSpacelift } from "./spacelift/connection-inputs";
import { spotAccountHandler } from "./spot/account";
import { spotAccountNameHandler } from "./spot/account-name";
import { createSpotClient } from "./spot/client";
import type { ConnectSpot } from "./spot/connection-inputs";
import { spotCredentialsLinkHandler } from "./spot/credentials-link";
import { spotExternalIdHandler } from "./spot/external-id";
import { defaultTokenReader, type TokenReader } from "./token-reader";

/** How handlers go about their work; everything has a default. */
export interface HandlerOptions {
  /** Reads the vendor tokens. Default: what the environment of this process says. */
  tokens?: TokenReader;
  /**
   * Whether a creation for this AWS account may have been begun by a run that was killed. It is then looked for patiently
   * before another is sent, as vendors take a while to show what was just made. Default: no.
   */
  mayHaveBegun?(awsAccountId: string): boolean;
}

const handlerMakers: Record<ResourceKind, (tokens: TokenReader, options: HandlerOptions) => ResourceHandler> = {
  SpotAccount: (tokens, options) => spotAccountHandler(spotWith(tokens), options),
  SpotExternalId: (tokens) => spotExternalIdHandler(spotWith(tokens)),
  SpotCredentialsLink: (tokens) => spotCredentialsLinkHandler(spotWith(tokens)),
  SpotAccountName: (tokens) => spotAccountNameHandler(spotWith(tokens)),
  SpaceliftAwsIntegration: (tokens) => spaceliftAwsIntegrationHandler(spaceliftWith(tokens)),
  SpaceliftAttachment: (tokens) => spaceliftAttachmentHandler(spaceliftWith(tokens)),
};

const spotWith =
  (tokens: TokenReader): ConnectSpot =>
  (options) =>
    createSpotClient({ ...options, tokens });

const spaceliftWith =
  (tokens: TokenReader): ConnectSpacelift =>
  (options) =>
    createSpaceliftClient({ ...options, tokens });

/**
 * The life of one kind of vendor resource; what the shim of the stock dynamic provider calls.
 *
 * Throws an `Error` for a kind this release does not know.
 */
export function createHandler(kind: string, options: HandlerOptions = {}): ResourceHandler {
  const known = resourceKinds.find((name) => name === kind);
  if (known === undefined) {
    throw new Error(
      `This release of pulumi-cross-account has no vendor resource ${kind}, only ${resourceKinds.join(", ")}. Install the release that made it, or a newer one.`,
    );
  }
  const { tokens = defaultTokenReader() } = options;
  return importing(known, keepingProvider(handlerMakers[known](tokens, options)));
}

/** The engine reads with nothing but an id when a resource has the option `import`. */
function importing(kind: ResourceKind, handler: ResourceHandler): ResourceHandler {
  const hasState = (props: Properties) => Object.keys(props).some((name) => name !== "__provider");
  return {
    ...handler,
    read: (id, props) => (hasState(props) ? handler.read(id, props) : readById(kind, handler, id)),
  };
}

async function readById(kind: ResourceKind, handler: ResourceHandler, id: string) {
  if (!handler.find) {
    throw new Error(
      `A ${kind} cannot be imported by an id: leave out the option "import". Creating it finds what is there already, or does no harm to it.`,
    );
  }
  const found = await handler.find(id);
  return found ? { id, props: found.outs, inputs: found.inputs } : {};
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
