import { z } from "zod";
import { retryPropagation } from "../propagation";
import type { ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, readInputs } from "../resource-inputs";
import { readStored, stateVersion } from "../stored-state";
import { createSpotClient, type SpotClient } from "./client";
import { accountVisibleWithinSeconds, type ConnectSpot, connectionInputs, spotAccountId } from "./connection-inputs";
import { mayPropagateYet } from "./refusal";

const spotExternalIdInputs = z.object({ ...connectionInputs, accountId: spotAccountId });

const spotExternalIdState = spotExternalIdInputs.extend({
  stateVersion: z.literal(1),
  externalId: z.string().min(1),
  maxValidUntil: z.string().optional(),
});

type State = z.output<typeof spotExternalIdState>;

/**
 * The external id Spot minted for one of its accounts.
 *
 * Minted once and kept in state: each request to Spot mints another one, so reading and comparing never mint. After a
 * killed run create mints again; nothing was bound to the lost one yet. Spot has no way to take an external id back, so
 * delete does nothing.
 */
export function spotExternalIdHandler(connect: ConnectSpot = createSpotClient): ResourceHandler {
  return {
    check: async (_olds, news) => checkInputs(spotExternalIdInputs, news),
    diff: async (_id, olds, news) => diffInputs(olds, news, { replace: ["accountId"], update: ["token", "endpoint"] }),
    create: async (props) => {
      const inputs = readInputs(spotExternalIdInputs, props);
      const spot = connect(inputs);
      const mint = () => spot.createExternalId(inputs.accountId);
      const minted = await retryPropagation(mint, accountVisibleWithinSeconds, mayPropagateYet);
      return { id: minted.externalId, outs: { ...inputs, stateVersion, ...minted } };
    },
    read: async (id, props) => {
      const state = readStored(spotExternalIdState, props);
      return (await isLost(connect(state), state)) ? {} : { id, props: { ...state } };
    },
    update: async (_id, olds, news) => {
      const stored = readStored(spotExternalIdState, olds);
      return { outs: { ...stored, ...readInputs(spotExternalIdInputs, news) } };
    },
    delete: async () => {},
  };
}

/** True when it had to be used in a link by now and was not, as after a run that stopped in between and was left. */
async function isLost(spot: SpotClient, { accountId, maxValidUntil }: State): Promise<boolean> {
  const expired = maxValidUntil !== undefined && Date.parse(maxValidUntil) < Date.now();
  if (!expired) {
    return false;
  }
  const accounts = await spot.listAccounts();
  return !accounts.some((account) => account.accountId === accountId && account.awsAccountId);
}
