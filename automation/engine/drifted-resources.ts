import { isDeepStrictEqual } from "node:util";
import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import type { DriftedProperty, DriftedResource } from "../model";
import { resourceName } from "./stack-events";

/** What providers and the engine keep for themselves, and what repeats another property. */
const bookkeeping = new Set(["__defaults", "__provider", "stateVersion", "tagsAll"]);

/**
 * What a refresh found at one resource; nothing when it is as its stack records it.
 *
 * Only what is set counts: what AWS or a vendor adds of its own, such as when something was used last, is no drift.
 */
export function readDrift(step: StepEventMetadata): DriftedResource | undefined {
  const { op, urn, type, old: recorded } = step;
  if (type.startsWith("pulumi:") || !recorded) return undefined;
  const found = { resource: resourceName(urn), type, id: recorded.id };
  if (op === "delete") return { ...found, change: "gone", properties: [] };
  if (op !== "update") return undefined;
  const properties = listChanges(step);
  return properties.length > 0 ? { ...found, change: "changed", properties } : undefined;
}

function listChanges({ old: recorded, new: live, detailedDiff }: StepEventMetadata): DriftedProperty[] {
  const set = { ...recorded?.inputs, ...live?.inputs };
  // The engine writes null where the provider told no details, such as the stock dynamic provider.
  const told = detailedDiff ? new Set(Object.keys(detailedDiff).map((path) => path.split(/[.[]/)[0])) : undefined;
  return Object.keys(set)
    .filter((name) => !bookkeeping.has(name) && (told === undefined || told.has(name)))
    .sort()
    .flatMap((name) => {
      const [before, now] = [recorded?.outputs[name], live?.outputs[name]];
      if (isDeepStrictEqual(before, now)) return [];
      return [{ name, ...withText("recorded", before), ...withText("live", now) }];
    });
}

function withText(key: "recorded" | "live", value: unknown): Partial<DriftedProperty> {
  if (value === undefined || value === null) return {};
  return { [key]: typeof value === "string" ? value : JSON.stringify(value) };
}
