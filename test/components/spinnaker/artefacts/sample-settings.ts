import type { SpinnakerAccountSettings, SpinnakerSettings } from "../../../../components";

/** An account with nothing but what it must have; its id begins with a zero, as some do. */
export const plainAccount: SpinnakerAccountSettings = {
  name: "dev",
  roleArn: "arn:aws:iam::012345670123:role/spinnakerManaged",
  regions: ["us-east-1", "us-west-2"],
};

/** The service account of clouddriver. */
export const serviceAccount = { roleArn: "arn:aws:iam::111111111111:role/SpinnakerAuthRole" };

/** An access key whose secret is in AWS Secrets Manager. */
export const accessKey = {
  id: "AKIAIOSFODNN7EXAMPLE",
  secret: { reference: "encrypted:secrets-manager!r:us-east-1!s:spinnaker-aws!k:secretAccessKey" },
};

/** Everything that Halyard knows, used. */
export const fullSettings: SpinnakerSettings = {
  accounts: [
    {
      ...plainAccount,
      externalId: "Xb3kdQ0aTz7LmN2pR5sV",
      sessionName: "acme-spinnaker",
      environment: "dev",
      defaultKeyPair: "deploy",
      permissions: { READ: ["everyone"], WRITE: ["ops"] },
      lambda: true,
      lifecycleHooks: [
        {
          roleARN: "arn:aws:iam::012345670123:role/Hooks",
          notificationTargetARN: "arn:aws:sns:us-east-1:012345670123:hooks",
          lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
          heartbeatTimeout: 300,
          defaultResult: "CONTINUE",
        },
      ],
    },
    {
      name: "prod",
      roleArn: "arn:aws:iam::333333333333:role/deploy/spinnakerManaged",
      regions: ["eu-west-1"],
      ecsAccountName: "prod-ecs",
    },
  ],
  accessKey,
  primaryAccount: "prod",
  defaultRegions: ["eu-west-1"],
  defaultKeyPairTemplate: "{{name}}-key",
  iamRole: "{{application}}Role",
  cloudFormation: true,
  bakery: { vpcId: "vpc-1", subnetId: "subnet-1", associatePublicIpAddress: true, accessKey },
};
