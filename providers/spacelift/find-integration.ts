import pRetry from "p-retry";
import { VendorError } from "../vendor-error";
import type { SpaceliftClient } from "./client";
import type { SpaceliftIntegrationSettings } from "./integration-documents";
import type { SpaceliftIntegrationRecord } from "./wire";

/**
 * The integration of this name, where a space is wanted in that space; undefined when there is none.
 *
 * Spacelift does not document whether a name can be used twice, so it is looked for first; more than one is an `Error`.
 * One with another role is never taken over: its stacks would land in another AWS account.
 */
export async function findIntegration(
  spacelift: SpaceliftClient,
  inputs: SpaceliftIntegrationSettings,
): Promise<SpaceliftIntegrationRecord | undefined> {
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
export async function createIntegrationOnce(
  spacelift: SpaceliftClient,
  inputs: SpaceliftIntegrationSettings,
): Promise<SpaceliftIntegrationRecord> {
  const findOrSend = async (attempt: number) =>
    (attempt > 1 ? await findIntegration(spacelift, inputs) : undefined) ?? (await spacelift.createIntegration(inputs));
  return pRetry(findOrSend, {
    retries: 2,
    minTimeout: 1_000,
    shouldRetry: ({ error }) => error instanceof VendorError && error.outcome === "unknown",
  });
}
