import { z } from "zod";
import { spaceliftApiKeySchema } from "../../providers/spacelift/connection-inputs";
import { permissionStatementSchema } from "../trust/permission-statement";

/** Where Spacelift's own command line looks for an API key. Source: github spacelift-io/spacectl `client/session`. */
export const spaceliftApiKey = { id: { env: "SPACELIFT_API_KEY_ID" }, secret: { env: "SPACELIFT_API_KEY_SECRET" } };

const stackSchema = z
  .strictObject({ stackId: z.string().min(1), read: z.boolean().default(true), write: z.boolean().default(true) })
  .describe("A stack or module that works through the role");

const workerSchema = z
  .strictObject({ principals: z.array(z.string()).min(1), externalId: z.string().optional() })
  .describe("Private workers that assume the role as themselves");

/** The grant of one AWS account to Spacelift, as written in a fleet file, in stack configuration or in code. */
export const spaceliftGrantSchema = z
  .strictObject({
    endpoint: z.url({ protocol: /^https?$/ }).describe("Address of your Spacelift account"),
    apiKey: spaceliftApiKeySchema.default(spaceliftApiKey),
    integrationName: z.string().min(1).optional(),
    stacks: z.array(stackSchema).default([]),
    externalIds: z.enum(["exact", "stack", "integration"]).default("exact"),
    worker: workerSchema.optional(),
    tagSessions: z.boolean().default(false),
    autoattach: z.boolean().default(false),
    labels: z.array(z.string().min(1)).default([]),
    space: z.string().min(1).optional(),
    stsRegion: z.string().min(1).optional(),
    durationSeconds: z.number().default(3600),
    roleName: z.string().min(1).default("SpaceliftRole"),
    rolePath: z.string().default("/"),
    permissions: z.array(permissionStatementSchema).default([]),
    managedPolicyArns: z.array(z.string()).default([]),
    permissionsBoundary: z.string().optional(),
    retainVendorAccount: z.boolean().default(false),
  })
  .describe("Access for Spacelift");

/** A Spacelift grant after defaults. */
export type SpaceliftGrant = z.output<typeof spaceliftGrantSchema>;
