import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { CheckFailure, Properties, ResourceDiff } from "./resource-handler";

// What the engine puts in place of a value it does not know yet during a preview. Source: github pulumi/pulumi
// `sdk/nodejs/runtime/rpc.ts`, `unknownValue`.
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True when the value, or anything inside it, is not known yet: only in a preview. */
export function isUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).some(isUnknown);
  }
  return value === unknownValue;
}

/** Checks the inputs that are known, fills defaults, and tells every problem at once. */
export function checkInputs(
  schema: z.ZodType<object>,
  news: Properties,
): { inputs: Properties; failures: CheckFailure[] } {
  const parsed = schema.safeParse(news);
  if (parsed.success) {
    return { inputs: { ...news, ...parsed.data }, failures: [] };
  }
  const failures = parsed.error.issues
    .filter((issue) => !isUnknown(news[String(issue.path[0])]))
    .map((issue) => ({ property: issue.path.join("."), reason: issue.message }));
  return { inputs: news, failures };
}

/** Reads checked inputs as their type; throws an `Error` that names each problem. */
export function readInputs<Inputs>(schema: z.ZodType<Inputs>, inputs: Properties): Inputs {
  const parsed = schema.safeParse(inputs);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`These inputs cannot be used: ${problems.join("; ")}`);
  }
  return parsed.data;
}

/** Which inputs matter when they change. */
export interface InputRules {
  /** A change needs a new resource. */
  replace: string[];
  /** A change is made in place, or only recorded. */
  update: string[];
}

/**
 * Compares the wanted inputs with what is stored.
 *
 * An input not known yet counts as a change in place, never as a replacement: in a preview the outputs of a resource
 * that is only updated are unknown too, and announcing a replacement of everything behind it would be a false alarm far
 * more often than not.
 */
export function diffInputs(olds: Properties, news: Properties, { replace, update }: InputRules): ResourceDiff {
  const differs = (key: string) => !isDeepStrictEqual(olds[key], news[key]);
  const replaces = replace.filter((key) => differs(key) && !isUnknown(news[key]));
  return { changes: [...replace, ...update].some(differs), ...(replaces.length > 0 ? { replaces } : {}) };
}
