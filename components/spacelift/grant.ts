import { z } from "zod";
import type { SpaceliftApiKeySource } from "../../providers";
import { spaceliftApiKeySchema } from "../../providers/spacelift/connection-inputs";
import type { GrantStatementArgs } from "../grant-statement";
import { permissionStatementSchema } from "../trust/permission-statement";
import type { SpaceliftAccessArgs } from "./integration-args";
import { spaceliftApiKey } from "./spacelift-api-key";

/** Access for Spacelift, as the component SpaceliftIntegration gives it. */
export interface SpaceliftGrantArgs extends SpaceliftAccessArgs {
  /** Address of your Spacelift account, such as `https://acme.app.spacelift.io`. */
  endpoint: string;
  /** Where id and secret of the API key are read from. @default the variables SPACELIFT_API_KEY_ID and SPACELIFT_API_KEY_SECRET */
  apiKey?: SpaceliftApiKeySource;
  /** Name of the integration at Spacelift. @default "aws-<accountId>" */
  integrationName?: string;
  /** Id of the space the integration is in. @default the one Spacelift puts it in */
  space?: string;
  /** Region whose STS endpoint Spacelift uses. @default Spacelift's own */
  stsRegion?: string;
  /** Seconds the credentials of a run last, 900 to 3,600. @default 3600 */
  durationSeconds?: number;
  /** What the runs may do. @default nothing */
  permissions?: GrantStatementArgs[];
  /** ARNs of existing managed policies to attach. @default none */
  managedPolicyArns?: string[];
  /** ARN of the managed policy that bounds what the role can ever do. @default none */
  permissionsBoundary?: string;
  /** True to leave the integration at Spacelift when the grant is taken away. @default false */
  retainVendorAccount?: boolean;
}

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
