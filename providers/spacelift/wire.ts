import { z } from "zod";

// Shapes of Spacelift's GraphQL API. Source: github spacelift-io/terraform-provider-spacelift
// `spacelift/resource_aws_integration*.go`, spacelift-io/spacectl `client/session`, spacelift-io/spacelift-api-bruno.
// Read leniently: fields that are not used here may come and go.

/** What Spacelift tells about the account the API key belongs to. */
export interface SpaceliftAccountRecord {
  /** The first part of every external id. */
  name: string;
  /** The AWS account Spacelift assumes roles from. */
  awsAccountId: string;
}

/** An AWS integration as Spacelift keeps it. */
export interface SpaceliftIntegrationRecord {
  integrationId: string;
  name: string;
  roleArn: string;
  /** Only with credentials made by the worker. */
  externalId: string | undefined;
  durationSeconds: number | undefined;
  generateCredentialsInWorker: boolean;
  labels: string[];
  /** Id of the space it is in. */
  space: string | undefined;
  region: string | undefined;
  tagAssumeRole: boolean;
  autoattachEnabled: boolean;
}

/** One stack or module that uses an integration. */
export interface SpaceliftAttachmentRecord {
  attachmentId: string;
  stackId: string;
  read: boolean;
  write: boolean;
}

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

export const accountAnswer = z
  .object({ name: z.string().min(1), spaceliftAwsAccountId: z.string().regex(/^\d{12}$/, "is not an AWS account id") })
  .transform((answer): SpaceliftAccountRecord => ({ name: answer.name, awsAccountId: answer.spaceliftAwsAccountId }));

export const integrationAnswer = z
  .object({
    id: z.string().min(1),
    name: z.string(),
    roleArn: z.string(),
    externalId: optionalText,
    durationSeconds: z.number().nullish(),
    generateCredentialsInWorker: z.boolean().nullish(),
    labels: z.array(z.string()).nullish(),
    space: optionalText,
    region: optionalText,
    tagAssumeRole: z.boolean().nullish(),
    autoattachEnabled: z.boolean().nullish(),
  })
  .transform(
    (answer): SpaceliftIntegrationRecord => ({
      integrationId: answer.id,
      name: answer.name,
      roleArn: answer.roleArn,
      externalId: answer.externalId,
      durationSeconds: answer.durationSeconds ?? undefined,
      generateCredentialsInWorker: answer.generateCredentialsInWorker ?? false,
      labels: [...(answer.labels ?? [])].sort(),
      space: answer.space,
      region: answer.region,
      tagAssumeRole: answer.tagAssumeRole ?? false,
      autoattachEnabled: answer.autoattachEnabled ?? false,
    }),
  );

export const attachmentAnswer = z
  .object({ id: z.string().min(1), stackId: z.string(), read: z.boolean(), write: z.boolean() })
  .transform(({ id, ...rest }): SpaceliftAttachmentRecord => ({ attachmentId: id, ...rest }));

/** `validUntil` is in seconds since 1970; null in place of the user when there is no such API key. */
export const sessionAnswer = z.object({ jwt: z.string().min(1), validUntil: z.number() }).nullable();

/** Every answer with HTTP status 200; partly filled data can stand beside errors. */
export const graphQlEnvelope = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).nullish(),
});
