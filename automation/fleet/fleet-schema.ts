import { z } from "zod";
import { accountIdSchema } from "../../components/account-settings";
import { parseS3Url } from "../journal/s3-place";
import { artefactsSchema } from "../parties/artefact-settings";
import { watchSchema } from "../watch/watch-settings";
import { accountExclusionSchema, accountSelectorSchema } from "./account-selector";
import { parseDuration } from "./duration";
import { grantEntrySchema, grantOverrideSchema, partyNames } from "./grant-list";
import { rolloutSchema } from "./rollout-schema";

const roleNameSchema = z
  .string()
  .regex(/^[\w+=,.@/-]{1,128}$/, "is not the name of an IAM role: give the name alone, not its ARN");

const hubSchema = z
  .strictObject({
    accountId: accountIdSchema,
    region: z.string().min(1).default("us-east-1"),
    role: roleNameSchema
      .optional()
      .describe("Role of this account that the hub becomes first; without it your own credentials do the work"),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("Another address for the AWS APIs, for an emulator; leave it out for AWS"),
  })
  .describe("The account and the identity the rollout works from");

/** An account that is written down rather than found in an organization. */
export const listedAccountSchema = z
  .strictObject({
    accountId: accountIdSchema,
    name: z.string().min(1).optional().describe("Default: the account id"),
    ou: z.string().startsWith("/", "begins with /").default("/"),
    tags: z.record(z.string(), z.string()).optional().describe("What a tag in include, exclude or overrides looks at"),
  })
  .describe("An account, where no organization is to be asked");

const accountsSchema = z
  .strictObject({
    list: z
      .array(listedAccountSchema)
      .min(1)
      .optional()
      .describe("All accounts there are; without it AWS Organizations is asked"),
    include: z.array(accountSelectorSchema).min(1).optional().describe("Accounts of the fleet; needed without a list"),
    intersect: z
      .array(z.array(accountSelectorSchema).min(1))
      .default([])
      .describe("Of the included accounts only those that fit one entry of each of these lists"),
    exclude: z.array(accountExclusionSchema).default([]),
  })
  .refine(({ list, include }) => list !== undefined || include !== undefined, {
    message: "chooses nothing: write include, for example include: [{ ou: / }] for all accounts of the organization",
  })
  .describe("Which accounts are in the fleet");

const overrideSchema = z
  .strictObject({
    match: accountSelectorSchema,
    set: grantOverrideSchema.safeExtend({ tags: z.record(z.string(), z.string()).optional() }),
  })
  .describe("Other settings for some accounts; later overrides win");

const offboardingSchema = z
  .strictObject({
    grace: z
      .string()
      .refine((text) => parseDuration(text) !== undefined, "is not a span of time, such as 12h or 7d")
      .optional()
      .describe("How long vendor accounts stay after the access was taken away, such as 7d. Default: not at all"),
  })
  .describe("How grants are taken away");

const stateSchema = z
  .strictObject({
    backend: z
      .string()
      .regex(/^[a-z0-9+.-]+:\/\//, "is not the URL of a Pulumi backend, such as file://./state or s3://bucket")
      .default("file://./state")
      .describe("Pulumi backend of the stacks; a relative file:// path begins at the folder of this file"),
    secrets: z
      .string()
      .regex(/^(passphrase|[a-z]+:\/\/.+)$/, "is neither passphrase nor the URL of a key, such as awskms://alias/fleet")
      .default("passphrase")
      .describe("passphrase (PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE) or the URL of a key"),
    journal: z
      .string()
      .superRefine((url, context) => {
        const problem = url.startsWith("file://") ? undefined : parseS3Url(url);
        if (typeof problem === "string") context.addIssue({ code: "custom", message: problem });
      })
      .optional()
      .describe(
        "Where runs are recorded and one at a time is let through: s3://bucket/prefix, for runs from several machines, or file://./folder. Default: the folder .cross-account beside this file",
      ),
  })
  .describe("Where the state of the stacks and the journals of the runs are kept");

const identitySchema = z
  .strictObject({ profile: z.string().min(1) })
  .describe("An identity you hold, by its AWS profile");

const proofSchema = z
  .strictObject({
    as: z
      .partialRecord(z.enum(partyNames), identitySchema)
      .default({})
      .describe("Identities that can play a party; without one, its proof is read from the live trust policy"),
    stranger: identitySchema
      .optional()
      .describe("An identity of an account nobody granted anything to. Default: the hub"),
  })
  .describe("Who asks for access when it is proven who gets in");

/** The fleet file: which accounts are to be granted what, and how. */
export const fleetSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,100}$/, "may have up to 100 letters, digits, _, . and -")
      .describe("Name of the fleet: the Pulumi project of its stacks; the stack is the account id"),
    hub: hubSchema,
    enter: z
      .strictObject({
        roleName: roleNameSchema.default("OrganizationAccountAccessRole"),
        hubAccountRoleName: roleNameSchema
          .optional()
          .describe("Role in the hub's own account through which it works there; without it the hub does so as it is"),
      })
      .prefault({})
      .describe("Role in each account through which the hub enters it"),
    accounts: accountsSchema,
    grants: z.array(grantEntrySchema).min(1).describe("Whom to let in; each party once"),
    tags: z.record(z.string(), z.string()).default({}).describe("Tags on everything made in the accounts"),
    backPointers: z
      .boolean()
      .default(true)
      .describe(
        "Tags that lead back: cross-account:fleet, cross-account:grant and cross-account:version; tags of these names win",
      ),
    overrides: z.array(overrideSchema).default([]),
    rollout: rolloutSchema.prefault({}),
    offboarding: offboardingSchema.prefault({}),
    state: stateSchema.prefault({}),
    proof: proofSchema.prefault({}),
    artefacts: artefactsSchema.prefault({}),
    watch: watchSchema.prefault({}),
  })
  .describe("A fleet of AWS accounts and whom to let into them (pulumi-cross-account)");

/** A fleet file after defaults. */
export type FleetSettings = z.output<typeof fleetSchema>;

/** A fleet file as it is written: what has a default may be left out. */
export type FleetInput = z.input<typeof fleetSchema>;

/** The hub of a fleet after defaults. */
export type HubSettings = FleetSettings["hub"];

/** The fleet file as JSON Schema (draft 2020-12), for editors and other tools. */
export function fleetJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(fleetSchema, { io: "input" });
}
