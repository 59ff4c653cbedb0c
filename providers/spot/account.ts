import pRetry from "p-retry";
import { z } from "zod";
import { retryPropagation } from "../propagation";
import type { ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, readInputs } from "../resource-inputs";
import { readStored, stateVersion } from "../stored-state";
import { VendorError, withAdvice } from "../vendor-error";
import { createSpotClient, type SpotClient } from "./client";
import {
  awsAccountId,
  type ConnectSpot,
  connectionInputs,
  connectionOfEnvironment,
  spotAccountId,
} from "./connection-inputs";
import { isAbsent } from "./refusal";
import type { SpotAccountRecord } from "./wire";

const spotAccountInputs = z.object({
  ...connectionInputs,
  awsAccountId,
  name: z.string().regex(/[A-Za-z]/, "Spot wants at least one letter in the name of an account"),
  retain: z.boolean(),
});

const spotAccountState = spotAccountInputs.extend({
  stateVersion: z.literal(1),
  accountId: spotAccountId,
  adopted: z.boolean(),
  organizationId: z.string().optional(),
});

type Inputs = z.output<typeof spotAccountInputs>;
type State = z.output<typeof spotAccountState>;

// Onboarding tools wait 5 s for an account they made; github Kinvey/terraform-provider-spotinstadmin. Twice that.
const accountListedWithinSeconds = 10;

/** How accounts are made; everything has a default. */
export interface SpotAccountOptions {
  /** Whether the creation may have been sent by a run that was killed; see `HandlerOptions`. Default: no. */
  mayHaveBegun?(awsAccountId: string): boolean;
  /** How long Spot may not list an account it made, in seconds. Default: 10. */
  listedWithinSeconds?: number;
}

type FindMade = (spot: SpotClient, inputs: Inputs) => Promise<SpotAccountRecord | undefined>;

/** The Spot account of one AWS account: found or made, kept, and deleted unless `retain`. */
export function spotAccountHandler(
  connect: ConnectSpot = createSpotClient,
  { mayHaveBegun = () => false, listedWithinSeconds = accountListedWithinSeconds }: SpotAccountOptions = {},
): ResourceHandler {
  const findMade = (spot: SpotClient, inputs: Inputs) => awaitHalfMade(spot, inputs.name, listedWithinSeconds);
  return {
    check: async (_olds, news) => checkInputs(spotAccountInputs, news),
    diff: async (_id, olds, news) =>
      // The name is only the initial one; SpotAccountName renames.
      diffInputs(olds, news, { replace: ["awsAccountId"], update: ["token", "endpoint", "retain"] }),
    create: async (props) => {
      const inputs = readInputs(spotAccountInputs, props);
      const state = await findOrCreate(connect(inputs), inputs, findMade, mayHaveBegun(inputs.awsAccountId));
      return { id: state.accountId, outs: { ...state } };
    },
    read: async (_id, props) => {
      const state = readStored(spotAccountState, props);
      const found = await findById(connect(state), state);
      return found ? { id: found.accountId, props: { ...describe(state, found, state.adopted) } } : {};
    },
    find: (id) => findToImport(connect(connectionOfEnvironment()), id),
    update: async (_id, olds, news) => {
      const { accountId, adopted, organizationId } = readStored(spotAccountState, olds);
      const inputs = readInputs(spotAccountInputs, news);
      return { outs: { ...inputs, stateVersion, accountId, adopted, ...(organizationId ? { organizationId } : {}) } };
    },
    delete: async (_id, props) => {
      const state = readStored(spotAccountState, props);
      if (!state.retain) {
        await remove(connect(state), state);
      }
    },
  };
}

/**
 * Finds the Spot account of an AWS account, or makes it.
 *
 * An account linked already is taken over: `adopted`, unless it still bears the very name we give, which means that an
 * earlier run of ours made it. An account that bears this name and is linked to nothing is what a killed run left
 * behind: it is used, not adopted.
 */
async function findOrCreate(
  spot: SpotClient,
  inputs: Inputs,
  findMade: FindMade,
  mayHaveBegun: boolean,
): Promise<State> {
  // Observe
  const linked = single(await spot.listAccounts(inputs.awsAccountId), severalLinked(inputs));
  if (linked) {
    return describe(inputs, linked, linked.name !== inputs.name);
  }
  // Ensure; there is nothing to sync, the link and the name are resources of their own.
  const halfMade = mayHaveBegun ? await findMade(spot, inputs) : await findHalfMade(spot, inputs.name);
  const account = halfMade ?? (await createOnce(spot, inputs, findMade));
  // Return
  return describe(inputs, account, false);
}

async function findHalfMade(spot: SpotClient, name: string): Promise<SpotAccountRecord | undefined> {
  const accounts = await spot.listAccounts();
  return single(
    accounts.filter((account) => account.name === name && !account.awsAccountId),
    severalHalfMade(name),
  );
}

class NotListedYet extends Error {}

const isNotListedYet = (error: unknown) => error instanceof NotListedYet;

