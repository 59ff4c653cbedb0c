import pRetry from "p-retry";
import { z } from "zod";
import { retryPropagation } from "../propagation";
import type { ResourceHandler } from "../resource-handler";
import { checkInputs, diffInputs, readInputs } from "../resource-inputs";
import { readStored, stateVersion } from "../stored-state";
import { VendorError, withAdvice } from "../vendor-error";
import { createSpaceliftClient, type SpaceliftClient } from "./client";
import { type ConnectSpacelift, connectionInputs } from "./connection-inputs";
import { trustRefusalPattern } from "./refusal";
import type { SpaceliftAttachmentRecord } from "./wire";

const attachmentFields = z.object({
  ...connectionInputs,
  integrationId: z.string().min(1),
  stackId: z.string().min(1),
  read: z.boolean().default(true),
  write: z.boolean().default(true),
  propagationSeconds: z.number().positive().max(600).default(90),
  trustErrorPattern: z
    .string()
    .min(1)
    .refine(isPattern, { message: "is not a regular expression" })
    .default(trustRefusalPattern),
});

const attachmentInputs = attachmentFields.refine(({ read, write }) => read || write, {
  path: ["write"],
  message: "and read are both off: at least one of them has to be on",
});

const attachmentState = attachmentFields.extend({ stateVersion: z.literal(1), attachmentId: z.string().min(1) });

type Inputs = z.output<typeof attachmentFields>;

/**
 * One stack or module that uses an AWS integration.
 *
 * Spacelift assumes the role before it attaches, so a new role is tried again while it spreads through AWS: here and not in
 * a waiting resource, because a role made anew needs the wait again.
 */
export function spaceliftAttachmentHandler(connect: ConnectSpacelift = createSpaceliftClient): ResourceHandler {
  return {
    check: async (_olds, news) => checkInputs(attachmentInputs, news),
    diff: async (_id, olds, news) => ({
      ...diffInputs(olds, news, {
        replace: ["integrationId", "stackId"],
        update: ["apiKey", "endpoint", "read", "write", "propagationSeconds", "trustErrorPattern"],
      }),
      // A stack has at most one attachment for reading and one for writing.
      deleteBeforeReplace: true,
    }),
    create: async (props) => {
      const inputs = readInputs(attachmentInputs, props);
      const { attachmentId } = await ensureAttached(connect(inputs), inputs);
      return { id: attachmentId, outs: { ...inputs, stateVersion, attachmentId } };
    },
    read: async (id, props) => {
      const state = readStored(attachmentState, props);
      const found = await connect(state).readAttachment(state.integrationId, state.stackId);
      if (!found) {
        return {};
      }
      const { attachmentId, read, write } = found;
      return { id: attachmentId || id, props: { ...state, attachmentId, read, write } };
    },
    update: async (_id, olds, news) => {
      const { attachmentId: before, read, write } = readStored(attachmentState, olds);
      const inputs = readInputs(attachmentInputs, news);
      const unchanged = read === inputs.read && write === inputs.write;
      const attachmentId = unchanged ? before : (await ensureAttached(connect(inputs), inputs)).attachmentId;
      return { outs: { ...inputs, stateVersion, attachmentId } };
    },
    delete: async (_id, props) => {
      const state = readStored(attachmentState, props);
      await connect(state).detach(state.attachmentId);
    },
  };
}

/** Looks first, each time: Spacelift has changed attachments and answered with an error (#610), and a run may have been killed. */
async function ensureAttached(spacelift: SpaceliftClient, inputs: Inputs): Promise<SpaceliftAttachmentRecord> {
  const attachOrFind = () =>
    pRetry(() => attachUnlessDone(spacelift, inputs), {
      retries: 2,
      minTimeout: 1_000,
      shouldRetry: ({ error }) => error instanceof VendorError && error.outcome === "unknown",
    });
  const mayPass = (error: unknown) => isTrustRefusal(error, inputs);
  try {
    return await retryPropagation(attachOrFind, inputs.propagationSeconds, mayPass);
  } catch (error) {
    throw mayPass(error) ? await explainTrust(spacelift, inputs, error) : error;
  }
}

async function attachUnlessDone(spacelift: SpaceliftClient, inputs: Inputs): Promise<SpaceliftAttachmentRecord> {
  const { integrationId, stackId, read, write } = inputs;
  const found = await spacelift.readAttachment(integrationId, stackId);
  if (!found) {
    return spacelift.attach(integrationId, stackId, { read, write });
  }
  if (found.read !== read || found.write !== write) {
    await spacelift.updateAttachment(found.attachmentId, { read, write });
  }
  return found;
}

function isTrustRefusal(error: unknown, { trustErrorPattern }: Inputs): error is VendorError {
  return error instanceof VendorError && new RegExp(trustErrorPattern, "i").test(error.message);
}

/** One text of Spacelift stands for a wrong principal, a wrong external id, a role that opens without one, and a closed STS. */
async function explainTrust(spacelift: SpaceliftClient, inputs: Inputs, error: VendorError): Promise<VendorError> {
  const { integrationId, stackId, read, write, propagationSeconds } = inputs;
  const presented = await spacelift.readExternalId(integrationId, stackId, { read, write }).catch(() => undefined);
  return withAdvice(
    error,
    `It stayed so for ${propagationSeconds} s. Check that the role's trust policy lets Spacelift's AWS account in with the external id ${presented ?? "of this stack"}, and with none but such, and that STS is active in the regions Spacelift uses.`,
  );
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
