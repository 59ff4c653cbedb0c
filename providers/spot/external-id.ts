import { z } from "zod";
import { retryPropagation } from "../propagation";
import type { Properties, ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, isUnknown, readInputs } from "../resource-inputs";
import { readStored } from "../stored-state";
import { TokenError } from "../token-error";
import { VendorError } from "../vendor-error";
import { createSpotClient, type SpotClient } from "./client";
import { accountVisibleWithinSeconds, type ConnectSpot, connectionInputs, spotAccountId } from "./connection-inputs";
import {
  externalIdStateVersion,
  isUnlinked,
  nextStage,
  type SpotExternalIdState,
  spotExternalIdState,
  usesNewest,
} from "./external-id-stages";
import { mayPropagateYet } from "./refusal";

const spotExternalIdInputs = z.object({
  ...connectionInputs,
  accountId: spotAccountId,
  rotation: z.int("is not a whole number").min(0, "is not a whole number from 0 on").default(0),
});

type Inputs = z.output<typeof spotExternalIdInputs>;

/**
 * The external id Spot minted for one of its accounts, and those before it that Spot may still present.
 *
 * Minted once and kept in state: each request to Spot mints another one, so reading and comparing never mint. After a
 * killed run create mints again; nothing was bound to the lost one yet. Spot has no way to take an external id back, so
 * delete does nothing.
 *
 * A higher `rotation` mints another one and keeps the one before as previous: roles trust both, the link makes Spot use
 * the new one. The next update drops the previous ones, after it has made Spot assume the linked role with the new one;
 * as long as Spot refuses, they stay. Whatever was interrupted, both stages begin with what state and Spot tell, and
 * what Spot presents is always among the current and the previous ones.
 */
export function spotExternalIdHandler(connect: ConnectSpot = createSpotClient): ResourceHandler {
  return {
    check: async (_olds, news) => checkInputs(spotExternalIdInputs, news),
    diff: async (_id, olds, news) => {
      const diff = diffInputs(olds, news, { replace: ["accountId"], update: ["token", "endpoint"] });
      const changes = diff.changes || (await hasNextStage(connect, readState(olds), news));
      return { ...diff, changes };
    },
    create: async (props) => {
      const inputs = readInputs(spotExternalIdInputs, props);
      const outs = { ...inputs, ...(await mint(connect(inputs), inputs)), previousExternalIds: [], inUse: false };
      return { id: outs.externalId, outs };
    },
    read: async (id, props) => {
      const state = readState(props);
      if (nextStage(state, state.rotation, Date.now()) !== "look") {
        return { id, props: { ...state } };
      }
      return (await isUnlinked(connect(state), state.accountId)) ? {} : { id, props: { ...state, inUse: true } };
    },
    update: async (_id, olds, news) => {
      const inputs = readInputs(spotExternalIdInputs, news);
      const state = readState(olds);
      const rotation = Math.max(state.rotation, inputs.rotation);
      return { outs: { ...(await advance(connect(inputs), state, inputs)), ...inputs, rotation } };
    },
    delete: async () => {},
  };
}

function readState(props: Properties): SpotExternalIdState {
  return readStored(spotExternalIdState, props, externalIdStateVersion);
}

/** Says whether an update would change something; asks Spot only about one that expired without having been seen in use. */
async function hasNextStage(connect: ConnectSpot, state: SpotExternalIdState, news: Properties): Promise<boolean> {
  const stage = isUnknown(news.rotation) ? "mint" : nextStage(state, Number(news.rotation ?? 0), Date.now());
  if (stage !== "look") {
    return stage !== "settled";
  }
  const asked = connectionOf(news) ?? state;
  try {
    return await isUnlinked(connect(asked), state.accountId);
  } catch (error) {
    // A preview must not need the vendor: an external id that is of no use any more shows when it is linked.
    if (error instanceof VendorError || error instanceof TokenError) {
      return false;
    }
    throw error;
  }
}

function connectionOf(news: Properties): Pick<Inputs, "endpoint" | "token"> | undefined {
  return z.object(connectionInputs).safeParse(news).data;
}

/** Takes the next stage. */
async function advance(spot: SpotClient, state: SpotExternalIdState, inputs: Inputs): Promise<SpotExternalIdState> {
  switch (nextStage(state, inputs.rotation, Date.now())) {
    case "mint": {
      const { externalId, previousExternalIds } = await dropPrevious(spot, state);
      const { maxValidUntil: _expiry, ...rest } = state;
      const minted = await mint(spot, inputs);
      return { ...rest, ...minted, previousExternalIds: [externalId, ...previousExternalIds], inUse: false };
    }
    case "drop":
      return dropPrevious(spot, state);
    case "look": {
      if (!(await isUnlinked(spot, state.accountId))) {
        return { ...state, inUse: true };
      }
      const { maxValidUntil: _expiry, ...rest } = state;
      return { ...rest, ...(await mint(spot, inputs)) };
    }
    case "settled":
      return state;
  }
}

/** Drops the previous external ids once Spot uses the newest for sure. */
async function dropPrevious(spot: SpotClient, state: SpotExternalIdState): Promise<SpotExternalIdState> {
  if (state.previousExternalIds.length === 0 || !(await usesNewest(spot, state.accountId))) {
    return state;
  }
  return { ...state, previousExternalIds: [], inUse: true };
}

async function mint(spot: SpotClient, { accountId }: Inputs) {
  const ask = () => spot.createExternalId(accountId);
  const minted = await retryPropagation(ask, accountVisibleWithinSeconds, mayPropagateYet);
  return { ...minted, mintedAt: new Date().toISOString(), stateVersion: externalIdStateVersion } as const;
}
