import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { StoredResource } from "./file-backend";

/** The creations of one operation that failed, by what its events tell. */
export interface FailedCreates {
  /** Takes in the next event. */
  read(event: EngineEvent): void;
  /** What was to be made, each as a state records it. */
  list(): StoredResource[];
}

const creating: ReadonlySet<string> = new Set(["create", "create-replacement"]);

/**
 * Makes a reader of engine events for creations that failed.
 *
 * A provider that breaks off half way leaves it open whether it made something, and the engine records nothing of it.
 */
export function createFailedCreates(): FailedCreates {
  const failed = new Map<string, StoredResource>();
  return {
    read({ resOpFailedEvent }) {
      const { op, new: wanted } = resOpFailedEvent?.metadata ?? {};
      if (!op || !wanted || !creating.has(op)) return;
      const { urn, type, inputs, parent, provider } = wanted;
      // Events show secrets as stars only; what was made with one cannot be recognized.
      if (JSON.stringify(inputs).includes("[secret]")) return;
      failed.set(urn, { urn, type, inputs, ...(parent ? { parent } : {}), ...(provider ? { provider } : {}) });
    },
    list: () => [...failed.values()],
  };
}
