import { z } from "zod";
import { retryPropagation } from "../propagation";
import { PartialFailure, type ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, readInputs } from "../resource-inputs";
import { readStored, stateVersion } from "../stored-state";
import { VendorError, withAdvice } from "../vendor-error";
import { createSpotClient, type SpotClient } from "./client";
import {
  accountVisibleWithinSeconds,
  awsAccountId,
  type ConnectSpot,
  connectionInputs,
  spotAccountId,
} from "./connection-inputs";
import { explainAccountGone, isUnknownAccount, mayPropagateYet } from "./refusal";

const linkFields = z.object({
  ...connectionInputs,
  accountId: spotAccountId,
  awsAccountId,
  roleArn: z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/, "is not the ARN of an IAM role"),
  externalId: z.string().min(1),
  policyFingerprint: z.string().optional(),
  propagationSeconds: z.number().positive().max(600).default(90),
});

const spotCredentialsLinkInputs = linkFields.refine(
  ({ awsAccountId, roleArn }) => roleArn.split(":")[4] === awsAccountId,
  { path: ["roleArn"], message: "is a role of another AWS account than awsAccountId" },
);

const spotCredentialsLinkState = linkFields.extend({ stateVersion: z.literal(1), linked: z.boolean() });

type Inputs = z.output<typeof linkFields>;
type State = z.output<typeof spotCredentialsLinkState>;

/**
 * The link of a Spot account to a role in an AWS account. Spot assumes the role with the external id when it is made.
 *
 * Linking again to the same role is harmless, so create and update are the same and a killed run simply links again.
 * Spot has no way to unlink: delete does nothing; deleting the Spot account, or the role, ends the access.
 */
export function spotCredentialsLinkHandler(connect: ConnectSpot = createSpotClient): ResourceHandler {
  return {
    check: async (_olds, news) => checkInputs(spotCredentialsLinkInputs, news),
    diff: async (_id, olds, news) => {
      const diff = diffInputs(olds, news, {
        replace: ["accountId", "awsAccountId"],
        update: ["token", "endpoint", "roleArn", "externalId", "policyFingerprint"],
      });
      return { ...diff, changes: diff.changes || olds.linked !== true };
    },
    create: async (props) => {
      const inputs = readInputs(spotCredentialsLinkInputs, props);
      return { id: inputs.accountId, outs: await link(connect(inputs), inputs, accountVisibleWithinSeconds) };
    },
    read: async (id, props) => {
      const state = readStored(spotCredentialsLinkState, props);
      const roleArn = await findLinkedRole(connect(state), state);
      return roleArn ? { id, props: { ...state, roleArn, linked: true } } : {};
    },
    update: async (_id, _olds, news) => {
      const inputs = readInputs(spotCredentialsLinkInputs, news);
      return { outs: await link(connect(inputs), inputs, 0) };
    },
    delete: async () => {},
  };
}

/** `accountVisibleWithin`: seconds in which the account may still be too new for Spot to know it here. */
async function link(spot: SpotClient, inputs: Inputs, accountVisibleWithin: number): Promise<State> {
  await setCredentials(spot, inputs, accountVisibleWithin);
  const state: State = { ...inputs, stateVersion, linked: true };
  // Spot answers with a bare status, so look whether the account now shows as linked.
  try {
    await retryPropagation(() => assertListed(spot, inputs), Math.min(30, inputs.propagationSeconds), isNotListed);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PartialFailure(inputs.accountId, { ...state, linked: false }, reason, { cause: error });
  }
  return state;
}

async function setCredentials(spot: SpotClient, inputs: Inputs, accountVisibleWithin: number): Promise<void> {
  const { accountId, roleArn, externalId, propagationSeconds } = inputs;
  const knownBy = performance.now() + accountVisibleWithin * 1000;
  const mayPass = (error: unknown) =>
    mayPropagateYet(error) && (!isUnknownAccount(error) || performance.now() < knownBy);
  try {
    await retryPropagation(() => spot.setCredentials(accountId, roleArn), propagationSeconds, mayPass);
  } catch (error) {
    if (isUnknownAccount(error)) {
      throw explainAccountGone(error);
    }
    if (error instanceof VendorError && mayPropagateYet(error)) {
      throw withAdvice(
        error,
        `It stayed so for ${propagationSeconds} s. Check that the trust policy of the role lets Spot in with the external id ${externalId}. If another one was minted for ${accountId} since, as by a run that was killed, rotate it: run cross-account rotate, or raise the rotation of the grant by one and run again.`,
      );
    }
    throw error;
  }
}

class NotListedError extends Error {}

const isNotListed = (error: unknown) => error instanceof NotListedError;

async function assertListed(spot: SpotClient, inputs: Inputs): Promise<void> {
  if (!(await isListed(spot, inputs))) {
    throw new NotListedError(
      `Spot accepted the role ${inputs.roleArn}, but does not show the Spot account ${inputs.accountId} as linked to AWS account ${inputs.awsAccountId}. Run again: it links and looks once more.`,
    );
  }
}

async function isListed(spot: SpotClient, { accountId, awsAccountId }: Inputs): Promise<boolean> {
  return (await spot.listAccounts(awsAccountId)).some((account) => account.accountId === accountId);
}

/**
 * The role the account is linked to; where Spot does not tell, the one we linked as long as the account shows as
 * linked.
 */
async function findLinkedRole(spot: SpotClient, state: State): Promise<string | undefined> {
  try {
    return await spot.readCredentials(state.accountId);
  } catch (error) {
    // Only Spot's Go SDK knows that route, so any plain refusal may mean that it is not there.
    if (error instanceof VendorError && [400, 404, 405].includes(error.status ?? 0)) {
      return (await isListed(spot, state)) ? state.roleArn : undefined;
    }
    throw error;
  }
}
