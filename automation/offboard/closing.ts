import type { StackEngine } from "../engine/stack-engine";
import type { ClosedAccount, ClosedRole, Closing, GrantOutcome, Target } from "../model";
import { parties } from "../parties/parties";

/**
 * What closing an account now would leave: the vendor accounts its stack records and offboarding would delete. Those the fleet file
 * wants retained stay for good anyhow.
 */
export async function closingOf(
  { account, settings }: Target,
  engine: Pick<StackEngine, "vendorResourcesOf" | "grantsOf" | "closedOf">,
): Promise<Closing> {
  const recorded = await engine.vendorResourcesOf(account.id);
  const [given, before] = await Promise.all([engine.grantsOf(account.id), engine.closedOf(account.id)]);
  const deleted = parties.flatMap(({ vendor }) =>
    vendor && vendor.retains(settings.grants) === false ? [vendor.accountKind] : [],
  );
  return {
    closedAt: new Date().toISOString(),
    keep: recorded.flatMap(({ kind, id }) => (deleted.includes(kind) ? [{ kind, id }] : [])),
    roles: before?.roles ?? listRoles(given),
  };
}

/** What a closed account was given, as far as it is recorded. */
export function givenBefore({ roles }: Pick<ClosedAccount, "roles">): GrantOutcome[] {
  return roles.map((role) => ({ ...role, externalIds: [], principals: [] }));
}

function listRoles(given: readonly GrantOutcome[]): ClosedRole[] {
  return given.flatMap(({ party, roleArn, otherRoles = [] }) =>
    [roleArn, ...otherRoles.map((role) => role.roleArn)].map((arn) => ({ party, roleArn: arn })),
  );
}
