import type { z } from "zod";
import type { InputProblem } from "../errors";
import { suggestion } from "./nearest-word";

/** Where in a document something is: keys of mappings and positions in lists, from the outside in. */
export type DocumentPath = readonly PropertyKey[];

/** A problem with the place of the document it is about. */
export interface PlacedProblem extends InputProblem {
  place: DocumentPath;
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * Says everything a schema found wrong in words for the person who wrote the document. Values are never repeated, as one of
 * them may be a token in the wrong place.
 *
 * @param schema The same schema as JSON Schema: from it come the keys that are known where an unknown one was written.
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  document: unknown,
  schema: JsonSchema,
): PlacedProblem[] {
  return issues.flatMap(intoFittingForm).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      const known = knownKeys(schema, issue.path);
      return issue.keys.map((key) => problemAt([...issue.path, key], `is not a known key${suggestion(key, known)}`));
    }
    return [problemAt(issue.path, describeIssue(issue, valueAt(document, issue.path)))];
  });
}

/** Where one of several forms fits as a whole, such as a mapping beside a number, what is wrong inside of that form. */
function intoFittingForm(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.discriminator !== undefined) return [issue];
  const [form, ...others] = issue.errors.filter((issues) => !issues.some(isWrongForm));
  if (!form || others.length > 0) return [issue];
  return form.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(intoFittingForm);
}

/** Whether it is the value as a whole that a form cannot take. */
function isWrongForm(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union") return issue.errors.every((issues) => issues.some(isWrongForm));
  return issue.code === "invalid_type";
}

/** A problem at a place of a document, its path written such as `grants[0].token.env`. */
export function problemAt(place: DocumentPath, message: string): PlacedProblem {
  return { path: renderPath(place), message, place };
}

function renderPath(place: DocumentPath): string {
  const text = place.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text.replace(/^\./, "") || "the file";
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return describeWrongType(issue.expected, value);
    case "invalid_value":
      return value === undefined ? "is missing" : `must be ${issue.values.map(String).join(" or ")}`;
    case "invalid_union":
      return describeUnion(issue, value);
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? `must be at least ${issue.minimum}`
        : "must not be empty";
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "invalid_format":
      if (issue.format === "url") return "is not an address that begins with http:// or https://";
      return issue.message;
    default:
      return issue.message;
  }
}

function describeUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  if (issue.discriminator !== undefined) {
    const options = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
    if (value === undefined) return `is missing; known: ${options.join(", ")}`;
    return `is not a known ${issue.discriminator}${suggestion(String(value), options)}`;
  }
  const branches = issue.errors.flatMap(([first]) => (first ? [describeIssue(first, value)] : []));
  return [...new Set(branches)].join(", or ");
}

const typeNames: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping of keys to values",
  record: "a mapping of keys to values",
};

function describeWrongType(expected: string, value: unknown): string {
  if (value === undefined) return "is missing";
  const wanted = typeNames[expected] ?? expected;
  if (value === null) return `is empty: it must be ${wanted}`;
  const actual = Array.isArray(value) ? "a list" : (typeNames[typeof value] ?? typeof value);
  const quotes = expected === "string" && typeof value !== "object" ? ": put it in quotes" : "";
  return `must be ${wanted}, not ${actual}${quotes}`;
}

function valueAt(document: unknown, place: DocumentPath): unknown {
  return place.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    document,
  );
}

function knownKeys(schema: JsonSchema, place: DocumentPath): string[] {
  const nodes = place.reduce<JsonSchema[]>((reached, key) => reached.flatMap((node) => step(node, key)), [schema]);
  return [...new Set(nodes.flatMap(alternatives).flatMap(keysOf))];
}

function keysOf(node: JsonSchema): string[] {
  const names = typeof node.propertyNames === "object" ? (node.propertyNames.enum ?? []) : [];
  return [...Object.keys(node.properties ?? {}), ...names.map(String)];
}

function step(schema: JsonSchema, key: PropertyKey): JsonSchema[] {
  return alternatives(schema).flatMap((node) => {
    const next = typeof key === "number" ? node.items : (node.properties?.[String(key)] ?? node.additionalProperties);
    return typeof next === "object" && !Array.isArray(next) ? [next as JsonSchema] : [];
  });
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])] as JsonSchema[];
  return [schema, ...inner.flatMap(alternatives)];
}
