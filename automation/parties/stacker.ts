import { z } from "zod";
import { accountIdSchema } from "../../components/account-settings";
import { type StackerGrant, stackerGrantSchema } from "../../components/stacker/grant";
import { type StackerManaging, stackerManagingSchema } from "../../components/stacker/managing";
import { everything } from "../../components/stacker/stacker-permissions";
import type { Target } from "../model";
import { withoutDefaults } from "./entry-fields";
import { findKnownTrustProblems } from "./grant-problems";
import type { Party } from "./party";
import { wantedPolicies } from "./policy-names";
import { renderStackerArtefacts } from "./stacker-artefacts";

const grantFields = stackerGrantSchema.omit({ masterAccountId: true });

const managingEntrySchema = stackerManagingSchema
  .omit({ readerAccountIds: true })
  .safeExtend({
    accountId: accountIdSchema,
    readerAccountIds: z
      .array(accountIdSchema)
      .optional()
      .describe("Accounts of the fleet that may read templates. Default: all"),
  })
  .describe("stacker's master account and its bucket of templates");

/** A grant to stacker in a fleet file: its master account is part of the fleet, or set up elsewhere and named. */
export const stackerEntrySchema = grantFields
  .safeExtend({
    party: z.literal("stacker"),
    managing: managingEntrySchema.optional(),
    masterAccountId: accountIdSchema.optional().describe("The master account, where it is set up elsewhere"),
  })
  .refine(({ managing, masterAccountId }) => (managing === undefined) !== (masterAccountId === undefined), {
    message: "says not where stacker enters from: write one of managing (set up by the fleet) and masterAccountId",
  });

/** What an override may change of a grant to stacker. */
export const stackerOverrideSchema = withoutDefaults(grantFields);

type StackerEntry = z.output<typeof stackerEntrySchema>;

/** The grant of one account to stacker; the master account's among them. */
export function resolveStacker(
  { party: _party, managing, masterAccountId, ...grant }: StackerEntry,
  changes: Partial<StackerGrant>,
): StackerGrant {
  return { ...grant, ...changes, masterAccountId: managing?.accountId ?? masterAccountId ?? "" };
}

/** stacker's managing side: the bucket, readable from the fleet's other accounts. */
export function resolveStackerManaging(
  { managing }: StackerEntry,
  members: readonly Target[],
): StackerManaging | undefined {
  if (!managing) return undefined;
  const { accountId, ...bucket } = managing;
  const others = members.map(({ account }) => account.id).filter((id) => id !== accountId);
  return { ...bucket, readerAccountIds: managing.readerAccountIds ?? others };
}

/** stacker, which drives CloudFormation. */
export const stackerParty: Party = {
  name: "stacker",
  title: "stacker",
  managing: { title: "stacker's master role and bucket", holdsGrant: true },
  findProblems: ({ accountId, grants: { stacker } }, guessable) => {
    if (!stacker) return [];
    const { masterAccountId, operatorArns, externalIds, organizationIds, roleName } = stacker;
    if (accountId === masterAccountId) {
      const statement = { principals: operatorArns ?? [masterAccountId], organizationIds };
      return findKnownTrustProblems({ statement, principals: "operatorArns" }, []);
    }
    const statement = {
      principals: [`arn:aws:iam::${masterAccountId}:role/${roleName}`],
      externalIds,
      organizationIds,
    };
    return findKnownTrustProblems({ statement, principals: "roleName" }, [...guessable, accountId, roleName]);
  },
  artefacts: (facts, settings) => renderStackerArtefacts(facts, settings.stacker),
  listNames: ({ grants: { stacker }, managing }) => {
    const { serviceRole } = stacker ?? {};
    return [
      // What it gets by default is one policy.
      ...(stacker ? wantedPolicies(`${stacker.roleName}Policy`, stacker.permissions ?? [everything]) : []),
      ...(serviceRole ? wantedPolicies(`${serviceRole.roleName}Policy`, serviceRole.permissions ?? []) : []),
      ...(managing?.stacker ? [{ kind: "bucket" as const, name: managing.stacker.bucketName }] : []),
    ];
  },
  listRoles: ({ grants: { stacker } }) => {
    if (!stacker) return [];
    const { roleName, serviceRole } = stacker;
    return [
      { name: roleName, path: "/", field: "roleName" },
      ...(serviceRole ? [{ name: serviceRole.roleName, path: "/", field: "serviceRole.roleName" }] : []),
    ];
  },
};
