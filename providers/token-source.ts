import { z } from "zod";

/**
 * Where a vendor token is read from, at the moment it is used; the token itself is never an input, so it is never in state.
 *
 * Exactly one of `env`, `file`, `secretsManager`, `ssmParameter` and `command` is set. The two services of AWS are asked
 * as the hub in a fleet, and with the credentials, region and endpoint of the environment in a plain `pulumi up`.
 */
export interface TokenSource {
  /** Name of an environment variable of the process that talks to the vendor, for example `SPOTINST_TOKEN`. */
  env?: string;
  /** Path of a file that holds the token; white space around it is dropped. */
  file?: string;
  /** ARN or name of a secret in AWS Secrets Manager; an ARN's region counts before that of the hub. */
  secretsManager?: string;
  /** Field to take where the secret is a JSON object; only together with `secretsManager`. @default the whole secret */
  key?: string;
  /** Name or ARN of a parameter of AWS Systems Manager, encrypted ones too. */
  ssmParameter?: string;
  /** A program and its arguments that print the token, within 30 seconds and not through a shell. Keep secrets out of the arguments. */
  command?: string[];
}

/** The fields of a {@link TokenSource} that each name a source. */
const sourceFields = ["env", "file", "secretsManager", "ssmParameter", "command"] as const;

/** Which of its fields a source uses; nothing unless it is exactly one. */
export function tokenSourceField(source: TokenSource): (typeof sourceFields)[number] | undefined {
  const used = sourceFields.filter((field) => source[field] !== undefined);
  return used.length === 1 ? used[0] : undefined;
}

/** The same text for two sources that lead to the same token. */
export function tokenSourceKey(source: TokenSource): string {
  return JSON.stringify([...sourceFields, "key" as const].map((field) => source[field] ?? null));
}

/** Names a token source for an error or a log: `environment variable SPOTINST_TOKEN`. Arguments of a command are left out. */
export function describeTokenSource(source: TokenSource): string {
  switch (tokenSourceField(source)) {
    case "env":
      return `environment variable ${source.env}`;
    case "file":
      return `file ${source.file}`;
    case "secretsManager":
      return `${source.key === undefined ? "" : `${source.key} in `}the secret ${source.secretsManager} of AWS Secrets Manager`;
    case "ssmParameter":
      return `the SSM parameter ${source.ssmParameter}`;
    case "command":
      return `the command ${source.command?.[0]}`;
    default:
      return "a source that is not named";
  }
}

/** What a source must be, for messages. */
export const oneTokenSource = `name exactly one source for the token: ${sourceFields.slice(0, -1).join(", ")} or command`;

/** Schema of {@link TokenSource} for settings files: exactly one source, no other key. */
export const tokenSourceSchema = z
  .strictObject({
    env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not the name of an environment variable")
      .optional(),
    file: z.string().min(1).optional(),
    secretsManager: z
      .string()
      .regex(
        /^(arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+|[\w/+=.@-]+)$/,
        "is neither the ARN nor the name of a secret in AWS Secrets Manager",
      )
      .optional(),
    key: z.string().min(1).optional(),
    ssmParameter: z
      .string()
      .regex(
        /^(arn:[\w-]+:ssm:[\w-]+:\d{12}:parameter\/[\w./-]+|[\w./-]+)$/,
        "is neither the name nor the ARN of an SSM parameter",
      )
      .optional(),
    command: z
      .array(z.string(), { error: "is a list: the program, then each of its arguments" })
      .refine(([program]) => Boolean(program), "names no program: the list begins with it")
      .optional(),
  })
  .refine((source) => tokenSourceField(source) !== undefined, { message: oneTokenSource })
  .refine(({ key, secretsManager }) => key === undefined || secretsManager !== undefined, {
    path: ["key"],
    message: "is only for a secret of secretsManager",
  })
  .describe("Where the vendor token is read from at the moment it is used; never the token itself");
