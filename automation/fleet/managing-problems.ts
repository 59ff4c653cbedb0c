import type { InputProblem } from "../errors";
import type { Account, Target } from "../model";
import { intoPhases } from "../plan/phases";
import { orderOf } from "../plan/two-sided-order";
import type { FleetSettings } from "./fleet-schema";
import { findReasonByChoice, findReasonToLeaveOut } from "./left-out-reasons";
import { managingAccountOf, managingAccounts } from "./managing-accounts";

/** Finds managing accounts that are not there or can do nothing, that need each other, and readers outside of the fleet. */
export function findManagingProblems(
  settings: FleetSettings,
  known: readonly Account[],
  targets: readonly Target[],
): InputProblem[] {
  const { circle } = intoPhases(
    targets.map(({ account }) => account.id),
    orderOf("up", targets, managingAccounts(settings)),
  );
  return settings.grants.flatMap((entry, index) => {
    const accountId = managingAccountOf(entry);
    if (accountId === undefined) return [];
    const path = `grants[${index}].managing`;
    const message =
      findAccountProblem(settings, known, accountId) ?? (circle.includes(accountId) ? inCircle : undefined);
    return [
      ...(message === undefined ? [] : [{ path: `${path}.accountId`, message: `${accountId} ${message}` }]),
      ...findStrangeReaders(settings, known, index),
    ];
  });
}

const inCircle =
  "needs another managing account to be there first, which needs this one: let one account manage both, or leave one of them out of the fleet's accounts";

function findAccountProblem(settings: FleetSettings, known: readonly Account[], accountId: string): string | undefined {
  const account = known.find(({ id }) => id === accountId);
  if (account) return findReasonToLeaveOut(settings, account);
  return settings.accounts.list
    ? "is not in accounts.list: add it there, and to accounts.exclude if it is to get no other grant"
    : "is not among the accounts of the organization";
}

function findStrangeReaders(settings: FleetSettings, known: readonly Account[], index: number): InputProblem[] {
  const entry = settings.grants[index];
  const readers = entry?.party === "stacker" ? (entry.managing?.readerAccountIds ?? []) : [];
  const isMember = (id: string): boolean => {
    const account = known.find((one) => one.id === id);
    return account !== undefined && findReasonByChoice(settings, account) === undefined;
  };
  return readers.flatMap((id, reader) =>
    isMember(id)
      ? []
      : [
          {
            path: `grants[${index}].managing.readerAccountIds[${reader}]`,
            message: `${id} is not an account of the fleet: only those read templates from the bucket`,
          },
        ],
  );
}
