import { z } from "zod";
import { accountId, countsByState, failureSchema, headOf, leftOutSchema, proofSchema } from "./parts";

/** The JSON of `cross-account prove --json`. */
export const proofReportSchema = z.strictObject({
  ...headOf("proof"),
  accounts: z.array(
    z.strictObject({
      accountId,
      name: z.string(),
      state: z.enum(["proven", "not-proven", "failed"]),
      proofs: z.array(proofSchema).describe("Every role that was made there, by grants and for managing sides"),
      failure: failureSchema.optional().describe("Why nothing can be said of the account"),
    }),
  ),
  leftOut: z.array(leftOutSchema),
  counts: countsByState,
});

/** What `cross-account prove --json` prints. */
export type ProofReport = z.output<typeof proofReportSchema>;
