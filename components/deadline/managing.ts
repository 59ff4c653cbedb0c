import { z } from "zod";

/** What the hosts of Deadline (RCS or Pulse) are, and the permission to assume the plugin's roles; exactly one of the three kinds. */
export interface DeadlineManagingArgs {
  /** ARNs of the plugin's roles, one in each account. */
  managedRoleArns: string[];
  /** Hosts on EC2: a new instance role. */
  instanceRole?: DeadlineHostRoleArgs;
  /** ARN of the role the hosts have already; it only gets the permission. */
  existingRoleArn?: string;
  /** Hosts outside of AWS: an IAM user. */
  user?: DeadlineHostUserArgs;
  /** Name of the managed policy. @default "DeadlineAssumeRoles" */
  policyName?: string;
  /** ARN of the managed policy that bounds what the hosts can ever do. @default none */
  permissionsBoundary?: string;
}

/** The new instance role of Deadline's hosts. */
export interface DeadlineHostRoleArgs {
  /** Name of the role and of its instance profile. @default "DeadlineHost" */
  roleName?: string;
}

/** The user of Deadline's hosts. */
export interface DeadlineHostUserArgs {
  /** Name of the user. @default "DeadlineHost" */
  userName?: string;
  /** True for an access key; its secret is in the state, encrypted. @default false */
  accessKey?: boolean;
}

const name = z.string().min(1);

/** Schema of {@link DeadlineManagingArgs} without the rule that there is one identity. */
export const deadlineManagingFields = z.strictObject({
  managedRoleArns: z.array(z.string()).min(1),
  instanceRole: z.strictObject({ roleName: name.optional() }).optional().describe("Hosts on EC2: a new instance role"),
  existingRoleArn: z.string().optional().describe("The role the hosts have already"),
  user: z
    .strictObject({ userName: name.optional(), accessKey: z.boolean().optional() })
    .optional()
    .describe("Hosts outside of AWS: an IAM user"),
  policyName: name.default("DeadlineAssumeRoles"),
  permissionsBoundary: z.string().optional(),
});

/** Why the identity of the hosts is refused; nothing when it is exactly one. */
export function findHostProblem(managing: DeadlineHost): string | undefined {
  const { instanceRole, existingRoleArn, user } = managing;
  const given = [instanceRole, existingRoleArn, user].filter((identity) => identity !== undefined);
  return given.length === 1
    ? undefined
    : "names no single identity: write one of instanceRole, existingRoleArn and user";
}

type DeadlineHost = Pick<z.output<typeof deadlineManagingFields>, "instanceRole" | "existingRoleArn" | "user">;

/** The hosts of Deadline in an account, as written in stack configuration or in code. */
export const deadlineManagingSchema = deadlineManagingFields
  .superRefine((managing, context) => {
    const message = findHostProblem(managing);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  })
  .describe("The hosts of Deadline");

/** Deadline's managing side after defaults. */
export type DeadlineManaging = z.output<typeof deadlineManagingSchema>;
