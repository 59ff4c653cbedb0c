import { z } from "zod";

/** What made the resources of an account, as their tags tell whoever finds them there. */
export interface BackPointersArgs {
  /** Name of the fleet. */
  fleet: string;
  /** Major and minor version of the package that gave them their tags last. */
  version: string;
}

/** What made the resources of an account. */
export const backPointersSchema = z
  .strictObject({ fleet: z.string().min(1).max(256), version: z.string().min(1).max(256) })
  .describe(
    "Told by tags on everything made in the account: cross-account:fleet, cross-account:grant, cross-account:version",
  );

/** Tags of what a party's grant makes: those that lead back to it, and the settings' own, which win. @internal */
export function tagsOfGrant(
  party: string,
  { tags, backPointers }: { tags: Record<string, string> | undefined; backPointers: BackPointersArgs | undefined },
): Record<string, string> | undefined {
  if (!backPointers) return tags;
  const { fleet, version } = backPointers;
  return {
    ...{ "cross-account:fleet": fleet, "cross-account:grant": party, "cross-account:version": version },
    ...tags,
  };
}
