import type { BackPointersArgs } from "../../components/back-pointers";

// Once: to find a module again takes longer than all else that is told of an account.
const { version } = require("pulumi-cross-account/package.json") as { version: string };

/**
 * What the resources of a fleet's accounts tell of what made them.
 *
 * The version is told without its last number: a patch release makes nothing else of the same settings, and is not to be a change of every
 * role there is.
 */
export function backPointersOf(fleet: string): BackPointersArgs {
  return { fleet, version: version.split(".").slice(0, 2).join(".") };
}
