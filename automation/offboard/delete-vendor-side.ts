import type { ResourceHandler, ResourceKind } from "../../providers";
import type { RecordedVendorResource } from "../engine/recorded-vendor-resources";

/**
 * Deletes what a stack records at the vendors, without the engine, and thus without entering the account: those made last first, as the
 * engine does it. What is gone already counts as deleted, so it may be done again.
 *
 * @returns How many were deleted, absent ones among them.
 */
export async function deleteVendorSide(
  recorded: readonly RecordedVendorResource[],
  createHandler: (kind: ResourceKind) => ResourceHandler,
): Promise<number> {
  for (const { kind, id, properties } of recorded.toReversed()) {
    await createHandler(kind).delete(id, properties);
  }
  return recorded.length;
}
