import { z } from "zod";
import { InputError, type InputProblem } from "../errors";
import type { Account } from "../model";
import type { AccountSource, KnownAccounts } from "./account-source";
import { listedAccountSchema } from "./fleet-schema";
import { unitsOf } from "./list-source";
import { describeIssues, type PlacedProblem } from "./schema-problems";

const givenAccountsSchema = z.array(
  listedAccountSchema.safeExtend({
    state: z.enum(["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "PENDING_ACTIVATION", "CLOSED"]).default("ACTIVE"),
    management: z.boolean().default(false),
  }),
);

/** An account as a program knows it, such as one of its inventory; `ou` is `/`, `state` is `ACTIVE` and `management` false by default. */
export type GivenAccount = z.input<typeof givenAccountsSchema>[number];

/** Finds all accounts there are, each time they are needed; the fleet's settings choose among them. The order stays as it is given. */
export type FindAccounts = (signal?: AbortSignal) => readonly GivenAccount[] | Promise<readonly GivenAccount[]>;

/** Accounts from a function of the program that embeds the fleet, in place of AWS Organizations. */
export class FunctionSource implements AccountSource {
  constructor(private readonly find: FindAccounts) {}

  async listAccounts(signal?: AbortSignal): Promise<KnownAccounts> {
    const accounts = checkAccounts(await this.find(signal)).map(
      ({ accountId: id, name = id, ou: ouPath, tags = {}, ...facts }): Account => ({
        id,
        name,
        ouPath,
        tags,
        ...facts,
      }),
    );
    return { accounts, ouPaths: unitsOf(accounts) };
  }
}

/** @throws InputError with every problem. */
function checkAccounts(given: unknown): z.output<typeof givenAccountsSchema> {
  const { success, data = [], error } = givenAccountsSchema.safeParse(given);
  const schema = z.toJSONSchema(givenAccountsSchema, { io: "input" });
  const problems = success ? findDoubles(data) : describeIssues(error.issues, given, schema).map(toProblem);
  if (problems.length > 0) throw new InputError("The accounts the program gave", problems);
  return data;
}

function toProblem({ place, path, message }: PlacedProblem): InputProblem {
  return { path: place.length === 0 ? "accounts" : `accounts${path}`, message };
}

function findDoubles(accounts: readonly { accountId: string }[]): InputProblem[] {
  const seen = new Set<string>();
  return accounts.flatMap(({ accountId }, index) => {
    if (seen.has(accountId))
      return [{ path: `accounts[${index}].accountId`, message: `${accountId} is there already` }];
    seen.add(accountId);
    return [];
  });
}
