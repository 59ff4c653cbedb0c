import pRetry from "p-retry";
import { z } from "zod";
import type { ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, readInputs } from "../resource-inputs";
import { readStored, stateVersion } from "../stored-state";
import { VendorError } from "../vendor-error";
import { createSpaceliftClient, type SpaceliftClient } from "./client";
import { type ConnectSpacelift, connectionInputs } from "./connection-inputs";
import { isAbsent } from "./refusal";
import type { SpaceliftAccountRecord, SpaceliftIntegrationRecord } from "./wire";

const integrationFields = z.object({
  ...connectionInputs,
  name: z.string().min(1),
  roleArn: z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/, "is not the ARN of an IAM role"),
  durationSeconds: z.number().int().min(900).max(3600).default(3600),
  generateCredentialsInWorker: z.boolean().default(false),
  externalId: z.string().min(2).max(1224).optional(),
  labels: z
    .array(z.string().min(1))
    .default([])
    .transform((labels) => [...new Set(labels)].sort()),
  space: z.string().min(1).optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not a region")
    .optional(),
  tagAssumeRole: z.boolean().default(false),
  autoattachEnabled: z.boolean().default(false),
  retain: z.boolean().default(false),
});

const integrationInputs = integrationFields.refine(
  ({ externalId, generateCredentialsInWorker }) => externalId === undefined || generateCredentialsInWorker,
  { path: ["externalId"], message: "is only used when workers make the credentials; else Spacelift makes its own" },
);

const integrationState = integrationFields.extend({
  stateVersion: z.literal(1),
  integrationId: z.string().min(1),
  accountName: z.string().min(1),
  spaceliftAwsAccountId: z.string().min(1),
  adopted: z.boolean(),
});

type Inputs = z.output<typeof integrationFields>;
type State = z.output<typeof integrationState>;

/**
 * The AWS integration of Spacelift that leads to one role: found by name and role or made, kept, and deleted unless
 * `retain`.
 *
 * Making it needs no role: Spacelift tries the role when the integration is attached.
 */
export function spaceliftAwsIntegrationHandler(connect: ConnectSpacelift = createSpaceliftClient): ResourceHandler {
  return {
    check: async (_olds, news) => checkInputs(integrationInputs, news),
    diff: async (_id, olds, news) =>
      diffInputs(olds, news, {
        // Spacelift moves no integration that is attached: terraform-provider-spacelift #478.
        replace: ["space"],
        update: Object.keys(integrationFields.shape).filter((field) => field !== "space"),
      }),
    create: async (props) => {
      const inputs = readInputs(integrationInputs, props);
      const spacelift = connect(inputs);
      const [account, found] = await Promise.all([spacelift.readAccount(), find(spacelift, inputs)]);
      const record = found ?? (await createOnce(spacelift, inputs));
      if (found) {
        await spacelift.updateIntegration(found.integrationId, inputs, inputs);
      }
      return { id: record.integrationId, outs: { ...describe(inputs, record, account, found !== undefined) } };
    },
    read: async (id, props) => {
      const state = readStored(integrationState, props);
      const spacelift = connect(state);
      const found = await spacelift.readIntegration(state.integrationId, state);
      return found ? { id, props: { ...observe(state, found, await spacelift.readAccount()) } } : {};
    },
    update: async (_id, olds, news) => {
      const stored = readStored(integrationState, olds);
      const inputs = readInputs(integrationInputs, news);
      await change(connect(inputs), stored, inputs);
      const { integrationId, accountName, spaceliftAwsAccountId, adopted } = stored;
      return { outs: { ...inputs, stateVersion, integrationId, accountName, spaceliftAwsAccountId, adopted } };
    },
    delete: async (_id, props) => {
      const state = readStored(integrationState, props);
      if (!state.retain) {
        await remove(connect(state), state);
      }
    },
  };
}

