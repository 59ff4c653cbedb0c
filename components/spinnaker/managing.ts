import { z } from "zod";
import type { GrantStatementArgs } from "../grant-statement";
import { permissionStatementSchema } from "../trust/permission-statement";

/** Spinnaker's managing identity, as the component SpinnakerManagingAccount makes it; exactly one of the four kinds. */
export interface SpinnakerManagingArgs {
  /** ARNs of the managed roles, one in each account Spinnaker deploys to. */
  managedRoleArns: string[];
  /** Spinnaker on EKS: a role for its service accounts alone. */
  serviceAccount?: SpinnakerServiceAccountGrantArgs;
  /** Spinnaker on EC2: a new instance role. */
  instanceRole?: SpinnakerInstanceRoleGrantArgs;
  /** ARN of the role the nodes have already; it only gets the permission. */
  existingRoleArn?: string;
  /** Spinnaker outside of AWS: an IAM user. */
  user?: SpinnakerUserGrantArgs;
  /** True to allow what Packer needs to bake images here. @default false */
  baking?: boolean;
  /** What else it may do. @default nothing */
  permissions?: GrantStatementArgs[];
  /** ARNs of existing managed policies to attach. @default none */
  managedPolicyArns?: string[];
  /** Name of its managed policy. @default "SpinnakerManagingPolicy" */
  policyName?: string;
  /** ARN of the managed policy that bounds what the identity can ever do. @default none */
  permissionsBoundary?: string;
  /** AWS partition of the account. @default "aws" */
  partition?: string;
}

/** The service accounts on EKS that are the managing identity, as a settings file holds them. */
export interface SpinnakerServiceAccountGrantArgs {
  /** ARN of the cluster's OIDC provider in IAM of the managing account. */
  oidcProviderArn: string;
  /** Namespace Spinnaker runs in. @default "spinnaker" */
  namespace?: string;
  /** Names of the service accounts. @default ["clouddriver"] */
  names?: string[];
  /** Name of the role they get. @default "SpinnakerAuthRole" */
  roleName?: string;
}

/** The new instance role that is the managing identity, as a settings file holds it. */
export interface SpinnakerInstanceRoleGrantArgs {
  /** Name of the role and of its instance profile. @default "SpinnakerAuthRole" */
  roleName?: string;
}

/** The user that is the managing identity, as a settings file holds it. */
export interface SpinnakerUserGrantArgs {
  /** Name of the user. @default "SpinnakerManagingAccount" */
  userName?: string;
  /** True for an access key; its secret is in the state, encrypted. @default false */
  accessKey?: boolean;
}

const name = z.string().min(1);

/** Schema of {@link SpinnakerManagingArgs} without the rule that there is one identity. */
export const spinnakerManagingFields = z.strictObject({
  managedRoleArns: z.array(z.string()).min(1),
  serviceAccount: z
    .strictObject({
      oidcProviderArn: z.string().min(1),
      namespace: name.optional(),
      names: z.array(name).min(1).optional(),
      roleName: name.optional(),
    })
    .optional()
    .describe("Spinnaker on EKS: a role for its service accounts alone"),
  instanceRole: z
    .strictObject({ roleName: name.optional() })
    .optional()
    .describe("Spinnaker on EC2: a new instance role"),
  existingRoleArn: z.string().optional().describe("The role the nodes have already"),
  user: z
    .strictObject({ userName: name.optional(), accessKey: z.boolean().optional() })
    .optional()
    .describe("Spinnaker outside of AWS: an IAM user"),
  baking: z.boolean().default(false),
  permissions: z.array(permissionStatementSchema).default([]),
  managedPolicyArns: z.array(z.string()).default([]),
  policyName: name.optional(),
  permissionsBoundary: z.string().optional(),
  partition: z.enum(["aws", "aws-cn", "aws-us-gov"]).default("aws"),
});

/** Why the identity of a managing side is refused; nothing when it is exactly one. */
export function findIdentityProblem(managing: SpinnakerIdentity): string | undefined {
  const { serviceAccount, instanceRole, existingRoleArn, user } = managing;
  const given = [serviceAccount, instanceRole, existingRoleArn, user].filter((identity) => identity !== undefined);
  if (given.length === 1) return undefined;
  return user?.accessKey === true && given.length > 1
    ? "has an access key beside a role: clouddriver would use the key, and the role for nothing; name one of them"
    : "names no single identity: write one of serviceAccount, instanceRole, existingRoleArn and user";
}

type SpinnakerIdentity = Pick<
  z.output<typeof spinnakerManagingFields>,
  "serviceAccount" | "instanceRole" | "existingRoleArn" | "user"
>;

/** Spinnaker's managing identity in an account, as written in stack configuration or in code. */
export const spinnakerManagingSchema = spinnakerManagingFields
  .superRefine((managing, context) => {
    const message = findIdentityProblem(managing);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  })
  .describe("Spinnaker's managing identity");

/** Spinnaker's managing side after defaults. */
export type SpinnakerManaging = z.output<typeof spinnakerManagingSchema>;
