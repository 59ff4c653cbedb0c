import { z } from "zod";
import { accountIdSchema } from "../../components/account-settings";
import { assumeStatements } from "../../components/assume-statements";
import { findManagingProblem, findPassRoleProblem } from "../../components/spinnaker/arn-rules";
import { spinnakerNames } from "../../components/spinnaker/documented-names";
import { type SpinnakerGrant, spinnakerGrantSchema } from "../../components/spinnaker/grant";
import { managedRoleStatements } from "../../components/spinnaker/managed-permissions";
import {
  findIdentityProblem,
  type SpinnakerManaging,
  spinnakerManagingFields,
} from "../../components/spinnaker/managing";
import { managingStatements } from "../../components/spinnaker/managing-permissions";
import type { TrustProblem } from "../../components/trust/trust-problem";
import type { Target } from "../model";
import { withoutDefaults } from "./entry-fields";
import { findKnownTrustProblems } from "./grant-problems";
import type { Party, WantedName, WantedRole } from "./party";
import { wantedPolicies } from "./policy-names";
import { renderSpinnakerArtefacts } from "./spinnaker-artefacts";

// Whom the managed roles trust and which they are is known to the fleet, and so is the partition.
const grantFields = spinnakerGrantSchema.omit({ principalArns: true, partition: true });

const managingEntrySchema = spinnakerManagingFields
  .omit({ managedRoleArns: true, partition: true })
  .safeExtend({ accountId: accountIdSchema })
  .superRefine((managing, context) => {
    const message = findIdentityProblem(managing);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  })
  .describe("The account and the identity Spinnaker reaches all others by");

/** A grant to Spinnaker in a fleet file: its managing identity is part of the fleet, or made elsewhere and named. */
export const spinnakerEntrySchema = grantFields
  .safeExtend({
    party: z.literal("spinnaker"),
    managing: managingEntrySchema.optional(),
    principalArns: spinnakerGrantSchema.shape.principalArns
      .optional()
      .describe("The managing identity, where it is made elsewhere; two while Spinnaker moves from one to another"),
  })
  .refine(({ managing, principalArns }) => (managing === undefined) !== (principalArns === undefined), {
    message: "says not who Spinnaker is: write one of managing (made by the fleet) and principalArns (made elsewhere)",
  });

/** What an override may change of a grant to Spinnaker. */
export const spinnakerOverrideSchema = withoutDefaults(grantFields);

type SpinnakerEntry = z.output<typeof spinnakerEntrySchema>;

/** The grant of one account to Spinnaker. */
export function resolveSpinnaker(
  { party: _party, managing, principalArns = [], ...grant }: SpinnakerEntry,
  changes: Partial<SpinnakerGrant>,
  partition: string,
): SpinnakerGrant {
  const principals = managing ? [principalOf(managing, partition)] : principalArns;
  return { ...grant, ...changes, partition: partition as SpinnakerGrant["partition"], principalArns: principals };
}

/** Spinnaker's managing side, which may assume exactly the managed roles of the fleet. */
export function resolveSpinnakerManaging(
  { managing }: SpinnakerEntry,
  members: readonly Target[],
  partition: string,
): SpinnakerManaging | undefined {
  if (!managing) return undefined;
  const { accountId: _accountId, ...identity } = managing;
  const managedRoleArns = members.flatMap(({ account, settings: { grants } }) =>
    grants.spinnaker ? [`arn:${partition}:iam::${account.id}:role/${grants.spinnaker.roleName}`] : [],
  );
  return { ...identity, partition: partition as SpinnakerManaging["partition"], managedRoleArns };
}

/** Known before it is made, as the names are. */
function principalOf(managing: NonNullable<SpinnakerEntry["managing"]>, partition: string): string {
  const { accountId, existingRoleArn, user, instanceRole, serviceAccount } = managing;
  if (existingRoleArn !== undefined) return existingRoleArn;
  const account = `arn:${partition}:iam::${accountId}`;
  if (user) return `${account}:user/${user.userName ?? spinnakerNames.managingUser}`;
  return `${account}:role/${instanceRole?.roleName ?? serviceAccount?.roleName ?? spinnakerNames.managingRole}`;
}

