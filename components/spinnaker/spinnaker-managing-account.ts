import * as pulumi from "@pulumi/pulumi";
import { InputCheck } from "../input-check";
import { ManagingAccount, type ManagingAccountArgs } from "../managing-account";
import type { PermissionStatementArgs } from "../permission-documents";
import { findPrincipalProblem, parsePrincipal } from "../trust/principal";
import { spinnakerNames } from "./documented-names";
import { findNameProblem } from "./kubernetes-name";
import { managingStatements } from "./managing-permissions";
import { instanceTrust, type SpinnakerServiceAccountArgs, serviceAccountTrust } from "./managing-trust";

/** The IAM user of a {@link SpinnakerManagingAccount}. */
export interface SpinnakerUserArgs {
  /** Name of the user. @default "SpinnakerManagingAccount" */
  userName?: pulumi.Input<string>;
  /** True for an access key; its secret is a secret output and is in the state, encrypted. @default false */
  accessKey?: boolean;
}

/** The new EC2 instance role of a {@link SpinnakerManagingAccount}. */
export interface SpinnakerInstanceRoleArgs {
  /** Name of the role and of its instance profile. @default "SpinnakerAuthRole" */
  roleName?: pulumi.Input<string>;
}

/** Arguments of a {@link SpinnakerManagingAccount}: exactly one of `serviceAccount`, `instanceRole`, `existingRoleArn` and `user`. */
export interface SpinnakerManagingAccountArgs {
  /** ARNs of the managed roles, one in each account Spinnaker deploys to, its own among them when it deploys there. */
  managedRoleArns: pulumi.Input<string>[];
  /** Spinnaker on EKS: a role for its service accounts alone. The first choice where it is possible. */
  serviceAccount?: SpinnakerServiceAccountArgs;
  /** Spinnaker on EC2: a new instance role and instance profile. Everything on the instance gets it. */
  instanceRole?: SpinnakerInstanceRoleArgs;
  /** ARN of the role the nodes have already; it only gets the permission. Every pod on the nodes gets it too. */
  existingRoleArn?: string;
  /** Spinnaker outside of AWS: an IAM user. */
  user?: SpinnakerUserArgs;
  /** True to allow what Packer needs to bake images in the managing account. @default false */
  baking?: boolean;
  /** What else it may do. @default nothing */
  permissions?: PermissionStatementArgs[];
  /** ARNs of existing managed policies to attach, such as the three of an EKS node. @default none */
  managedPolicyArns?: pulumi.Input<string>[];
  /** Name of its managed policy; a second one is `<policyName>-2`. @default "SpinnakerManagingPolicy" */
  policyName?: pulumi.Input<string>;
  /** ARN of the managed policy that bounds what the identity can ever do. @default none */
  permissionsBoundary?: pulumi.Input<string>;
  /** AWS partition of the managing account. @default "aws" */
  partition?: string;
  /** Tags of everything it makes. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The one identity Spinnaker (clouddriver) has, in the managing account, and its permission to assume exactly the managed roles.
 *
 * Unlike Spinnaker's own CloudFormation template it has no PowerUserAccess, and never `sts:AssumeRole` on `*`. Make it before the
 * managed roles: AWS refuses a trust policy that names an identity which is not there, and one that is made anew is another to AWS.
 *
 * Source: docs.armory.io "Configure Spinnaker to Access AWS"; spinnaker.io "Amazon Web Services"; github spinnaker/spinnaker.io `managing.yaml`.
 *
 * @example
 * ```ts
 * new SpinnakerManagingAccount("spinnaker", {
 *   serviceAccount: { oidcProviderArn: cluster.oidcProviderArn },
 *   managedRoleArns: ["arn:aws:iam::222222222222:role/spinnakerManaged"],
 * });
 * ```
 */
export class SpinnakerManagingAccount extends pulumi.ComponentResource {
  /** ARN of the identity: the managed roles name it in their trust. */
  readonly principalArn: pulumi.Output<string>;
  /** Whom the trust policy of a new role names; nobody without a new role. */
  readonly principals: pulumi.Output<string[]>;
  /** ARNs of the managed policies that let it assume the managed roles. */
  readonly policyArns: pulumi.Output<string[]>;
  /** Id of the user's access key, when there is one. */
  readonly accessKeyId: pulumi.Output<string | undefined>;
  /** Secret of the user's access key, when there is one; a secret output. */
  readonly secretAccessKey: pulumi.Output<string | undefined>;
  /** Name of the instance profile of a new instance role. */
  readonly instanceProfileName: pulumi.Output<string | undefined>;

