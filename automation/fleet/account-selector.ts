import { z } from "zod";
import { accountIdSchema } from "../../components/account-settings";
import type { Account } from "../model";
import { isUnder } from "../plan/ou-path";
import { ouPathSchema } from "./ou-schema";

const fields = {
  ou: ouPathSchema
    .optional()
    .describe("An organizational unit by its names from the root down, with everything below it; / is the root"),
  accountId: accountIdSchema.optional(),
  name: z.string().min(1).optional().describe("Account name; * stands for any characters, ? for one"),
  tag: z
    .record(z.string().min(1), z.string())
    .refine((tags) => Object.keys(tags).length > 0, "names no tag: write its key and value, such as { stage: prod }")
    .optional()
    .describe("Tags of the account, all of them; in values * stands for any characters, ? for one"),
  management: z.literal(true).optional().describe("The management account, which nothing else but its id selects"),
};

const selectsSomething = {
  message: "selects nothing: name an ou, an accountId, a name, a tag or management: true",
};

/** Selects accounts; with several fields an account must fit all of them. */
export const accountSelectorSchema = z
  .strictObject(fields)
  .refine((selector) => Object.values(selector).some((value) => value !== undefined), selectsSomething)
  .describe("Selects accounts; with several fields an account must fit all of them");

/** Selects accounts to leave out, and says why. */
export const accountExclusionSchema = z
  .strictObject({ ...fields, reason: z.string().min(1).optional().describe("Shown wherever the account is left out") })
  .refine(({ reason, ...selector }) => Object.values(selector).some((value) => value !== undefined), selectsSomething)
  .describe("Accounts to leave out, and why");

/** Selects accounts; with several fields an account must fit all of them. */
export type AccountSelector = z.output<typeof accountSelectorSchema>;

/** Whether an account fits all fields of a selector. */
export function selects(selector: AccountSelector, account: Account): boolean {
  const { tag = {} } = selector;
  return (
    selectsWithoutTags(selector, account) && Object.entries(tag).every(([key, value]) => hasTag(account, key, value))
  );
}

/** Whether an account fits all fields of a selector but its tags. */
export function selectsWithoutTags(selector: AccountSelector, account: Account): boolean {
  const { ou, accountId, name, management } = selector;
  return (
    (ou === undefined || isUnder(account.ouPath, ou)) &&
    (accountId === undefined || accountId === account.id) &&
    (name === undefined || fitsPattern(account.name, name)) &&
    (management === undefined || account.management)
  );
}

/** A selector as it is told to a person, such as `ou: /Workloads, tag: stage=prod`. */
export function describeSelector(selector: AccountSelector): string {
  const fields = Object.entries(selector).filter(([, value]) => value !== undefined);
  return fields
    .map(([name, value]) => `${name}: ${typeof value === "object" ? describeTags(value) : value}`)
    .join(", ");
}

/** Tags in one line: `owner=shop, stage=prod`. */
export function describeTags(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}

/** Whether a selector asks for the management account, rather than for accounts it happens to be among. */
export function asksForManagement(selector: AccountSelector, account: Account): boolean {
  return selector.management === true || selector.accountId === account.id;
}

function hasTag({ tags = {} }: Account, key: string, pattern: string): boolean {
  const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
  return value !== undefined && fitsPattern(value, pattern);
}

function fitsPattern(name: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(name);
}
