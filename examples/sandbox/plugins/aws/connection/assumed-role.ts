import { z } from "zod";

/** One role to become on the way into the account. */
export type AssumedRole = z.output<typeof assumedRoleSchema>;

// Bounds of STS, which the emulator does not keep. Source: STS API reference, AssumeRole.
const shortestSessionSeconds = 900;
const longestSessionSeconds = 43_200;
const longestChainedSeconds = 3600;

const durationSchema = z
  .string()
  .transform(secondsOf)
  .refine(
    (seconds) => seconds >= shortestSessionSeconds && seconds <= longestSessionSeconds,
    "duration must be between 15 minutes (15m) and 12 hours (12h), inclusive",
  );

const assumedRoleSchema = z
  .strictObject({
    roleArn: z.string().regex(/^arn:aws(-[a-z]+)*:iam::\d{12}:role\/.+$/, "is not the ARN of an IAM role"),
    sessionName: z
      .string()
      .regex(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits and characters of +=,.@_-")
      .optional(),
    externalId: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1,224 letters, digits and characters of +=,.@:/_-")
      .optional(),
    duration: durationSchema.optional(),
  })
  .transform(({ duration, ...role }) => ({ ...role, durationSeconds: duration }));

/** The roles assumed one after the other. */
export const roleChainSchema = z.array(assumedRoleSchema).superRefine((roles, context) => {
  roles.slice(1).forEach(({ durationSeconds = 0 }, index) => {
    if (durationSeconds <= longestChainedSeconds) return;
    const message = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining";
    context.addIssue({ code: "custom", message, path: [index + 1, "duration"] });
  });
});

// Durations are written as in Go: 1h, 90m, 3600s, 1h30m.
function secondsOf(duration: string): number {
  const seconds = { h: 3600, m: 60, s: 1 };
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * seconds[unit as keyof typeof seconds], 0);
}
