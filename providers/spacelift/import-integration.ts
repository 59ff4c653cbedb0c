import { VendorError } from "../vendor-error";
import type { SpaceliftClient } from "./client";
import type { SpaceliftIntegrationSettings } from "./integration-documents";
import type { SpaceliftIntegrationRecord } from "./wire";

// Only names matter: the newer fields are asked for where they are on.
const askForAll: SpaceliftIntegrationSettings = {
  ...{ name: "", roleArn: "", durationSeconds: 3600, generateCredentialsInWorker: false, labels: [] },
  ...{ region: "any", tagAssumeRole: true, autoattachEnabled: true },
};

/** One integration with every field this Spacelift has; an older one is asked again without the newer fields. */
export async function readWholeIntegration(
  spacelift: SpaceliftClient,
  id: string,
): Promise<SpaceliftIntegrationRecord | undefined> {
  try {
    return await spacelift.readIntegration(id, askForAll);
  } catch (error) {
    if (error instanceof VendorError && error.code === "UNKNOWN_FIELD") {
      const { region, tagAssumeRole, autoattachEnabled, ...basic } = askForAll;
      return spacelift.readIntegration(id, basic);
    }
    throw error;
  }
}

/** What a person writes for such an integration: all but the space, as naming none leaves it where it is. */
export function settingsOf(record: SpaceliftIntegrationRecord): SpaceliftIntegrationSettings {
  const { name, roleArn, labels, generateCredentialsInWorker, tagAssumeRole, autoattachEnabled } = record;
  const { externalId, region, durationSeconds } = record;
  return {
    ...{ name, roleArn, labels, generateCredentialsInWorker, tagAssumeRole, autoattachEnabled },
    // Spacelift tells it of every integration; where one does not, its own default holds.
    durationSeconds: durationSeconds ?? 3600,
    ...(externalId ? { externalId } : {}),
    ...(region ? { region } : {}),
  };
}
