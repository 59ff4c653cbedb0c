import type { z } from "zod";
import type { Properties } from "./resource-handler";

/**
 * Version of the stored shape of vendor resources that never changed it; one that does gets a version of its own, and
 * its reader is taught the older ones.
 */
export const stateVersion = 1;

/**
 * Reads the stored outputs of a vendor resource.
 *
 * `newest` is the version this release writes of that kind. Throws an `Error` when a newer release of this package wrote them, or when they are not what this package writes.
 */
export function readStored<State>(schema: z.ZodType<State>, props: Properties, newest = stateVersion): State {
  const version = props.stateVersion;
  if (typeof version === "number" && version > newest) {
    throw new Error(
      `The stored state has version ${version}, this release of pulumi-cross-account reads up to ${newest}. Install the release that wrote it, or a newer one.`,
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
