import type { PropertyValue } from "../../kernel/property-values";
import { parseObjectText } from "../documents/json-text";

/** Says what is wrong with an input, in the real plugin's words; undefined when nothing is. */
export type Validation = (value: PropertyValue, property: string) => string | undefined;

/** The first complaint of several. */
export function all(...validations: Validation[]): Validation {
  return (value, property) => {
    for (const validate of validations) {
      const complaint = validate(value, property);
      if (complaint) return complaint;
    }
    return undefined;
  };
}

/** Text of a length. Words of terraform-plugin-sdk `helper/validation`, as below. */
export function lengthBetween(shortest: number, longest: number): Validation {
  return (value, property) => {
    const { length } = String(value);
    const fits = length >= shortest && length <= longest;
    return fits
      ? undefined
      : `expected length of ${property} to be in the range (${shortest} - ${longest}), got ${value}`;
  };
}

/** Text of a pattern. */
export function matching(pattern: RegExp, message: string): Validation {
  return (value, property) => (pattern.test(String(value)) ? undefined : `invalid value for ${property} (${message})`);
}

/** A whole number within bounds. */
export function between(lowest: number, highest: number): Validation {
  return (value, property) => {
    const fits = Number(value) >= lowest && Number(value) <= highest;
    return fits ? undefined : `expected ${property} to be in the range (${lowest} - ${highest}), got ${value}`;
  };
}

/** One of a few words. */
export function oneOf(...words: string[]): Validation {
  return (value, property) => {
    const quoted = words.map((word) => `"${word}"`).join(" ");
    return words.includes(String(value)) ? undefined : `expected ${property} to be one of [${quoted}], got ${value}`;
  };
}

/** The name of something in IAM. */
export function iamName(longest: number): Validation {
  return all(lengthBetween(1, longest), matching(/^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"));
}

/** The name of an S3 bucket. Source: S3 User Guide, "General purpose bucket naming rules". */
export const bucketName: Validation = all(
  lengthBetween(3, 63),
  matching(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, "only lowercase alphanumeric characters, hyphens and periods"),
);

/** An ARN with a partition and a resource; an empty text passes as none. */
export const arn: Validation = (value, property) => {
  const written = String(value);
  if (written === "") return undefined;
  const refuse = (reason: string) => `"${property}" (${written}) is an invalid ARN: ${reason}`;
  const [prefix, partition = "", , , account = "", ...resource] = written.split(":");
  if (prefix !== "arn") return refuse("arn: invalid prefix");
  if (resource.length === 0) return refuse("arn: not enough sections");
  if (!/^aws(-[a-z]+)*$/.test(partition)) {
    return refuse("invalid partition value (expecting to match regular expression: ^aws(-[a-z]+)*$)");
  }
  if (!/^(|aws|aws-managed|third-party|\d{12}|cw.{10})$/.test(account)) {
    return refuse(
      "invalid account ID value (expecting to match regular expression: ^(aws|aws-managed|third-party|\\d{12}|cw.{10})$)",
    );
  }
  return resource.join(":") === "" ? refuse("missing resource value") : undefined;
};

/** A policy document: a JSON object in text, without space before it. Words of terraform-provider-aws `internal/verify`. */
export const policyText: Validation = (value, property) => {
  const written = String(value);
  const refuse = (reason: string) => `"${property}" contains an invalid JSON policy: ${reason}`;
  if (written === "") return `"${property}" is an empty string, which is not a valid JSON value`;
  if (/^\s/.test(written)) return refuse("leading space characters are not allowed");
  if (written.startsWith('"')) return refuse("contains a JSON-encoded string, not a JSON-encoded object");
  if (written.startsWith("[")) return refuse("contains a JSON array, not a JSON object");
  if (!written.startsWith("{")) return refuse("not a JSON object");
  return parseObjectText(written) ? undefined : refuse("it cannot be parsed");
};
