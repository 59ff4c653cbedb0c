import type { z } from "zod";
import type { Properties } from "./resource-handler";

/**
 * Version of the stored shape of all vendor resources; a change of shape raises it and teaches the readers the older
 * ones.
 */
export const stateVersion = 1;

/**
 * Reads the stored outputs of a vendor resource.
 *
 * Throws an `Error` when a newer release of this package wrote them, or when they are not what this package writes.
 */
export function readStored<State>(schema: z.ZodType<State>, props: Properties): State {
  const version = props.stateVersion;
  if (typeof version === "number" && version > stateVersion) {
    throw new Error(
      `The stored state has version ${version}, this release of pulumi-cross-account reads up to ${stateVersion}. Install the release that wrote it, or a newer one.`,
    );
  }
  const parsed = schema.safeParse(props);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(
      `The stored state is not what pulumi-cross-account wrote: ${problems.join("; ")}. Repair it with "pulumi state" or restore a backup.`,
    );
  }
  return parsed.data;
}
