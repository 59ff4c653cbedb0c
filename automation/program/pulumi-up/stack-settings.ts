import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { type AccountSettings, accountSettingsSchema } from "../../../components/account-settings";

/** The namespace of this package's settings in `Pulumi.<stack>.yaml`. */
const namespace = "cross-account";

/**
 * The settings of one account from the configuration of the stack: the fields of {@link AccountSettings}, each under
 * `cross-account:`.
 *
 * @throws pulumi.RunError naming every setting that is missing, unknown or not acceptable.
 */
export function readStackSettings(): AccountSettings {
  const config = new pulumi.Config(namespace);
  const problems: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(accountSettingsSchema.shape)) {
    const text = config.get(key);
    if (text !== undefined) settings[key] = readValue(text, field);
  }
  const result = accountSettingsSchema.safeParse(settings);
  problems.push(...(result.success ? [] : result.error.issues.map(describeIssue)), ...unknownKeys());
  if (result.success && problems.length === 0) return result.data;
  throw new pulumi.RunError(
    [`Pulumi.${pulumi.getStack()}.yaml cannot be used:`, ...problems.map((problem) => `  - ${problem}`)].join("\n"),
  );
}

/** Configuration holds text, objects and lists as JSON; numbers such as an account id written without quotes stay text. */
function readValue(text: string, field: z.ZodType): unknown {
  if (field.safeParse(text).success) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : text;
  } catch {
    return text;
  }
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${namespace}:${path.join(".")} ${message}`;
}

/** A setting nobody reads is a spelling mistake; Pulumi itself would pass over it. */
function unknownKeys(): string[] {
  const known = new Set(Object.keys(accountSettingsSchema.shape));
  return Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${namespace}:`) && !known.has(key.slice(namespace.length + 1)))
    .map((key) => `${key} is not a setting; there are: ${[...known].join(", ")}`);
}
