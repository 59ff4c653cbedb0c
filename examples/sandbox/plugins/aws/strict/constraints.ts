import { invalidParameter } from "./refusals";

// Source: IAM API reference, the parameters of CreateRole, CreatePolicy, CreateUser, CreateInstanceProfile and TagRole.
const longestPath = 512;
const longestDescription = 1000;
const mostTags = 50;
const longestTagKey = 128;
const longestTagValue = 256;

/** Refuses a name that is too long or has a character AWS does not take. */
export function assertName(parameter: string, name: string | undefined, longest: number): void {
  if (name === undefined) return;
  if (name.length > longest) throw tooLong(parameter, name, longest);
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw invalidParameter(
      `The specified value for ${parameter} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

/** Refuses a path that does not begin and end with a slash. */
export function assertPath(path: string | undefined): void {
  if (path === undefined) return;
  if (path.length > longestPath) throw tooLong("path", path, longestPath);
  if (!/^\/$|^\/[\u0021-\u007e]+\/$/.test(path)) {
    throw invalidParameter(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
}

/** Refuses a description that is too long. */
export function assertDescription(description: string | undefined): void {
  if (description && description.length > longestDescription)
    throw tooLong("description", description, longestDescription);
}

/** Refuses a longest session outside of one hour to twelve. */
export function assertSessionSeconds(seconds: number | undefined): void {
  if (seconds === undefined) return;
  if (seconds > 43_200) throw outOfRange(seconds, "less than or equal to 43200");
  if (seconds < 3_600) throw outOfRange(seconds, "greater than or equal to 3600");
}

/** Refuses too many tags, keys or values that are too long, and keys that differ in case only. */
export function assertTags(tags: { Key?: string; Value?: string }[] | undefined): void {
  if (!tags) return;
  if (tags.length > mostTags) throw tooLong("tags", `[${tags.map((tag) => tag.Key).join(", ")}]`, mostTags);
  tags.forEach(({ Key = "", Value = "" }, index) => {
    const member = `tags.${index + 1}.member`;
    if (Key.length > longestTagKey) throw tooLong(`${member}.key`, Key, longestTagKey);
    if (Value.length > longestTagValue) throw tooLong(`${member}.value`, Value, longestTagValue);
    if (/^aws:/i.test(Key)) throw invalidParameter("Tag keys beginning with aws: are reserved for system use");
  });
  const keys = tags.map((tag) => tag.Key?.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
}

function tooLong(parameter: string, value: string, longest: number) {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: Member must have length less than or equal to ${longest}`,
  );
}

function outOfRange(seconds: number, bound: string) {
  return invalidParameter(
    `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
