import { uniqueSuffix } from "../../kernel/autonaming";
import type { Properties } from "../../kernel/property-values";

/** An input that is text; undefined when it is not set or empty, as IAM's API has no empty values. */
export function textOf(properties: Properties, property: string): string | undefined {
  const value = properties[property];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An input that is text and set. @throws Error when it is not: the check before should not have let it pass. */
export function requiredText(properties: Properties, property: string): string {
  const value = textOf(properties, property);
  if (value === undefined) throw new Error(`"${property}" is not set`);
  return value;
}

/** An input that is a number. */
export function numberOf(properties: Properties, property: string): number | undefined {
  const value = properties[property];
  return typeof value === "number" ? value : undefined;
}

/** The name to make a resource with: the one given, or a new one for its prefix. */
export function nameToMake(inputs: Properties): string {
  return textOf(inputs, "name") ?? `${requiredText(inputs, "namePrefix")}${uniqueSuffix()}`;
}

/** A time as the real plugin writes it: without parts of a second. */
export function dateText(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d+Z$/, "Z");
}
