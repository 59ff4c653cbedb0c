import { z } from "zod";
import { defaultRetryPace, type RetryPace } from "../request-lane";
import { defaultTokenReader, type TokenReader } from "../token-reader";
import {
  integrationFields,
  integrationInput,
  integrationMutation,
  type SpaceliftIntegrationSettings,
  valuesOf,
} from "./integration-documents";
import { isAbsent, isUnauthorized } from "./refusal";
import { requestSpacelift, type SpaceliftConnection, type SpaceliftRequest } from "./request";
import { openSession, type SpaceliftApiKeySource } from "./session";
import {
  accountAnswer,
  attachmentAnswer,
  integrationAnswer,
  type SpaceliftAccountRecord,
  type SpaceliftAttachmentRecord,
  type SpaceliftIntegrationRecord,
} from "./wire";

/** How to reach Spacelift. */
export interface SpaceliftClientOptions {
  /** Address of the account, such as `https://acme.app.spacelift.io`; `/graphql` at its end is dropped. */
  endpoint: string;
  /** Where the API key is read from, anew when a session begins. */
  apiKey: SpaceliftApiKeySource;
  /** Reads it; by default what the environment of this process says. */
  tokens?: TokenReader;
  /** How patiently rate limits, server errors and broken connections are met; about a minute by default. */
  pace?: RetryPace;
  /** Time for one attempt, in milliseconds; 60,000 by default, as in Spacelift's own clients. */
  timeoutMs?: number;
}

/**
 * The part of Spacelift's GraphQL API that AWS integrations need.
 *
 * Every method rejects with a `VendorError`, or a `TokenError` when the API key cannot be read. Source of the operations:
 * github spacelift-io/terraform-provider-spacelift `spacelift/resource_aws_integration*.go` and `data_account.go`.
 */
export interface SpaceliftClient {
  readAccount(): Promise<SpaceliftAccountRecord>;
  /** Integrations the API key sees, of all spaces. */
  listIntegrations(): Promise<SpaceliftIntegrationRecord[]>;
  /** `settings` decide which of the newer fields are asked for, which an older self-hosted Spacelift does not have. */
  readIntegration(
    integrationId: string,
    settings: SpaceliftIntegrationSettings,
  ): Promise<SpaceliftIntegrationRecord | undefined>;
  /** Sent again only when the first request certainly did nothing: after `outcome: "unknown"`, look before calling again. */
  createIntegration(settings: SpaceliftIntegrationSettings): Promise<SpaceliftIntegrationRecord>;
  /** Replaces every setting. `before` are the settings of the last time: what was on then and is not now is switched off. */
  updateIntegration(
    integrationId: string,
    settings: SpaceliftIntegrationSettings,
    before: SpaceliftIntegrationSettings,
  ): Promise<void>;
  /** Succeeds when it is gone already. */
  deleteIntegration(integrationId: string): Promise<void>;
  /** The external id Spacelift presents for a stack. */
  readExternalId(integrationId: string, stackId: string, access: StackAccess): Promise<string | undefined>;
  readAttachment(integrationId: string, stackId: string): Promise<SpaceliftAttachmentRecord | undefined>;
  /** Spacelift assumes the role to check, unless workers make the credentials. Repeat as {@link createIntegration}. */
  attach(integrationId: string, stackId: string, access: StackAccess): Promise<SpaceliftAttachmentRecord>;
  updateAttachment(attachmentId: string, access: StackAccess): Promise<void>;
  /** Succeeds when it is gone already. */
  detach(attachmentId: string): Promise<void>;
}

/** For which runs of a stack an integration is used: those that only read, such as plans, and those that change. */
export interface StackAccess {
  read: boolean;
  write: boolean;
}

