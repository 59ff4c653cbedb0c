import { z } from "zod";

// What several reports have in common; each piece is written once, so that it means the same in all of them.

export const version = z.literal(1).describe("Raised when a field changes its meaning or goes away");
export const accountId = z.string();
export const time = z.iso.datetime();
export const action = z.enum(["up", "rotate", "offboard"]);
export const countsByState = z.record(z.string(), z.int()).describe("Numbers of accounts by state");

export const changesSchema = z
  .strictObject({
    create: z.int(),
    update: z.int(),
    replace: z.int(),
    delete: z.int(),
    same: z.int(),
  })
  .describe("Numbers of resources");

export const failureSchema = z.strictObject({
  kind: z.string().describe("Class of the error, stable, for grouping"),
  message: z.string(),
  instruction: z.string().optional(),
});

export const leftOutSchema = z.strictObject({ accountId, name: z.string(), reason: z.string() });

export const proofSchema = z.strictObject({
  party: z.string(),
  roleArn: z.string(),
  proven: z.boolean(),
  results: z.array(
    z.strictObject({
      case: z.string(),
      expected: z.enum(["in", "out"]),
      actual: z.enum(["in", "out"]),
      method: z.enum(["sts", "evaluated", "looked-up", "recorded"]),
      detail: z.string(),
    }),
  ),
});

export const lastProofSchema = z.strictObject({ provenAt: time, provenIn: z.string(), roleArns: z.array(z.string()) });

/** The first fields of every report of a fleet. */
export function headOf<Kind extends string>(kind: Kind) {
  return { report: z.literal(kind), version, fleet: z.string() };
}
