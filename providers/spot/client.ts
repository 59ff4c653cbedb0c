import { z } from "zod";
import { defaultRetryPace, type RetryPace } from "../request-lane";
import { defaultTokenReader, type TokenReader } from "../token-reader";
import type { TokenSource } from "../token-source";
import { VendorError } from "../vendor-error";
import { requestSpot, type SpotConnection } from "./request";
import { accountItem, credentialsItem, externalIdItem, type MintedExternalId, type SpotAccountRecord } from "./wire";

/** How to reach Spot. */
export interface SpotClientOptions {
  /** Base URL of Spot's API, without a path. */
  endpoint: string;
  /** Where the token is read from, anew for each request. */
  token: TokenSource;
  /** Reads it; by default what the environment of this process says. */
  tokens?: TokenReader;
  /** How patiently rate limits, server errors and broken connections are met; about a minute by default. */
  pace?: RetryPace;
  /** Time for one attempt, in milliseconds; 30,000 by default. */
  timeoutMs?: number;
}

/**
 * The part of Spot's REST API that onboarding needs.
 *
 * Every method rejects with a `VendorError`, or a `TokenError` when the token cannot be read. Requests of one route and
 * HTTP method go out one at a time in the whole process, and wait when Spot's rate limit is used up. Source of routes
 * and fields: github spotinst/openapi `api/services/administration`.
 */
export interface SpotClient {
  /**
   * Spot accounts of the organization, or only those linked to one AWS account. All need an Organization Admin's token.
   */
  listAccounts(cloudAccountId?: string): Promise<SpotAccountRecord[]>;
  /**
   * Makes a Spot account; the name needs a letter. Spot takes the same name twice, so this is sent again only when the
   * first request certainly did nothing: after `outcome: "unknown"`, look for the account before calling again.
   */
  createAccount(name: string): Promise<SpotAccountRecord>;
  renameAccount(accountId: string, name: string): Promise<void>;
  /** Deletes a Spot account for good. An absent one is an error here; see `isAbsent`. */
  deleteAccount(accountId: string): Promise<void>;
  /** Mints a new external id; whether the one before stays valid is not documented. */
  createExternalId(accountId: string): Promise<MintedExternalId>;
  /** Links the Spot account to the AWS account of the role; Spot assumes the role to check. */
  setCredentials(accountId: string, roleArn: string): Promise<void>;
  /**
   * ARN of the linked role, undefined when there is none. The route is known from github spotinst/spotinst-sdk-go only.
   */
  readCredentials(accountId: string): Promise<string | undefined>;
}

/** Makes a {@link SpotClient}; nothing is sent and no token read until a method is called. */
export function createSpotClient(options: SpotClientOptions): SpotClient {
  const connection: SpotConnection = {
    endpoint: options.endpoint.replace(/\/+$/, ""),
    token: options.token,
    tokens: options.tokens ?? defaultTokenReader(),
    pace: options.pace ?? defaultRetryPace,
    timeoutMs: options.timeoutMs ?? 30_000,
  };
  return {
    listAccounts: (cloudAccountId) =>
      requestSpot(connection, {
        doing: cloudAccountId ? `list the Spot accounts of AWS account ${cloudAccountId}` : "list the Spot accounts",
        method: "GET",
        route: "/setup/account",
        ...(cloudAccountId ? { query: { cloudAccountId } } : {}),
        item: accountItem,
        repeatable: true,
      }),
    createAccount: async (name) => {
      const doing = `create the Spot account ${name}`;
      const created = await requestSpot(connection, {
        doing,
        method: "POST",
        route: "/setup/account",
        body: { account: { name } },
        item: accountItem,
        repeatable: false,
      });
      return only(created, doing);
    },
    renameAccount: async (accountId, name) => {
      await requestSpot(connection, {
        doing: `rename the Spot account ${accountId} to ${name}`,
        method: "PUT",
        route: "/setup/account/{accountId}",
        path: { accountId },
        body: { account: { name } },
        item: z.unknown(),
        repeatable: true,
      });
    },
    deleteAccount: async (accountId) => {
      await requestSpot(connection, {
        doing: `delete the Spot account ${accountId}`,
        method: "DELETE",
        route: "/setup/account/{accountId}",
        path: { accountId },
        item: z.unknown(),
        repeatable: true,
      });
    },
    createExternalId: async (accountId) => {
      const doing = `create an external id for the Spot account ${accountId}`;
      const minted = await requestSpot(connection, {
        doing,
        method: "POST",
        route: "/setup/credentials/aws/externalId",
        query: { accountId },
        item: externalIdItem,
        repeatable: true,
      });
      return only(minted, doing);
    },
    setCredentials: async (accountId, roleArn) => {
      await requestSpot(connection, {
        doing: `link the Spot account ${accountId} to the role ${roleArn}`,
        method: "POST",
        route: "/setup/credentials/aws",
        query: { accountId },
        body: { credentials: { iamRole: roleArn } },
        item: z.unknown(),
        repeatable: true,
      });
    },
    readCredentials: async (accountId) => {
      const credentials = await requestSpot(connection, {
        doing: `read the linked role of the Spot account ${accountId}`,
        method: "GET",
        route: "/setup/credentials/aws",
        query: { accountId },
        item: credentialsItem,
        repeatable: true,
      });
      return credentials[0]?.iamRole ?? undefined;
    },
  };
}

function only<Item>(items: Item[], doing: string): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) {
    throw new VendorError({
      message: `Spot was asked to ${doing} and answered 200 with ${items.length} items instead of one. Run again; if it stays so, Spot may have changed.`,
      code: "UNEXPECTED_ANSWER",
      status: 200,
      retryable: false,
      outcome: "unknown",
    });
  }
  return item;
}
