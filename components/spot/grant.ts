import { z } from "zod";
import { type TokenSource, tokenSourceSchema } from "../../providers/token-source";
import type { GrantStatementArgs } from "../grant-statement";
import { permissionStatementSchema } from "../trust/permission-statement";
import type { SpotPermissions } from "./permissions";
import { spotApiEndpoint } from "./spot-endpoint";

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
