/** What Spinnaker is told about AWS; every artefact is rendered from it. Plain values only. */
export interface SpinnakerSettings {
  /** The managed accounts; the first is where images are baked unless `primaryAccount` says otherwise. */
  accounts: SpinnakerAccountSettings[];
  /** The Kubernetes service account clouddriver runs as, when its role is the managing identity. Not together with `accessKey`. */
  serviceAccount?: SpinnakerServiceAccountSettings;
  /** The access key of the managing user. Without it and `serviceAccount`, Spinnaker uses the role of its instance. */
  accessKey?: SpinnakerAccessKeySettings;
  /** Name of the account images are baked in. @default the first account */
  primaryAccount?: string;
  /** Regions of accounts that name none at run time; never empty, or clouddriver drops every account. @default all regions of the accounts */
  defaultRegions?: string[];
  /** Name of the key pair of new instances. @default "{{name}}-keypair" */
  defaultKeyPairTemplate?: string;
  /** Name of the instance profile of deployments that name none; `{{application}}` stands for the application. @default "BaseIAMRole" */
  iamRole?: string;
  /** True to switch on CloudFormation stages. @default false */
  cloudFormation?: boolean;
  /** How rosco bakes images. @default Spinnaker's own defaults */
  bakery?: SpinnakerBakerySettings;
}

/** One account Spinnaker deploys to. */
export interface SpinnakerAccountSettings {
  /** What Spinnaker calls it. */
  name: string;
  /** ARN of its managed role; the account's id is in it. */
  roleArn: string;
  /** Regions to deploy to, at least one. */
  regions: string[];
  /** Zones to use, by region; clouddriver asks AWS for those of a region that is not named. @default all */
  availabilityZones?: Record<string, string[]>;
  /** External id the managed role asks for. Not with ECS: clouddriver does not send it there. @default none */
  externalId?: string;
  /** Name CloudTrail shows for Spinnaker's sessions. @default "Spinnaker" */
  sessionName?: string;
  /** Seconds of a session; at most 3,600 with `serviceAccount`. clouddriver of 2024 and older passes over it. @default STS's */
  sessionDurationSeconds?: number;
  /** Stage of the account, such as `prod`. @default its name */
  environment?: string;
  /** Kind of the account, for templates. @default its name */
  accountType?: string;
  /** Name of the key pair of new instances. @default defaultKeyPairTemplate */
  defaultKeyPair?: string;
  /** Groups that may do what in Spinnaker. @default everybody everything */
  permissions?: SpinnakerAccountPermissions;
  /** True to deploy functions to Lambda. @default false */
  lambda?: boolean;
  /** Name of the ECS account over this one. @default no ECS */
  ecsAccountName?: string;
  /** Hooks of every Auto Scaling group Spinnaker makes. @default none */
  lifecycleHooks?: SpinnakerLifecycleHook[];
}

/** Groups that may use an account in Spinnaker. */
export interface SpinnakerAccountPermissions {
  /** Who may see it. */
  READ?: string[];
  /** Who may change what is in it. */
  WRITE?: string[];
  /** Who may run pipelines in it. */
  EXECUTE?: string[];
  /** Who may make new things in it. */
  CREATE?: string[];
}

/** A hook of Auto Scaling groups. */
export interface SpinnakerLifecycleHook {
  /** ARN of the role with which Auto Scaling notifies. */
  roleARN: string;
  /** ARN of the SNS topic that is notified. */
  notificationTargetARN: string;
  /** `autoscaling:EC2_INSTANCE_LAUNCHING` or `autoscaling:EC2_INSTANCE_TERMINATING`. */
  lifecycleTransition: string;
  /** Seconds until the default result counts: 30 to 7,200. */
  heartbeatTimeout: number;
  /** `ABANDON` or `CONTINUE`. */
  defaultResult: string;
}

/** The Kubernetes service account clouddriver runs as. */
export interface SpinnakerServiceAccountSettings {
  /** ARN of the role it gets: the managing identity. */
  roleArn: string;
  /** Namespace Spinnaker runs in. @default "spinnaker" */
  namespace?: string;
  /** Name of clouddriver's service account. @default "clouddriver" */
  name?: string;
  /** Name of rosco's service account, when it bakes with the same role. @default none */
  roscoName?: string;
}

/** An access key in Spinnaker's configuration. */
export interface SpinnakerAccessKeySettings {
  /** Id of the key. */
  id: string;
  /** Where its secret is. */
  secret: SpinnakerSecretSource;
}

/** A secret in Spinnaker's configuration: exactly one of the two. */
export interface SpinnakerSecretSource {
  /**
   * Where Spinnaker finds it: `encrypted:secrets-manager!r:<region>!s:<secret>!k:<key>` and so on; with the operator also
   * `encrypted:k8s!n:<secret>!k:<key>`, without it also `${NAME}`, a variable of clouddriver.
   */
  reference?: string;
  /** The secret itself, to stand in the artefact in plain text. Whoever reads the artefact has the key. */
  inline?: string;
}

/** How rosco bakes images. */
export interface SpinnakerBakerySettings {
  /** Packer template. @default "aws-ebs-shared.json" */
  templateFile?: string;
  /** VPC to bake in. @default the default VPC */
  vpcId?: string;
  /** Subnet to bake in. @default the default subnet */
  subnetId?: string;
  /** True to give the instance a public address. @default false */
  associatePublicIpAddress?: boolean;
  /** `hvm` or `pv`. @default "hvm" */
  defaultVirtualizationType?: string;
  /** An access key of its own. @default the identity rosco runs with */
  accessKey?: SpinnakerAccessKeySettings;
}
