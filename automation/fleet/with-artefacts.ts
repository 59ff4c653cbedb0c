import * as path from "node:path";
import PQueue from "p-queue";
import type { ManagingOutcome } from "../../components/managing-outcome";
import { TrustError } from "../../components/trust/trust-problem";
import { writeArtefacts } from "../artefacts/write-files";
import { failureOf } from "../engine/errors";
import type { StackEngine } from "../engine/stack-engine";
import type { ArtefactOutcome, Failure, GrantOutcome, Target } from "../model";
import type { PartyFacts } from "../parties/artefact";
import { parties } from "../parties/parties";
import type { Party, PartyName } from "../parties/party";
import { concurrencyOf } from "../plan/amount";
import { findAccounts } from "../plan/preflight";
import type { RunSummary } from "../run/run-summary";
import { chooseByStack } from "./choose-by-stack";
import type { FleetSettings } from "./fleet-schema";
import type { FindAccounts } from "./function-source";
import { managingAccounts } from "./managing-accounts";

/** What artefacts are made from. */
export interface ArtefactSources {
  settings: FleetSettings;
  /** Absolute path of the fleet's folder. */
  folder: string;
  engine: Pick<StackEngine, "listStacks" | "outcomeOf">;
  /** Finds all accounts, where they do not come from the settings. */
  accounts?: FindAccounts | undefined;
  signal?: AbortSignal | undefined;
}

/** An account with what its stack recorded. */
interface RecordedAccount {
  target: Target;
  grants: GrantOutcome[];
  managing: ManagingOutcome[];
}

/**
 * Writes the artefacts of the granted parties after a run, from what the stacks of all accounts recorded, and tells of it in the summary.
 * One that was cancelled leaves them as they are. What fails here takes nothing back: the next run writes them.
 */
export async function withArtefacts(summary: RunSummary, sources: ArtefactSources): Promise<RunSummary> {
  const written = parties.filter(({ artefacts }) => artefacts !== undefined);
  if (summary.result === "cancelled") return summary;
  const isGranted = ({ name }: Party): boolean => sources.settings.grants.some(({ party }) => party === name);
  const recorded = written.some(isGranted) ? await recall(summary, sources).catch(failureOf) : [];
  const outcomes: ArtefactOutcome[] = [];
  if (Array.isArray(recorded)) {
    // One after the other, as the folder of all is made by the first and may be taken away by the last.
    for (const party of written) outcomes.push(...(await writeParty(party, recorded, sources)));
  } else {
    outcomes.push({ path: sources.settings.artefacts.folder, state: "failed", failure: recorded });
  }
  if (outcomes.length === 0) return summary;
  const artefacts = outcomes.map((outcome) => ({ ...outcome, path: shorten(outcome.path, sources.folder) }));
  const failed = artefacts.some(({ state }) => state === "failed");
  return { ...summary, ...(failed ? { result: "failed" } : {}), artefacts };
}

async function writeParty(
  party: Party,
  recorded: readonly RecordedAccount[],
  { settings }: ArtefactSources,
): Promise<ArtefactOutcome[]> {
  const folder = path.join(settings.artefacts.folder, party.name);
  try {
    const artefacts = party.artefacts?.(factsOf(party.name, recorded, settings), settings.artefacts) ?? [];
    return await writeArtefacts(artefacts, { fleet: settings.name, folder });
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return [{ path: folder, state: "failed", failure: explainRefusal(error) }];
  }
}

function explainRefusal({ message }: TrustError): Failure {
  const instruction = "What was done in the accounts stays. Correct it in the fleet file, and run the same again.";
  return { kind: "artefact", message, instruction };
}

/** What every account with a stack recorded: from the run itself where it was part of it, else from its state. */
async function recall(summary: RunSummary, sources: ArtefactSources): Promise<RecordedAccount[]> {
  const { settings, engine, signal } = sources;
  const [stacks, { hub, known }] = await Promise.all([engine.listStacks(), findAccounts(settings, signal, sources)]);
  const { targets } = chooseByStack({ settings, known, hub, stacks }, { noStack: "has no stack" });
  const outcomes = new Map(summary.targets.map(({ accountId, outcome }) => [accountId, outcome]));
  const managing = new Set(managingAccounts(settings).values());
  const queue = new PQueue({ concurrency: concurrencyOf(settings.rollout.concurrency, targets.length) });
  const asked = targets.map((target) =>
    queue.add(
      async (): Promise<RecordedAccount> => {
        const { id } = target.account;
        const given = summary.action === "offboard" ? undefined : outcomes.get(id);
        const { grants, managing: sides = [] } = given ?? (await engine.outcomeOf(id));
        return { target, grants, managing: managing.has(id) ? sides : [] };
      },
      { throwOnTimeout: true },
    ),
  );
  return Promise.all(asked);
}

function factsOf(party: PartyName, recorded: readonly RecordedAccount[], settings: FleetSettings): PartyFacts {
  const isGranted = settings.grants.some((entry) => entry.party === party);
  const accounts = recorded.flatMap(({ target: { account, settings: own }, grants }) => {
    const grant = isGranted ? grants.find((one) => one.party === party) : undefined;
    return grant ? [{ account, grant, settings: own }] : [];
  });
  const [side] = recorded.flatMap(({ target, managing }) => {
    const outcome = managing.find((one) => one.party === party);
    return outcome ? [{ settings: target.settings.managing ?? {}, outcome }] : [];
  });
  return {
    region: settings.hub.region,
    accounts: accounts.sort((one, other) => compare(one.account, other.account)),
    ...(side ? { managing: side } : {}),
  };
}

/** In the same order wherever it is sorted. */
function compare(one: Target["account"], other: Target["account"]): number {
  return [one.name, one.id].join("\n") < [other.name, other.id].join("\n") ? -1 : 1;
}

function shorten(file: string, folder: string): string {
  const relative = path.relative(folder, file);
  return relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}
