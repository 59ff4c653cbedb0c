import { isDeepStrictEqual } from "node:util";
import { canonicalJson } from "../../components/trust/canonical-json";
import type { PlannedProperty } from "../model";
import type { AccountWords } from "./account-values";
import { listPolicyChanges } from "./policy-changes";
import { readPolicy } from "./policy-elements";

const titles: Record<string, string> = {
  assumeRolePolicy: "trust",
  maxSessionDuration: "longest session",
  permissionsBoundary: "permissions boundary",
};

/**
 * A change of properties, a line each: `+ policy action ec2:RunInstances`, `longest session 3600 -> 7200`. Policies are told statement by
 * statement, lists item by item, and what is of one account alone in words. Pure.
 */
export function describeProperties(
  type: string,
  properties: readonly PlannedProperty[],
  words: AccountWords,
): string[] {
  return properties.flatMap(({ name, before, after }) => {
    const lines = describeChange(name, before, after, (path, value) => words.property(type, path, textOf(value)));
    // The provider says that it changes, and what of it is hidden or only it knows.
    return lines.length > 0 ? lines.map((line) => words.text(line)) : [`${titleOf(name)} changes`];
  });
}

type Show = (path: string, value: unknown) => string;

function describeChange(path: string, before: unknown, after: unknown, show: Show): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, now] = [readPolicy(before), readPolicy(after)];
  if (old && now) return describePolicy(path, old, now);
  if (isRecord(before) && isRecord(after)) return describeFields(path, before, after, show);
  if (Array.isArray(before) && Array.isArray(after)) return describeItems(path, before, after, show);
  const title = titleOf(path);
  if (before === undefined) return [`+ ${title} ${show(path, after)}`];
  if (after === undefined) return [`- ${title} ${show(path, before)}`];
  return [`${title} ${show(path, before)} -> ${show(path, after)}`];
}

function describePolicy(path: string, ...sides: Parameters<typeof listPolicyChanges>): string[] {
  const changes = listPolicyChanges(...sides);
  if (changes.length === 0) return [`${titleOf(path)} is written otherwise, and means the same`];
  return changes.map(({ sign, what, text, of }) => {
    const statement = of === undefined ? "" : ` (of the statement ${of})`;
    return `${sign} ${titleOf(path)} ${what} ${text}${statement}`;
  });
}

function describeFields(
  path: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  show: Show,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => describeChange(`${path}.${name}`, before[name], after[name], show));
}

function describeItems(path: string, before: readonly unknown[], after: readonly unknown[], show: Show): string[] {
  const has = (list: readonly unknown[], one: unknown): boolean => list.some((item) => isDeepStrictEqual(item, one));
  const come = after.filter((one) => !has(before, one)).map((one) => `+ ${titleOf(path)} ${show(path, one)}`);
  const gone = before.filter((one) => !has(after, one)).map((one) => `- ${titleOf(path)} ${show(path, one)}`);
  return come.length + gone.length > 0 ? [...come, ...gone] : [`${titleOf(path)} in another order`];
}

function titleOf(path: string): string {
  const [name = "", ...rest] = path.split(".");
  return [titles[name] ?? name, ...rest].join(".");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : canonicalJson(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
