import { z } from "zod";
import { TrustError } from "./trust-problem";

const textList = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]).map((item) => (typeof item === "string" ? item : String(item))),
  z.array(z.string()),
);
const principals = z.preprocess((value) => (value === "*" ? { AWS: "*" } : value), z.record(z.string(), textList));
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: principals.optional(),
  NotPrincipal: principals.optional(),
  Action: textList.optional(),
  NotAction: textList.optional(),
  Condition: z.record(z.string(), z.record(z.string(), textList)).optional(),
});
const trustDocument = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(statement)),
});

/** A trust policy document with every list written as a list. @internal */
export type TrustDocument = z.output<typeof trustDocument>;

/** One statement of a trust policy document. @internal */
export type DocumentStatement = TrustDocument["Statement"][number];

/**
 * Reads the text of a trust policy, plain or URL-encoded as IAM returns it.
 *
 * @throws TrustError when it is not a policy document.
 * @internal
 */
export function readTrustDocument(text: string): TrustDocument {
  const parsed = trustDocument.safeParse(readJson(text));
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  throw new TrustError("This is not a trust policy document", problems);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(/^\s*%7B/i.test(text) ? decodeURIComponent(text) : text);
  } catch (error) {
    const message = `is not JSON (${error instanceof Error ? error.message : String(error)})`;
    throw new TrustError("This is not a trust policy document", [{ path: "the text", message }]);
  }
}
