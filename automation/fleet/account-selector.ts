import { z } from "zod";
import { accountIdSchema } from "../../components/account-settings";
import type { Account } from "../model";

const fields = {
  ou: z
    .string()
    .regex(/^(\/|(\/[^/]+)+)$/, "is not the path of an organizational unit, such as /Workloads/Prod")
    .optional()
    .describe("An organizational unit by its names from the root down, with everything below it; / is the root"),
  accountId: accountIdSchema.optional(),
  name: z.string().min(1).optional().describe("Account name; * stands for any characters, ? for one"),
  management: z.literal(true).optional().describe("The management account, which nothing else but its id selects"),
};

const selectsSomething = {
  message: "selects nothing: name an ou, an accountId, a name or management: true",
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
  const { ou, accountId, name, management } = selector;
  return (
    (ou === undefined || isUnder(account.ouPath, ou)) &&
    (accountId === undefined || accountId === account.id) &&
    (name === undefined || fitsPattern(account.name, name)) &&
    (management === undefined || account.management)
  );
}

/** Whether a selector asks for the management account, rather than for accounts it happens to be among. */
export function asksForManagement(selector: AccountSelector, account: Account): boolean {
  return selector.management === true || selector.accountId === account.id;
}

function isUnder(ouPath: string, ou: string): boolean {
  return ou === "/" || ouPath === ou || ouPath.startsWith(`${ou}/`);
}

function fitsPattern(name: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(name);
}