/** Makes a {@link SpaceliftClient}; nothing is sent and no key read until a method is called. */
export function createSpaceliftClient(options: SpaceliftClientOptions): SpaceliftClient {
  const connection: SpaceliftConnection = {
    endpoint: options.endpoint.replace(/(\/graphql)?\/*$/, ""),
    pace: options.pace ?? defaultRetryPace,
    timeoutMs: options.timeoutMs ?? 60_000,
  };
  const key = { sources: options.apiKey, tokens: options.tokens ?? defaultTokenReader() };
  const send = <Answer>(request: SpaceliftRequest<Answer>) => sendInSession(connection, key, request);
  return {
    readAccount: () =>
      send({
        doing: "tell the name and the AWS account of the account",
        operation: "account",
        document: "query account { name spaceliftAwsAccountId }",
        answer: accountAnswer,
        repeatable: true,
      }),
    listIntegrations: async () => {
      const { awsIntegrations } = await send({
        doing: "list the AWS integrations",
        operation: "awsIntegrations",
        document: `query awsIntegrations { awsIntegrations { ${integrationFields()} } }`,
        answer: z.object({ awsIntegrations: z.array(integrationAnswer) }),
        repeatable: true,
      });
      return awsIntegrations;
    },
    readIntegration: async (id, settings) => {
      const answer = await orAbsent(
        send({
          doing: `read the AWS integration ${id}`,
          operation: "awsIntegration",
          document: `query awsIntegration($id: ID!) { awsIntegration(id: $id) { ${integrationFields(settings)} } }`,
          variables: { id },
          answer: z.object({ awsIntegration: integrationAnswer.nullish() }),
          repeatable: true,
        }),
      );
      return answer?.awsIntegration ?? undefined;
    },
    createIntegration: async (settings) => {
      const input = integrationInput(settings);
      const { awsIntegrationCreate } = await send({
        doing: `create the AWS integration ${settings.name}`,
        operation: "awsIntegrationCreate",
        document: integrationMutation("awsIntegrationCreate", input, settings),
        variables: valuesOf(input),
        answer: z.object({ awsIntegrationCreate: integrationAnswer }),
        repeatable: false,
      });
      return awsIntegrationCreate;
    },
    updateIntegration: async (id, settings, before) => {
      const input = { id: { type: "ID!", value: id }, ...integrationInput(settings, before) };
      // Spacelift requires here what is optional when it is created.
      input.externalID.type = "String!";
      input.durationSeconds.type = "Int!";
      await send({
        doing: `update the AWS integration ${settings.name} (${id})`,
        operation: "awsIntegrationUpdate",
        document: integrationMutation("awsIntegrationUpdate", input, settings),
        variables: valuesOf(input),
        answer: z.object({ awsIntegrationUpdate: integrationAnswer }),
        repeatable: true,
      });
    },
    deleteIntegration: async (id) => {
      await orAbsent(
        send({
          doing: `delete the AWS integration ${id}`,
          operation: "awsIntegrationDelete",
          document: "mutation awsIntegrationDelete($id: ID!) { awsIntegrationDelete(id: $id) { id } }",
          variables: { id },
          answer: z.unknown(),
          repeatable: true,
        }),
      );
    },
    readExternalId: async (id, stackId, { read, write }) => {
      const answer = await orAbsent(
        send({
          doing: `tell the external id of the AWS integration ${id} for ${stackId}`,
          operation: "externalIdForStack",
          document: `query externalIdForStack($id: ID!, $stackId: ID!, $read: Boolean!, $write: Boolean!) {
            awsIntegration(id: $id) { externalIdForStack(stackId: $stackId, read: $read, write: $write) { externalId } }
          }`,
          variables: { id, stackId, read, write },
          answer: z.object({
            awsIntegration: z.object({ externalIdForStack: z.object({ externalId: z.string() }).nullish() }).nullish(),
          }),
          repeatable: true,
        }),
      );
      return answer?.awsIntegration?.externalIdForStack?.externalId;
    },
    readAttachment: async (id, stackId) => {
      const answer = await orAbsent(
        send({
          doing: `tell whether the AWS integration ${id} is attached to ${stackId}`,
          operation: "attachedStack",
          document: `query attachedStack($id: ID!, $stackId: ID!) {
            awsIntegration(id: $id) { attachedStack(id: $stackId) { ${attachmentFields} } }
          }`,
          variables: { id, stackId },
          answer: z.object({ awsIntegration: z.object({ attachedStack: attachmentAnswer.nullish() }).nullish() }),
          repeatable: true,
        }),
      );
      return answer?.awsIntegration?.attachedStack ?? undefined;
    },
    attach: async (id, stack, { read, write }) => {
      const { awsIntegrationAttach } = await send({
        doing: `attach the AWS integration ${id} to ${stack}`,
        operation: "awsIntegrationAttach",
        document: `mutation awsIntegrationAttach($id: ID!, $stack: ID!, $read: Boolean!, $write: Boolean!) {
          awsIntegrationAttach(id: $id, stack: $stack, read: $read, write: $write) { ${attachmentFields} }
        }`,
        variables: { id, stack, read, write },
        answer: z.object({ awsIntegrationAttach: attachmentAnswer }),
        repeatable: false,
      });
      return awsIntegrationAttach;
    },
    updateAttachment: async (id, { read, write }) => {
      await send({
        doing: `change the attachment ${id}`,
        operation: "awsIntegrationAttachmentUpdate",
        document: `mutation awsIntegrationAttachmentUpdate($id: ID!, $read: Boolean!, $write: Boolean!) {
          awsIntegrationAttachmentUpdate(id: $id, read: $read, write: $write) { ${attachmentFields} }
        }`,
        variables: { id, read, write },
        answer: z.unknown(),
        repeatable: true,
      });
    },
    detach: async (id) => {
      await orAbsent(
        send({
          doing: `detach ${id}`,
          operation: "awsIntegrationDetach",
          document: "mutation awsIntegrationDetach($id: ID!) { awsIntegrationDetach(id: $id) { id } }",
          variables: { id },
          answer: z.unknown(),
          repeatable: true,
        }),
      );
    },
  };
}

/** A session that Spacelift ended early is opened again once; refused a second time, it is about permissions. */
async function sendInSession<Answer>(
  connection: SpaceliftConnection,
  { sources, tokens }: { sources: SpaceliftApiKeySource; tokens: TokenReader },
  request: SpaceliftRequest<Answer>,
): Promise<Answer> {
  const session = await openSession(connection, sources, tokens);
  try {
    return await requestSpacelift(connection, request, session);
  } catch (error) {
    if (!isUnauthorized(error)) {
      throw error;
    }
    return requestSpacelift(connection, request, await openSession(connection, sources, tokens, session));
  }
}

function orAbsent<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (isAbsent(error)) {
      return undefined;
    }
    throw error;
  });
}

const attachmentFields = "id stackId read write";
