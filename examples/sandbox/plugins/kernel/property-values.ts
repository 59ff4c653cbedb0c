import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** A property value as the engine sends it, with secrets taken out of their wrapping. */
export type PropertyValue = string | number | boolean | null | PropertyValue[] | { [key: string]: PropertyValue };

/** Properties of a resource, a provider or a function; an absent value and null are the same. */
export type Properties = Record<string, PropertyValue>;

/** What the engine puts in place of a value that is not known during a preview. Source: pulumi `sdk/nodejs/runtime/rpc.ts`. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// Marks of wrapped values, same source. Configure wraps secrets even for a plugin that does not accept them.
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Reads properties off the wire: secrets unwrapped, absent values left out. */
export function readProperties(struct: Struct | undefined): Properties {
  return struct ? unwrapAll(struct.toJavaScript() as Properties) : {};
}

/** Puts properties on the wire; undefined values are left out. */
export function writeProperties(properties: Readonly<Record<string, PropertyValue | undefined>>): Struct {
  return Struct.fromJavaScript(withoutAbsent(properties) as { [key: string]: JavaScriptValue });
}

/** Whether a value, or anything inside it, is not known yet. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isMap(value) && Object.values(value).some(hasUnknown);
}

/** Whether two values are the same; the order of keys does not matter. */
export function sameValue(left: PropertyValue | undefined, right: PropertyValue | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameValue(item, right[index]));
  }
  if (!isMap(left) || !isMap(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((key) => key in right && sameValue(left[key], right[key]))
  );
}

/** Whether a value is a map. */
export function isMap(value: PropertyValue | undefined): value is { [key: string]: PropertyValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Same properties without absent ones. */
export function withoutAbsent(properties: Readonly<Record<string, PropertyValue | undefined>>): Properties {
  const present: Properties = {};
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined && value !== null) present[key] = value;
  }
  return present;
}

function unwrapAll(properties: Properties): Properties {
  return withoutAbsent(Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, unwrap(value)])));
}

function unwrap(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(unwrap);
  if (!isMap(value)) return value;
  if (value[signatureKey] === secretSignature) return unwrap(value.value ?? null);
  return unwrapAll(value);
}
