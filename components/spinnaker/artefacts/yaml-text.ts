import { stringify } from "yaml";

/**
 * Writes YAML as Spinnaker's parsers (YAML 1.1) read it: an account id that begins with 0 stays text, and so does `on`.
 *
 * @internal
 */
export function yamlText(document: object): string {
  return stringify(document, { version: "1.1", aliasDuplicateObjects: false, lineWidth: 0 });
}

/** The object without what is undefined or an empty list or object. @internal */
export function withoutEmpty(object: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean =>
    value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}