async function change(spacelift: SpaceliftClient, stored: State, inputs: Inputs): Promise<void> {
  try {
    await spacelift.updateIntegration(stored.integrationId, inputs, stored);
  } catch (error) {
    throw isAbsent(error)
      ? withAdvice(error, "If it is gone, refresh the stack and run again: another one is made.")
      : error;
  }
}

/** An absent one is deleted already. Spacelift does not document whether one that is in use can be deleted. */
async function remove(spacelift: SpaceliftClient, { integrationId }: State): Promise<void> {
  try {
    await spacelift.deleteIntegration(integrationId);
  } catch (error) {
    throw error instanceof VendorError && error.outcome === "refused" && error.code === "REFUSED"
      ? withAdvice(
          error,
          "Detach it from the stacks that still use it, which others may have attached, and delete again. To leave it at Spacelift, set retain on it, run up, and delete again.",
        )
      : error;
  }
}

function withAdvice(error: VendorError, advice: string): VendorError {
  return new VendorError({ ...error, message: `${error.message} ${advice}` }, { cause: error });
}

/**
 * Spacelift does not document whether a name can be used twice, so it is looked for first. One with another role is never
 * taken over: its stacks would land in another AWS account.
 */
async function find(spacelift: SpaceliftClient, inputs: Inputs): Promise<SpaceliftIntegrationRecord | undefined> {
  const named = (await spacelift.listIntegrations()).filter(
    ({ name, space }) => name === inputs.name && (inputs.space === undefined || space === inputs.space),
  );
  const ids = named.map(({ integrationId, roleArn }) => `${integrationId} (${roleArn})`).join(", ");
  if (named.length > 1) {
    throw new Error(
      `Spacelift has more than one AWS integration named ${inputs.name}: ${ids}. Nothing was changed. Delete all but one of them in Spacelift, then run again.`,
    );
  }
  const [found] = named;
  if (found && found.roleArn !== inputs.roleArn) {
    throw new Error(
      `Spacelift has an AWS integration named ${inputs.name} already, for another role than ${inputs.roleArn}: ${ids}. Nothing was changed. Choose another name, or delete that one in Spacelift, then run again.`,
    );
  }
  return found;
}

/** A create without a clear answer may have happened, so it looks again before it creates again. */
async function createOnce(spacelift: SpaceliftClient, inputs: Inputs): Promise<SpaceliftIntegrationRecord> {
  const findOrSend = async (attempt: number) =>
    (attempt > 1 ? await find(spacelift, inputs) : undefined) ?? (await spacelift.createIntegration(inputs));
  return pRetry(findOrSend, {
    retries: 2,
    minTimeout: 1_000,
    shouldRetry: ({ error }) => error instanceof VendorError && error.outcome === "unknown",
  });
}

function describe(
  inputs: Inputs,
  { integrationId }: SpaceliftIntegrationRecord,
  account: SpaceliftAccountRecord,
  adopted: boolean,
): State {
  return {
    ...inputs,
    stateVersion,
    integrationId,
    accountName: account.name,
    spaceliftAwsAccountId: account.awsAccountId,
    adopted,
  };
}

/** What is there now, in the shape of the inputs; the newer fields are only read where they are used. */
function observe(state: State, found: SpaceliftIntegrationRecord, account: SpaceliftAccountRecord): State {
  const { name, roleArn, labels, generateCredentialsInWorker } = found;
  const optional = {
    externalId: found.externalId,
    space: state.space && found.space,
    region: state.region && found.region,
  };
  const observed = {
    ...withoutOptional(state),
    ...{ name, roleArn, labels, generateCredentialsInWorker },
    durationSeconds: found.durationSeconds ?? state.durationSeconds,
    tagAssumeRole: state.tagAssumeRole && found.tagAssumeRole,
    autoattachEnabled: state.autoattachEnabled && found.autoattachEnabled,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
  return describe(observed, found, account, state.adopted);
}

function withoutOptional({
  externalId,
  space,
  region,
  ...rest
}: State): Omit<State, "externalId" | "space" | "region"> {
  return rest;
}
