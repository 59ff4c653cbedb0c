import type { ClosedAccount } from "../model";
import type { ClosedOutput } from "./closing-program";
import type { StoredResource } from "./recorded-vendor-resources";

/** Whether, when and with what left an account was closed, from what its stack records; nothing for one that is not closed. Pure. */
export function findClosed(recorded: readonly StoredResource[]): ClosedAccount | undefined {
  const stack = recorded.find(({ type }) => type === "pulumi:pulumi:Stack");
  const closed = stack?.outputs?.closed as ClosedOutput | undefined;
  if (typeof closed?.closedAt !== "string") return undefined;
  const { closedAt, keep, roles, urns } = closed;
  const complete = recorded.every((resource) => isExpected(resource, urns));
  return { closedAt, keep, roles, complete };
}

/** The engine writes the outputs down before it deletes. */
function isExpected({ custom, type, urn, delete: leaving }: StoredResource, urns: readonly string[]): boolean {
  if (!custom) return true;
  if (type === "pulumi:providers:pulumi-nodejs") return true;
  return !leaving && urns.includes(urn);
}
