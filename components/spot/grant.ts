import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { type TokenSource, tokenSourceSchema } from "../../providers";
import type { ExternalIdOrigin, GrantOutcome } from "../grant-outcome";
import type { GrantSite } from "../grant-site";
import type { GrantStatementArgs } from "../grant-statement";
import { permissionStatementSchema } from "../trust/permission-statement";
import type { SpotPermissions } from "./permissions";
import { spotApiEndpoint } from "./spot-endpoint";
import { SpotOnboarding } from "./spot-onboarding";

/** Access for Spot, as the component SpotOnboarding gives it. */
export interface SpotGrantArgs {
  /** Where the token of a Spot organization admin is read from; never the token itself. */
  token: TokenSource;
  /** Base URL of Spot's API. @default "https://api.spotinst.io" */
  endpoint?: string;
  /** Name of the role Spot assumes. @default "SpotRole" */
  roleName?: string;
  /** IAM path of role and policy. @default "/" */
  rolePath?: string;
  /** Which permissions Spot gets. @default "full" */
  permissions?: SpotPermissions;
  /** Statements to add to them. @default none */
  extraStatements?: GrantStatementArgs[];
  /** ARN of the managed policy that bounds what the role can ever do. @default none */
  permissionsBoundary?: string;
  /** True to give the Spot account the alias of the AWS account. @default true */
  renameToAlias?: boolean;
  /** How often the external id was replaced on purpose: raise it to have it rotated. @default 0 */
  rotation?: number;
  /** True to leave the Spot account at Spot when the grant is taken away. @default false */
  retainVendorAccount?: boolean;
}

/** The grant of one AWS account to Spot, as written in a fleet file, in stack configuration or in code. */
export const spotGrantSchema = z
  .strictObject({
    token: tokenSourceSchema,
    endpoint: z.url({ protocol: /^https?$/ }).default(spotApiEndpoint),
    roleName: z.string().min(1).default("SpotRole"),
    rolePath: z.string().default("/"),
    permissions: z.enum(["full", "read-only"]).default("full"),
    extraStatements: z.array(permissionStatementSchema).default([]),
    permissionsBoundary: z.string().optional(),
    renameToAlias: z.boolean().default(true),
    rotation: z
      .int()
      .min(0)
      .default(0)
      .describe("Raise it to have the external id rotated; a number that was reached before changes nothing"),
    retainVendorAccount: z.boolean().default(false),
  })
  .describe("Access for Spot (Spotinst, Spot by Flexera)");

/** A Spot grant after defaults. */
export type SpotGrant = z.output<typeof spotGrantSchema>;

/** Gives Spot its grant. @internal */
export function createSpotGrant(
  { name, accountId, tags, parent }: GrantSite,
  { retainVendorAccount: retain, ...settings }: SpotGrant,
): pulumi.Output<GrantOutcome> {
  const onboarding = new SpotOnboarding(`${name}-spot`, { ...settings, accountId, retain, tags }, { parent });
  const { roleArn, externalIds, principals, adopted, spotAccountId, spotAccountName } = onboarding;
  const externalIdOrigin = describeOrigin(onboarding);
  const outcome = { roleArn, externalIds, principals, externalIdOrigin, adopted, vendorAccountId: spotAccountId };
  return pulumi.all([pulumi.output(outcome), spotAccountName]).apply(([known, vendorAccountName]) => ({
    party: "spot",
    ...known,
    ...(vendorAccountName && { vendorAccountName }),
  }));
}

/** State of the first release has neither of them. */
function describeOrigin({ externalIdMintedAt, rotation }: SpotOnboarding): pulumi.Output<ExternalIdOrigin> {
  const known = pulumi.all([externalIdMintedAt, rotation as pulumi.Output<number | undefined>]);
  return known.apply(([madeAt, times]) => ({
    source: "vendor",
    ...(madeAt === undefined ? {} : { madeAt }),
    rotation: times ?? 0,
  }));
}
