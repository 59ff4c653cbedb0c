import type { TokenReader } from "../../providers/token-reader";
import { InputError, type InputProblem } from "../errors";
import type { AccountSource, KnownAccounts } from "../fleet/account-source";
import { asksForTags } from "../fleet/all-selectors";
import type { FleetSettings } from "../fleet/fleet-schema";
import { type FindAccounts, FunctionSource } from "../fleet/function-source";
import { enterHub, type Hub } from "../fleet/hub-credentials";
import { ListSource } from "../fleet/list-source";
import { OrganizationSource } from "../fleet/organization-source";
import { surveyVendors, type VendorSurvey } from "./survey-vendors";
import { listVendorDoors } from "./vendor-door";

/** Everything known before a run: who we are, which accounts there are, and what the vendors hold. Nothing was changed. */
export interface Surroundings {
  hub: Hub;
  known: KnownAccounts;
  vendors: VendorSurvey;
}

/** Where the accounts come from, when not from the settings. */
export interface AccountOptions {
  accounts?: FindAccounts | undefined;
}

/**
 * Becomes the hub, lists the accounts and asks the vendors, all at the same time, so that everything wrong is told at once.
 *
 * @param judge Finds more problems in what was found out, such as units that do not exist.
 * @throws InputError with every problem.
 */
export async function lookAround(
  settings: FleetSettings,
  subject: string,
  judge: (surroundings: Surroundings) => InputProblem[] | Promise<InputProblem[]>,
  { tokens, signal, accounts }: { tokens: TokenReader; signal?: AbortSignal | undefined } & AccountOptions,
): Promise<Surroundings> {
  const [place, vendors] = await Promise.all([
    findAccounts(settings, signal, { accounts }).catch(takeProblems),
    surveyVendors(listVendorDoors(settings), tokens),
  ]);
  if ("problems" in place) throw new InputError(subject, eachOnce([...place.problems, ...vendors.problems]));
  const surroundings = { ...place, vendors };
  const problems = [...(await judge(surroundings)), ...vendors.problems];
  if (problems.length > 0) throw new InputError(subject, problems);
  return surroundings;
}

/**
 * Becomes the hub and lists the accounts, where nothing of the vendors is needed.
 *
 * @throws InputError when the hub cannot be entered or the accounts cannot be listed.
 */
export async function findAccounts(
  settings: FleetSettings,
  signal: AbortSignal | undefined,
  { accounts }: AccountOptions = {},
): Promise<{ hub: Hub; known: KnownAccounts }> {
  const hub = await enterHub(settings.hub, signal);
  const source = accounts ? new FunctionSource(accounts) : accountSource(settings, hub);
  return { hub, known: await source.listAccounts(signal) };
}

function accountSource(settings: FleetSettings, hub: Hub): AccountSource {
  const { list } = settings.accounts;
  return list ? new ListSource(list, hub.accountId) : new OrganizationSource(hub.connection, asksForTags(settings));
}

/** A hub that cannot be entered may be told twice: by itself, and by a token that only the hub can read. */
function eachOnce(problems: InputProblem[]): InputProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
}

function takeProblems(error: unknown): { problems: InputProblem[] } {
  if (error instanceof InputError) return { problems: error.problems };
  throw error;
}
