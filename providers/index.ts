// Also loaded by the stock dynamic provider for each stack, so it must stay quick to load.
export { createHandler, type HandlerOptions } from "./handlers";
export type { RetryPace } from "./request-lane";
export {
  type CheckFailure,
  PartialFailure,
  type Properties,
  type ResourceDiff,
  type ResourceHandler,
} from "./resource-handler";
export { type ResourceKind, resourceKinds, resourceType } from "./resource-kind";
export { shimText } from "./shim";
export { SpaceliftAttachment, type SpaceliftAttachmentArgs } from "./spacelift/attachment-resource";
export { SpaceliftAwsIntegration, type SpaceliftAwsIntegrationArgs } from "./spacelift/aws-integration-resource";
export {
  createSpaceliftClient,
  type SpaceliftClient,
  type SpaceliftClientOptions,
  type StackAccess,
} from "./spacelift/client";
export { spaceliftApiKeySchema } from "./spacelift/connection-inputs";
export type { SpaceliftIntegrationSettings } from "./spacelift/integration-documents";
export type { SpaceliftApiKeySource } from "./spacelift/session";
export type {
  SpaceliftAccountRecord,
  SpaceliftAttachmentRecord,
  SpaceliftIntegrationRecord,
} from "./spacelift/wire";
export { SpotAccountName, type SpotAccountNameArgs } from "./spot/account-name-resource";
export { SpotAccount, type SpotAccountArgs } from "./spot/account-resource";
export { createSpotClient, type SpotClient, type SpotClientOptions } from "./spot/client";
export { SpotCredentialsLink, type SpotCredentialsLinkArgs } from "./spot/credentials-link-resource";
export { SpotExternalId, type SpotExternalIdArgs } from "./spot/external-id-resource";
export type { MintedExternalId, SpotAccountRecord } from "./spot/wire";
export { TokenError } from "./token-error";
export type { AwsForTokens } from "./token-from-aws";
export { createTokenReader, type TokenReader, type TokenReaderOptions } from "./token-reader";
export { describeTokenSource, type TokenSource, tokenSourceSchema } from "./token-source";
export { VendorError } from "./vendor-error";
export { startVendorGateway, type VendorGateway, type VendorGatewayOptions } from "./vendor-gateway/start-gateway";
