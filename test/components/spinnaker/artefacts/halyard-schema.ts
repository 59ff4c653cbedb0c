import { z } from "zod";

/**
 * What Halyard's strict parser takes under `providers`, field by field with its types: an unknown one fails the whole deployment.
 *
 * Source: github spinnaker/halyard, commit 23e66d6, halyard-config `model/v1/providers/aws/{AwsProvider,AwsAccount,AwsBakeryDefaults}.java`,
 * `model/v1/providers/ecs/{EcsProvider,EcsAccount}.java`, `model/v1/node/{Provider,Account,BakeryDefaults}.java`.
 */
const groups = z.array(z.string());
const regions = z.array(z.strictObject({ name: z.string() }));
const enabled = z.strictObject({ enabled: z.boolean() });

const account = {
  name: z.string(),
  environment: z.string().optional(),
  requiredGroupMembership: groups.optional(),
  permissions: z
    .strictObject({
      READ: groups.optional(),
      WRITE: groups.optional(),
      EXECUTE: groups.optional(),
      CREATE: groups.optional(),
    })
    .optional(),
  providerVersion: z.string().optional(),
};

const lifecycleHook = z.strictObject({
  defaultResult: z.string(),
  heartbeatTimeout: z.number().int(),
  lifecycleTransition: z.string(),
  notificationTargetARN: z.string(),
  roleARN: z.string(),
});

const awsAccount = z.strictObject({
  ...account,
  defaultKeyPair: z.string().optional(),
  edda: z.string().optional(),
  discovery: z.string().optional(),
  accountId: z.string().regex(/^\d{12}$/),
  regions: regions.min(1),
  assumeRole: z.string(),
  externalId: z.string().optional(),
  sessionName: z.string().optional(),
  lifecycleHooks: z.array(lifecycleHook).optional(),
  lambdaEnabled: z.boolean().optional(),
});

const bakeryDefaults = z.strictObject({
  templateFile: z.string(),
  baseImages: z.array(z.never()),
  awsAccessKey: z.string().optional(),
  awsSecretKey: z.string().optional(),
  awsSubnetId: z.string().optional(),
  awsVpcId: z.string().optional(),
  awsAssociatePublicIpAddress: z.boolean().optional(),
  defaultVirtualizationType: z.enum(["pv", "hvm"]),
});

const aws = z.strictObject({
  enabled: z.literal(true),
  accounts: z.array(awsAccount).optional(),
  primaryAccount: z.string().optional(),
  bakeryDefaults: bakeryDefaults.optional(),
  accessKeyId: z.string().optional(),
  secretAccessKey: z.string().optional(),
  defaultAssumeRole: z.string().optional(),
  defaultKeyPairTemplate: z.string(),
  defaultRegions: regions.min(1),
  defaults: z.strictObject({ iamRole: z.string() }),
  features: z.strictObject({ cloudFormation: enabled.optional(), lambda: enabled.optional() }).optional(),
  lambda: enabled.optional(),
});

const ecs = z.strictObject({
  enabled: z.literal(true),
  accounts: z.array(z.strictObject({ ...account, awsAccount: z.string() })),
  primaryAccount: z.string().optional(),
  awsAccount: z.string().optional(),
});

/** `providers` of a halconfig. */
export const halyardProviders = z.strictObject({ aws, ecs: ecs.optional() });
