import { z } from "zod";

/**
 * Where a vendor token is read from, at the moment it is used; the token itself is never an input, so it is never in state.
 *
 * Exactly one field is set. `env` names a variable of the process that talks to the vendor (the hub), `file` a file
 * whose trimmed content is the token.
 */
export interface TokenSource {
  /** Name of an environment variable that holds the token, for example `SPOTINST_TOKEN`. */
  env?: string;
  /** Path of a file that holds the token; white space around it is dropped. */
  file?: string;
}

/** Schema of {@link TokenSource} for settings files: exactly one source, no other key. */
export const tokenSourceSchema = z
  .strictObject({
    env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not the name of an environment variable")
      .optional(),
    file: z.string().min(1).optional(),
  })
  .refine((source) => (source.env === undefined) !== (source.file === undefined), {
    message: "name exactly one source for the token: env or file",
  })
  .describe("Where the vendor token is read from at the moment it is used; never the token itself");
