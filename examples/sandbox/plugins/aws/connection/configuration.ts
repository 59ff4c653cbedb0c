import { z } from "zod";
import type { CheckOutcome } from "../../kernel/plugin";
import { hasUnknown, type Properties, type PropertyValue, withoutAbsent } from "../../kernel/property-values";
import { roleChainSchema } from "./assumed-role";
import type { AwsEnvironment } from "./environment";
import { isLoopback } from "./loopback";

/** The configuration of one AWS provider, checked. */
export type AwsConfiguration = z.output<typeof configurationSchema>;

const text = z.string().min(1);
const accountIds = jsonOf(z.array(z.string().regex(/^\d{12}$/, "is not an AWS account id: twelve digits"))).default([]);
const flag = jsonOf(z.boolean()).default(false);

const refusal =
  "the sandbox's stand-in of the aws plugin talks only to an emulator: give the provider endpoints for iam and sts on 127.0.0.1, ::1 or localhost";

// Text of pulumi-aws `provider/resources.go`.
const missingRegion =
  "Missing region information. Make sure you have set your region, e.g. `pulumi config set aws:region us-west-2`.";

const endpoints = z
  .array(z.record(z.string(), z.string()))
  .transform((entries, context): { iam: string; sts: string; s3?: string } => {
    const services: Record<string, string> = Object.assign({}, ...entries);
    const { iam, sts, s3 } = services;
    if (iam && sts && Object.values(services).every(isLoopback)) return { iam, sts, ...(s3 && { s3 }) };
    context.addIssue({ code: "custom", message: refusal });
    return z.NEVER;
  });

const configurationSchema = z.strictObject({
  region: text,
  accessKey: text.optional(),
  secretKey: text.optional(),
  token: text.optional(),
  profile: text.optional(),
  sharedConfigFiles: jsonOf(z.array(text).max(1)).default([]),
  sharedCredentialsFiles: jsonOf(z.array(text).max(1)).default([]),
  assumeRoles: jsonOf(roleChainSchema).default([]),
  allowedAccountIds: accountIds,
  forbiddenAccountIds: accountIds,
  endpoints: jsonOf(endpoints),
  defaultTags: jsonOf(z.strictObject({ tags: z.record(z.string(), z.string()).default({}) })).default({ tags: {} }),
  maxRetries: jsonOf(z.number().int().min(0)).optional(),
  skipCredentialsValidation: flag,
  skipRequestingAccountId: flag,
  // Nothing in this plugin depends on these.
  skipMetadataApiCheck: flag,
  skipRegionValidation: flag,
  s3UsePathStyle: flag,
  // The SDK's own, not the provider's.
  version: text.optional(),
  pluginDownloadURL: text.optional(),
});

/**
 * Checks a provider's configuration as the engine sends it, and completes it from the environment.
 *
 * Values that are not known yet, in a preview, are not looked at.
 */
export function checkConfiguration(given: Properties, environment: AwsEnvironment): CheckOutcome {
  const inputs = complete(given, environment);
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
  const parsed = configurationSchema.safeParse(known);
  if (parsed.success) return { inputs, problems: [] };
  const problems = parsed.error.issues.flatMap(describeIssue).filter(({ property }) => !hasUnknown(inputs[property]));
  return { inputs, problems };
}

/** Reads a configuration that is fully known. @throws Error with every problem. */
export function parseConfiguration(given: Properties, environment: AwsEnvironment): AwsConfiguration {
  const parsed = configurationSchema.safeParse(complete(given, environment));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap(describeIssue);
  throw new Error(problems.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
}

// The SDK fills in the region for a provider made by a program, and for the default one it does not.
function complete(given: Properties, environment: AwsEnvironment): Properties {
  return withoutAbsent({ region: environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION, ...withoutUnset(given) });
}

function withoutUnset(given: Properties): Properties {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "" && value !== "null"));
}

function describeIssue(issue: z.core.$ZodIssue): CheckOutcome["problems"] {
  if (issue.code === "unrecognized_keys") {
    const path = issue.path.join(".");
    return issue.keys.map((key) => ({
      property: String(issue.path[0] ?? key),
      reason: `the sandbox's stand-in of the aws plugin does not implement ${path ? `${path}.` : ""}${key}`,
    }));
  }
  const property = String(issue.path[0] ?? "");
  if (property === "endpoints") return [{ property, reason: refusal }];
  if (property === "region" && issue.code === "invalid_type") return [{ property, reason: missingRegion }];
  return [
    {
      property,
      reason: `${issue.path
        .slice(1)
        .map((step) => `${String(step)}: `)
        .join("")}${issue.message}`,
    },
  ];
}

// Nested configuration is JSON in a string, from a provider resource and from stack configuration alike.
function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value: unknown) => {
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value) as PropertyValue;
    } catch {
      return value;
    }
  }, schema);
}
