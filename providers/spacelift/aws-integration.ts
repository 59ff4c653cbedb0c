import { z } from "zod";
import type { Properties, ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, isUnknown, readInputs } from "../resource-inputs";
import { readStored, stateVersion } from "../stored-state";
import { VendorError, withAdvice } from "../vendor-error";
import { createSpaceliftClient, type SpaceliftClient } from "./client";
import { type ConnectSpacelift, connectionInputs, connectionOfEnvironment } from "./connection-inputs";
import { createIntegrationOnce, findIntegration } from "./find-integration";
import { readWholeIntegration, settingsOf } from "./import-integration";
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
  // Not in state that 0.1.0 wrote, which knew only the space a person named.
  spaceId: z.string().optional(),
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
        replace: isElsewhere(olds, news.space) ? ["space"] : [],
        update: Object.keys(integrationFields.shape),
      }),
    create: async (props) => {
      const inputs = readInputs(integrationInputs, props);
      const spacelift = connect(inputs);
      const [account, found] = await Promise.all([spacelift.readAccount(), findIntegration(spacelift, inputs)]);
      const record = found ?? (await createIntegrationOnce(spacelift, inputs));
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
    find: async (id) => {
      const connection = connectionOfEnvironment();
      const spacelift = connect(connection);
      const found = await readWholeIntegration(spacelift, id);
      if (!found) {
        return undefined;
      }
      const inputs = readInputs(integrationInputs, { ...connection, ...settingsOf(found) });
      return { inputs, outs: { ...describe(inputs, found, await spacelift.readAccount(), true) } };
    },
    update: async (_id, olds, news) => {
      const stored = readStored(integrationState, olds);
      const inputs = readInputs(integrationInputs, news);
      await change(connect(inputs), stored, inputs);
      const { integrationId, accountName, spaceliftAwsAccountId, adopted, spaceId } = stored;
      const known = { integrationId, accountName, spaceliftAwsAccountId, adopted, ...(spaceId && { spaceId }) };
      return { outs: { ...inputs, stateVersion, ...known } };
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

/**
 * True when the space that is wanted is not where the integration is; when none is wanted it stays where it is.
 *
 * To name the space it is in is no move: the replacement would find this very integration, and then lose it as the old one.
 */
function isElsewhere({ space, spaceId }: Properties, wanted: unknown): boolean {
  const known = spaceId ?? space;
  return wanted !== undefined && known !== undefined && !isUnknown(wanted) && wanted !== known;
}

/** An absent one is deleted already. Spacelift does not document whether one that is in use can be deleted. */
async function remove(spacelift: SpaceliftClient, state: State): Promise<void> {
  const { integrationId, spaceId } = state;
  const found = await spacelift.readIntegration(integrationId, state);
  if (found?.space && spaceId && found.space !== spaceId) {
    throw new Error(
      `The AWS integration ${found.name} (${integrationId}) was in the space ${spaceId} and is in ${found.space} now. It was not deleted. Refresh the stack, then run again.`,
    );
  }
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

function describe(
  inputs: Inputs,
  { integrationId, space: spaceId }: SpaceliftIntegrationRecord,
  account: SpaceliftAccountRecord,
  adopted: boolean,
): State {
  return {
    ...inputs,
    stateVersion,
    integrationId,
    ...(spaceId ? { spaceId } : {}),
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