/** Looks for an account whose creation may have been sent, for as long as Spot may not show it yet. */
async function awaitHalfMade(spot: SpotClient, name: string, seconds: number): Promise<SpotAccountRecord | undefined> {
  const look = async () => {
    const found = await findHalfMade(spot, name);
    if (!found) throw new NotListedYet();
    return found;
  };
  return retryPropagation(look, seconds, isNotListedYet).catch((error: unknown) => {
    if (!isNotListedYet(error)) throw error;
    return undefined;
  });
}

/**
 * A create without a clear answer may have happened, so it looks for what it may have made before it creates again, and
 * long enough for Spot to show it: no second account appears.
 */
async function createOnce(spot: SpotClient, inputs: Inputs, findMade: FindMade): Promise<SpotAccountRecord> {
  const findOrSend = async (attempt: number) =>
    (attempt > 1 ? await findMade(spot, inputs) : undefined) ?? (await spot.createAccount(inputs.name));
  return pRetry(findOrSend, {
    retries: 2,
    minTimeout: 500,
    shouldRetry: ({ error }) => error instanceof VendorError && error.outcome === "unknown",
  });
}

/**
 * Deletes the account that a run made and did not come to link, which no state may know of.
 *
 * @param mayHaveBegun True when a run may have been killed right after it asked for it: it is looked for patiently then.
 * @returns The ids of what was deleted.
 */
export async function deleteHalfMade(spot: SpotClient, name: string, mayHaveBegun: boolean): Promise<string[]> {
  const found = mayHaveBegun
    ? await awaitHalfMade(spot, name, accountListedWithinSeconds)
    : await findHalfMade(spot, name);
  if (!found) {
    return [];
  }
  await spot.deleteAccount(found.accountId).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
  });
  return [found.accountId];
}

async function findById(spot: SpotClient, { accountId, awsAccountId }: State): Promise<SpotAccountRecord | undefined> {
  const isIt = (account: SpotAccountRecord) => account.accountId === accountId;
  return (await spot.listAccounts(awsAccountId)).find(isIt) ?? (await spot.listAccounts()).find(isIt);
}

async function findToImport(spot: SpotClient, accountId: string) {
  const account = (await spot.listAccounts()).find((candidate) => candidate.accountId === accountId);
  if (!account) {
    return undefined;
  }
  if (!account.awsAccountId) {
    throw new Error(
      `The Spot account ${accountId} (${account.name}) is linked to no AWS account, so nothing tells which one it is for. Leave out the option "import": an account of the name that is given, linked to nothing, is used.`,
    );
  }
  const { name, awsAccountId: linkedTo } = account;
  const inputs = { ...connectionOfEnvironment(), awsAccountId: linkedTo, name, retain: false };
  return { inputs, outs: { ...describe(inputs, account, true) } };
}

/** Deletes for good, so it looks first whether the Spot account still is that of this AWS account. */
async function remove(spot: SpotClient, state: State): Promise<void> {
  const found = await findById(spot, state);
  if (found?.awsAccountId && found.awsAccountId !== state.awsAccountId) {
    throw new Error(
      `The Spot account ${state.accountId} was made for AWS account ${state.awsAccountId}, but is linked to ${found.awsAccountId} now. It was not deleted. Set retain on it to leave it to whoever linked it.`,
    );
  }
  try {
    // Also when the list does not have it: a new account can be missing there for a moment.
    await spot.deleteAccount(state.accountId);
  } catch (error) {
    if (!isAbsent(error)) {
      throw explainUndeletable(error);
    }
  }
}

/** Which accounts Spot never deletes is told by no code of its own; github spotinst/openapi `administration/general`. */
function explainUndeletable(error: unknown): unknown {
  if (!(error instanceof VendorError) || error.status !== 400) {
    return error;
  }
  const advice =
    "The first account of an organization, its default one, is deleted by Spot's support only. To leave the account at Spot, set retain on it, run up, and delete again.";
  return withAdvice(error, advice);
}

function describe(inputs: Inputs, account: SpotAccountRecord, adopted: boolean): State {
  const { token, endpoint, awsAccountId, name, retain } = inputs;
  return {
    ...{ token, endpoint, awsAccountId, name, retain },
    stateVersion,
    accountId: account.accountId,
    adopted,
    ...(account.organizationId ? { organizationId: account.organizationId } : {}),
  };
}

function single(accounts: SpotAccountRecord[], explain: (ids: string) => string): SpotAccountRecord | undefined {
  if (accounts.length > 1) {
    throw new Error(explain(accounts.map((account) => account.accountId).join(", ")));
  }
  return accounts[0];
}

const severalLinked = (inputs: Inputs) => (ids: string) =>
  `AWS account ${inputs.awsAccountId} is connected to more than one Spot account: ${ids}. Nothing was changed. Delete or disconnect all but one of them in Spot, then run again.`;

const severalHalfMade = (name: string) => (ids: string) =>
  `Spot has more than one account named ${name} that is linked to no AWS account: ${ids}. Nothing was changed. Delete all but one of them in Spot, then run again.`;
