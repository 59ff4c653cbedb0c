import { z } from "zod";
import { accountIdSchema } from "../../components/account-settings";
import { assumeStatements } from "../../components/assume-statements";
import { credentialsStatements, DeadlinePolicies } from "../../components/deadline/credentials-permissions";
import { deadlineNames } from "../../components/deadline/deadline-names";
import { type DeadlineGrant, deadlineGrantSchema } from "../../components/deadline/grant";
import { type DeadlineManaging, deadlineManagingFields, findHostProblem } from "../../components/deadline/managing";
import { outputPlaceholder } from "../../components/output-placeholder";
import type { Target } from "../model";
import { withoutDefaults } from "./entry-fields";
import { findKnownTrustProblems } from "./grant-problems";
import type { Party, WantedName, WantedRole } from "./party";
import { wantedPolicies } from "./policy-names";

// Whom the plugin's roles trust and which they are is known to the fleet.
const grantFields = deadlineGrantSchema.omit({ principalArns: true });

const managingEntrySchema = deadlineManagingFields
  .omit({ managedRoleArns: true })
  .safeExtend({ accountId: accountIdSchema })
  .superRefine((managing, context) => {
    const message = findHostProblem(managing);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  })
  .describe("The account Deadline's hosts (RCS or Pulse) are in, and what they are there");

/** A grant to Deadline in a fleet file: its hosts are part of the fleet, or made elsewhere and named. */
export const deadlineEntrySchema = grantFields
  .safeExtend({
    party: z.literal("deadline"),
    managing: managingEntrySchema.optional(),
    principalArns: deadlineGrantSchema.shape.principalArns
      .optional()
      .describe("Roles or users of the hosts, where they are made elsewhere"),
  })
  .refine(({ managing, principalArns }) => (managing === undefined) !== (principalArns === undefined), {
    message: "says not what Deadline's hosts are: write one of managing (made by the fleet) and principalArns",
  });

/** What an override may change of a grant to Deadline. */
export const deadlineOverrideSchema = withoutDefaults(grantFields);

type DeadlineEntry = z.output<typeof deadlineEntrySchema>;

/** The grant of one account to Deadline. */
export function resolveDeadline(
  { party: _party, managing, principalArns = [], ...grant }: DeadlineEntry,
  changes: Partial<DeadlineGrant>,
): DeadlineGrant {
  return { ...grant, ...changes, principalArns: managing ? [hostOf(managing)] : principalArns };
}

/** Deadline's hosts, which may assume exactly the plugin's roles of the fleet. */
export function resolveDeadlineManaging(
  { managing }: DeadlineEntry,
  members: readonly Target[],
): DeadlineManaging | undefined {
  if (!managing) return undefined;
  const { accountId: _accountId, ...identity } = managing;
  const managedRoleArns = members.flatMap(({ account, settings: { grants } }) =>
    grants.deadline ? [`arn:aws:iam::${account.id}:role/${grants.deadline.roleName}`] : [],
  );
  return { ...identity, managedRoleArns };
}

/** Known before it is made, as the names are. AWS's policies for Deadline are in the commercial partition alone. */
function hostOf({ accountId, existingRoleArn, user, instanceRole }: NonNullable<DeadlineEntry["managing"]>): string {
  if (existingRoleArn !== undefined) return existingRoleArn;
  const account = `arn:aws:iam::${accountId}`;
  return user
    ? `${account}:user/${user.userName ?? deadlineNames.host}`
    : `${account}:role/${instanceRole?.roleName ?? deadlineNames.host}`;
}

/**
 * The Spot Event Plugin of Deadline. A fleet writes no artefacts for it: fleet requests need launch templates, and the plugin's settings the
 * profile by which its host enters one account, of which a fleet file knows neither; `renderDeadlineSpotFleets` and
 * `renderDeadlineSpotSettings` write them.
 */
export const deadlineParty: Party = {
  name: "deadline",
  title: "Deadline",
  findProblems: ({ accountId, grants: { deadline } }, guessable) => {
    if (!deadline) return [];
    const { principalArns, externalIds, organizationIds, roleName } = deadline;
    const statement = { principals: principalArns, externalIds, organizationIds };
    return findKnownTrustProblems({ statement, principals: "principalArns" }, [...guessable, accountId, roleName]);
  },
  managing: { title: "the identity of Deadline's hosts", holdsGrant: false },
  listNames: ({ grants: { deadline }, managing }) => [
    ...(deadline ? listGrantedNames(deadline) : []),
    ...(managing?.deadline ? listHostNames(managing.deadline) : []),
  ],
  listRoles: ({ grants: { deadline }, managing }) => [
    ...(deadline ? listGrantedRoles(deadline) : []),
    ...(managing?.deadline?.instanceRole
      ? [wanted("managing.instanceRole.roleName", managing.deadline.instanceRole.roleName ?? deadlineNames.host)]
      : []),
  ],
};

function listGrantedRoles(deadline: DeadlineGrant): WantedRole[] {
  const { roleName, workerRoleName, createFleetRole, fleetRoleName = deadlineNames.fleet } = deadline;
  const tracker = deadline.resourceTracker && deadline.createResourceTrackerRole;
  return [
    wanted("roleName", roleName),
    wanted("workerRoleName", workerRoleName),
    ...(createFleetRole ? [wanted("fleetRoleName", fleetRoleName)] : []),
    ...(tracker ? [wanted("createResourceTrackerRole", deadlineNames.resourceTracker)] : []),
  ];
}

function listGrantedNames({ workerRoleName, workerStatements, policies, sourceIps }: DeadlineGrant): WantedName[] {
  // The roles it hands on are those made beside it.
  const passRoleArns = policies === DeadlinePolicies.Own ? [outputPlaceholder(0), outputPlaceholder(1)] : undefined;
  return [
    ...wantedPolicies(deadlineNames.credentialsPolicy, credentialsStatements({ policies, passRoleArns, sourceIps })),
    plain("instance-profile", workerRoleName),
    ...wantedPolicies(`${workerRoleName}Policy`, workerStatements),
  ];
}

function listHostNames({ instanceRole, user, policyName, managedRoleArns }: DeadlineManaging): WantedName[] {
  return [
    ...wantedPolicies(policyName, assumeStatements(managedRoleArns)),
    ...(user ? [plain("user", user.userName ?? deadlineNames.host)] : []),
    ...(instanceRole ? [plain("instance-profile", instanceRole.roleName ?? deadlineNames.host)] : []),
  ];
}

function plain(kind: WantedName["kind"], name: string): WantedName {
  return { kind, name };
}

// Deadline's policy knows roles without a path alone.
function wanted(field: string, name: string): WantedRole {
  return { name, path: "/", field };
}
