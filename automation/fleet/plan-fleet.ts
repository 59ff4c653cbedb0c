import type { StackEngine } from "../engine/stack-engine";
import type { InputProblem } from "../errors";
import type { FactStore } from "../journal/fact-store";
import { ProvenAccounts } from "../journal/proven-accounts";
import type { TargetAction } from "../model";
import { findClosedFor, findClosings, waitingReasons } from "../offboard/closed-accounts";
import { createPlan } from "../plan/create-plan";
import { noteDropped } from "../plan/dropped-grants";
import { type Plan, wishOf } from "../plan/plan";
import type { lookAround, Surroundings } from "../plan/preflight";
import { openProofIdentities } from "../prove/proof-identities";
import { planRotation } from "../rotate/plan-rotation";
import { type RotationOptions, readWish } from "../rotate/read-wish";
import { findGrantProblems } from "./check-grants";
import { type ChosenTargets, chooseTargets } from "./choose-targets";
import { chooseToOffboard } from "./choose-to-offboard";
import { findDoubtful } from "./find-doubtful";
import type { FleetOptions, PlanOptions } from "./fleet-options";
import type { FleetSettings } from "./fleet-schema";
import { managingAccounts } from "./managing-accounts";
import { findManagingProblems } from "./managing-problems";
import { openUnchanged } from "./open-fingerprint";
import { waveRules } from "./rollout-schema";
import { inWaveOrder } from "./wave-order";

/** What a plan of a fleet is made with. */
export interface PlanFleetOptions extends PlanOptions, RotationOptions {
  settings: FleetSettings;
  /** What of the fleet's options decides what its accounts become. */
  fleetOptions: FleetOptions;
  engine: Pick<StackEngine, "listStacks" | "grantsOf" | "checkSecrets" | "closedOf" | "vendorResourcesOf">;
  /** Where the facts of the fleet are kept. */
  journals: FactStore;
  lookAround(judge: Parameters<typeof lookAround>[2]): Promise<Surroundings>;
}

/**
 * What a run would do to which account. Changes nothing.
 *
 * @throws InputError with every problem: the hub, the vendor tokens, accounts and units that do not exist, none chosen.
 */
export async function planFleet(action: TargetAction, options: PlanFleetOptions): Promise<Plan> {
  const { plannedAt = new Date() } = options;
  const plan = await makePlan(action, { ...options, plannedAt });
  return { ...plan, plannedAt: plannedAt.toISOString(), wish: wishOf(options) };
}

async function makePlan(action: TargetAction, options: PlanFleetOptions & { plannedAt: Date }): Promise<Plan> {
  const { settings, fleetOptions, engine, journals, only, signal, plannedAt } = options;
  const wish = action === "rotate" ? readWish(options, plannedAt) : undefined;
  const stacks = await engine.listStacks();
  const { grace } = settings.offboarding;
  const closed = await findClosedFor(action, { engine, stacks, grace, wait: options.grace });
  const choose = ({ known, hub }: Surroundings): ChosenTargets =>
    action === "offboard"
      ? chooseToOffboard(settings, known, hub, stacks, only, waitingReasons(closed))
      : chooseTargets(settings, known, hub, { only, stacks });
  // Takes half a second of CPU by intention, which others need not wait for. Where the judge is not reached, something else is told.
  const secretsChecked = engine.checkSecrets(stacks);
  secretsChecked.catch(() => undefined);
  const surroundings = await options.lookAround(async (found) => {
    const chosen = choose(found);
    const [{ problems }, secrets] = await Promise.all([
      openProofIdentities(settings, found.hub, signal),
      secretsChecked,
    ]);
    const managing = findManagingProblems(settings, found.known.accounts, chosen.targets);
    const grants = action === "up" ? findGrantProblems(settings, chosen.targets) : [];
    return [...findProblems(action, chosen), ...managing, ...grants, ...problems, ...secrets];
  });
  const { leftOut, ...chosen } = choose(surroundings);
  const waves = waveRules(settings.rollout);
  const targets = waves.length > 0 ? inWaveOrder(settings, chosen.targets) : chosen.targets;
  const staged = waves.length > 0 ? { waves } : {};
  const fleet = settings.name;
  if (wish) {
    const grantsOf = (accountId: string) => engine.grantsOf(accountId);
    return { ...(await planRotation({ fleet, targets, leftOut, stacks, grantsOf, wish })), ...staged };
  }
  const { vendors } = surroundings;
  const managing = managingAccounts(settings);
  let proven: Promise<ProvenAccounts> | undefined;
  const readProven = () => (proven ??= ProvenAccounts.read(journals));
  const unchanged = options.refresh ? undefined : await openUnchanged(settings, fleetOptions, readProven, plannedAt);
  const closings = await findClosings(action, targets, closed, engine);
  const facts = { fleet, action, targets, leftOut, stacks, vendors, managing, closed: closed.closed, closings };
  const created = createPlan({ ...facts, ...(unchanged ? { findUnchanged: unchanged } : {}) });
  // A program of one's own may record grants that no fleet file names.
  const isOurs = action === "up" && fleetOptions.program === undefined;
  const noted = isOurs ? await noteDropped(created, await openGranted(created, engine, readProven)) : created;
  const plan = { ...noted, ...staged };
  const remarks = action === "up" ? findDoubtful(settings, surroundings.known.accounts) : [];
  return remarks.length > 0 ? { ...plan, remarks } : plan;
}

/** Which parties have a grant in an account by now, as its last proof tells; without one its stack is read, away from a folder by a process. */
async function openGranted(
  { items }: Plan,
  engine: Pick<StackEngine, "grantsOf">,
  readProven: () => Promise<ProvenAccounts>,
): Promise<(accountId: string) => Promise<string[]>> {
  const isAnyAsked = items.some(({ action }) => action === "check");
  const proven = isAnyAsked ? await readProven() : undefined;
  return async (accountId) => {
    const grants = proven?.get(accountId)?.grants ?? (await engine.grantsOf(accountId));
    return grants.map(({ party }) => party);
  };
}

function findProblems(action: TargetAction, { targets, leftOut, problems }: ChosenTargets): InputProblem[] {
  if (problems.length > 0 || targets.length > 0 || action === "offboard") return problems;
  const [one] = leftOut;
  const example = one ? `; for example ${one.account.name} (${one.account.id}) ${one.reason}` : "";
  return [{ path: "accounts", message: `no account is chosen: ${leftOut.length} are left out${example}` }];
}