  constructor(name: string, args: SpinnakerManagingAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:SpinnakerManagingAccount", name, {}, opts);

    checkInputs(name, args, this);
    const managing = new ManagingAccount(name, managingArgs(args), { parent: this });

    this.principalArn = managing.principalArn;
    this.principals = managing.principals;
    this.policyArns = managing.policyArns;
    this.accessKeyId = managing.accessKeyId;
    this.secretAccessKey = managing.secretAccessKey;
    this.instanceProfileName = managing.instanceProfileName;
    this.registerOutputs({ principalArn: this.principalArn, policyArns: this.policyArns });
  }
}

function checkInputs(name: string, args: SpinnakerManagingAccountArgs, component: SpinnakerManagingAccount): void {
  const check = new InputCheck("SpinnakerManagingAccount", name, component);
  const { serviceAccount, instanceRole, existingRoleArn, user } = args;
  const identities = { serviceAccount, instanceRole, existingRoleArn, user };
  const given = Object.values(identities).filter((identity) => identity !== undefined).length;
  if (given !== 1) {
    const message =
      user?.accessKey === true && given > 1
        ? "clouddriver has one identity, and an access key would win over the role without a word: name one of them"
        : `name exactly one of them; there are ${given}`;
    check.report([{ path: Object.keys(identities).join(", "), message }]);
  }
  if (args.managedRoleArns.length === 0) {
    check.report([{ path: "managedRoleArns", message: "is empty: name the roles it may assume" }]);
  }
  check.optional("existingRoleArn", existingRoleArn, findRoleProblem);
  check.optional("serviceAccount.oidcProviderArn", serviceAccount?.oidcProviderArn, findProviderProblem);
  check.optional("serviceAccount.namespace", serviceAccount?.namespace, findNameProblem);
  check.each("serviceAccount.names", serviceAccount?.names ?? [], findNameProblem);
  if (serviceAccount?.names?.length === 0) {
    check.report([{ path: "serviceAccount.names", message: "is empty: name the service account of clouddriver" }]);
  }
  check.assertNone();
}

function findRoleProblem(arn: string): string | undefined {
  const isRole = findPrincipalProblem(arn) === undefined && parsePrincipal(arn).kind === "role";
  return isRole ? undefined : `"${arn}" is not the ARN of a role`;
}

function findProviderProblem(arn: string): string | undefined {
  const isProvider = findPrincipalProblem(arn) === undefined && parsePrincipal(arn).kind === "oidc";
  return isProvider
    ? undefined
    : `"${arn}" is not the ARN of an OIDC provider, arn:aws:iam::<account>:oidc-provider/<issuer>`;
}

function managingArgs(args: SpinnakerManagingAccountArgs): ManagingAccountArgs {
  const { user, instanceRole, serviceAccount, existingRoleArn, baking, partition = "aws" } = args;
  const { managedRoleArns, managedPolicyArns, permissionsBoundary, tags } = args;
  const roleName = instanceRole?.roleName ?? serviceAccount?.roleName ?? spinnakerNames.managingRole;
  return {
    ...(user && { user: { userName: user.userName ?? spinnakerNames.managingUser, accessKey: user.accessKey } }),
    ...(instanceRole && { role: { roleName, trust: instanceTrust(partition), instanceProfile: true } }),
    ...(serviceAccount && { role: { roleName, trust: serviceAccountTrust(serviceAccount) } }),
    ...(existingRoleArn !== undefined && { principalArn: existingRoleArn }),
    managedRoleArns,
    managedPolicyArns,
    permissions: [...managingStatements(baking === true), ...(args.permissions ?? [])],
    policyName: args.policyName ?? spinnakerNames.managingPolicy,
    permissionsBoundary,
    tags,
  };
}
