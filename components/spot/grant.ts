import { z } from "zod";
import { tokenSourceSchema } from "../../providers/token-source";
import { permissionStatementSchema } from "../trust/permission-statement";

/** Spot's public API; another address is only for tests and proxies. Source: github spotinst/openapi `api/spot.yaml`. */
export const spotApiEndpoint = "https://api.spotinst.io";

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
    retainVendorAccount: z.boolean().default(false),
  })
  .describe("Access for Spot (Spotinst, Spot by Flexera)");

/** A Spot grant after defaults. */
export type SpotGrant = z.output<typeof spotGrantSchema>;