/** Spinnaker (Armory). */
export const spinnakerParty: Party = {
  name: "spinnaker",
  title: "Spinnaker",
  managing: { title: "Spinnaker's managing identity", holdsGrant: false },
  findProblems: ({ accountId, grants: { spinnaker } }, guessable) => {
    if (!spinnaker) return [];
    const { principalArns, passRoleArns, externalIds, organizationIds, partition, roleName, ecs } = spinnaker;
    const { maxSessionSeconds } = spinnaker;
    const statement = { principals: principalArns, externalIds, organizationIds };
    const trust = { statement, principals: "principalArns", maxSessionSeconds };
    const notWithEcs = "cannot be asked for with ecs: clouddriver presents none for an ECS account, and would stay out";
    const found = findKnownTrustProblems(trust, [...guessable, accountId, roleName]);
    const told = new Set(found.map(({ path }) => path));
    return [
      ...found,
      ...findEach("principalArns", principalArns, (arn) => findManagingProblem(arn, partition)).filter(
        ({ path }) => !told.has(path),
      ),
      ...findEach("passRoleArns", passRoleArns ?? [], (arn) => findPassRoleProblem(arn, accountId, partition)),
      ...(ecs && externalIds ? [{ path: "externalIds", message: notWithEcs }] : []),
    ];
  },
  artefacts: (facts, settings) => renderSpinnakerArtefacts(facts, settings.spinnaker),
  listNames: ({ accountId, grants: { spinnaker }, managing }) => [
    ...(spinnaker
      ? wantedPolicies(`${spinnaker.roleName}Policy`, managedRoleStatements({ ...spinnaker, accountId }))
      : []),
    ...(spinnaker?.createBaseRole ? [plain("instance-profile", spinnaker.baseRoleName)] : []),
    ...(managing?.spinnaker ? listManagingNames(managing.spinnaker) : []),
  ],
  listRoles: ({ grants: { spinnaker }, managing }) => [
    ...(spinnaker ? listManagedRoles(spinnaker) : []),
    ...(managing?.spinnaker ? listManagingRoles(managing.spinnaker) : []),
  ],
};

function findEach(
  field: string,
  values: readonly string[],
  find: (value: string) => string | undefined,
): TrustProblem[] {
  return values.flatMap((value, index) => {
    const message = find(value);
    return message === undefined ? [] : [{ path: `${field}[${index}]`, message }];
  });
}

function listManagedRoles({ roleName, baseRoleName, createBaseRole, ecs, lambda }: SpinnakerGrant): WantedRole[] {
  return [
    ...wanted("roleName", roleName),
    ...(createBaseRole ? wanted("baseRoleName", baseRoleName) : []),
    ...wanted("ecs.executionRoleName", ecs?.executionRoleName),
    ...wanted("lambda.executionRoleName", lambda?.executionRoleName),
  ];
}

function listManagingRoles({ instanceRole, serviceAccount }: SpinnakerManaging): WantedRole[] {
  const name = spinnakerNames.managingRole;
  return [
    ...(instanceRole ? wanted("managing.instanceRole.roleName", instanceRole.roleName ?? name) : []),
    ...(serviceAccount ? wanted("managing.serviceAccount.roleName", serviceAccount.roleName ?? name) : []),
  ];
}

function listManagingNames(managing: SpinnakerManaging): WantedName[] {
  const {
    user,
    instanceRole,
    policyName = spinnakerNames.managingPolicy,
    baking,
    permissions,
    managedRoleArns,
  } = managing;
  const statements = [...managingStatements(baking), ...permissions, ...assumeStatements(managedRoleArns)];
  return [
    ...wantedPolicies(policyName, statements),
    ...(user ? [plain("user", user.userName ?? spinnakerNames.managingUser)] : []),
    ...(instanceRole ? [plain("instance-profile", instanceRole.roleName ?? spinnakerNames.managingRole)] : []),
  ];
}

function plain(kind: WantedName["kind"], name: string): WantedName {
  return { kind, name };
}

function wanted(field: string, name: string | undefined): WantedRole[] {
  return name === undefined ? [] : [{ name, path: "/", field }];
}
