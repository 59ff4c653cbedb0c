import { z } from "zod";
import type { ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, isUnknown, readInputs } from "../resource-inputs";
import { readStored, stateVersion } from "../stored-state";
import { createSpotClient, type SpotClient } from "./client";
import { type ConnectSpot, connectionInputs, spotAccountId } from "./connection-inputs";
import { explainAccountGone, isUnknownAccount } from "./refusal";
import type { SpotAccountRecord } from "./wire";

const spotAccountNameInputs = z
  .object({
    ...connectionInputs,
    accountId: spotAccountId,
    name: z.string(),
    fallbackName: z
      .string()
      .regex(/[A-Za-z]/, "Spot wants at least one letter in the name of an account")
      .optional(),
  })
  .refine(({ name, fallbackName }) => name === "" || wantedName(name, fallbackName) !== undefined, {
    path: ["name"],
    message: "Spot wants at least one letter in the name of an account; give a fallbackName to use instead",
  });

const spotAccountNameState = z.object({
  ...connectionInputs,
  accountId: spotAccountId,
  stateVersion: z.literal(1),
  name: z.string(),
  fallbackName: z.string().optional(),
});

type Inputs = z.output<typeof spotAccountNameInputs>;

/**
 * The name of a Spot account.
 *
 * `name` when it has a letter, as Spot demands; else `fallbackName`; with neither the account keeps the name it has.
 * Delete leaves the name as it is: an account cannot be without one.
 */
export function spotAccountNameHandler(connect: ConnectSpot = createSpotClient): ResourceHandler {
  return {
    check: async (_olds, news) => checkInputs(spotAccountNameInputs, news),
    diff: async (_id, olds, news) => {
      const diff = diffInputs(olds, news, { replace: ["accountId"], update: ["token", "endpoint", "fallbackName"] });
      return { ...diff, changes: diff.changes || nameChanges(olds.name, news.name, news.fallbackName) };
    },
    create: async (props) => {
      const inputs = readInputs(spotAccountNameInputs, props);
      return { id: inputs.accountId, outs: await rename(connect(inputs), inputs) };
    },
    read: async (id, props) => {
      const state = readStored(spotAccountNameState, props);
      const account = await findAccount(connect(state), state.accountId);
      return account ? { id, props: { ...state, name: account.name } } : {};
    },
    update: async (_id, _olds, news) => {
      const inputs = readInputs(spotAccountNameInputs, news);
      return { outs: await rename(connect(inputs), inputs) };
    },
    delete: async () => {},
  };
}

async function rename(spot: SpotClient, inputs: Inputs) {
  const name = wantedName(inputs.name, inputs.fallbackName);
  if (name === undefined) {
    // Observe, Return
    const account = await findAccount(spot, inputs.accountId);
    return { ...inputs, stateVersion, name: account?.name ?? "" };
  }
  // Sync: giving an account the name it has is harmless, so there is no need to look first.
  try {
    await spot.renameAccount(inputs.accountId, name);
  } catch (error) {
    throw isUnknownAccount(error) ? explainAccountGone(error) : error;
  }
  return { ...inputs, stateVersion, name };
}

async function findAccount(spot: SpotClient, accountId: string): Promise<SpotAccountRecord | undefined> {
  return (await spot.listAccounts()).find((account) => account.accountId === accountId);
}

function wantedName(name: string, fallbackName: string | undefined): string | undefined {
  return /[A-Za-z]/.test(name) ? name : fallbackName;
}

function nameChanges(stored: unknown, name: unknown, fallbackName: unknown): boolean {
  if (isUnknown(name) || isUnknown(fallbackName)) {
    return true;
  }
  const wanted = wantedName(String(name), typeof fallbackName === "string" ? fallbackName : undefined);
  return wanted !== undefined && wanted !== stored;
}
