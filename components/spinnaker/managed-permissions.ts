import type { PermissionStatementArgs } from "../permission-documents";
import { type PassedToService, servicePrincipal } from "./aws-services";
import { spinnakerNames } from "./documented-names";

/** Roles of the account that Spinnaker may hand on, by the service it hands them to. */
type PassableRoles = Partial<Record<PassedToService, string[]>>;

/** What the managed role may do beside its managed policies. */
interface ManagedPermissions {
  partition: string;
  /** Undefined for any role to any service, as documented. */
  passable: PassableRoles | undefined;
  ecs: boolean;
  lambda: boolean;
}

/** What the statements of a managed role depend on. @internal */
export interface ManagedRoleSettings {
  accountId: string;
  partition?: string;
  roleName?: string;
  baseRoleName?: string;
  passAnyRole?: boolean;
  passRoleArns?: string[];
  ecs?: { executionRoleName?: string | undefined; tasksAssumeManagedRole?: boolean | undefined } | undefined;
  lambda?: { executionRoleName?: string | undefined } | undefined;
  extraStatements?: PermissionStatementArgs[];
}

/** All statements of a managed role, those that were added among them. @internal */
export function managedRoleStatements(settings: ManagedRoleSettings): PermissionStatementArgs[] {
  const { partition = "aws", passAnyRole, ecs, lambda, extraStatements = [] } = settings;
  const passable = passAnyRole === true ? undefined : findPassableRoles(settings);
  const statements = managedStatements({ partition, passable, ecs: ecs !== undefined, lambda: lambda !== undefined });
  return [...statements, ...extraStatements];
}

/** By plain names, not outputs: the policy is then known before anything is made. */
function findPassableRoles(settings: ManagedRoleSettings): PassableRoles {
  const { partition = "aws", accountId, passRoleArns: named = [], ecs, lambda } = settings;
  const itself = ecs?.tasksAssumeManagedRole === true ? (settings.roleName ?? spinnakerNames.managedRole) : undefined;
  const arns = (roleName: string | undefined) =>
    roleName === undefined ? [] : [`arn:${partition}:iam::${accountId}:role/${roleName}`];
  return {
    ec2: [...arns(settings.baseRoleName ?? spinnakerNames.baseRole), ...named],
    ...(ecs && { "ecs-tasks": [...arns(ecs.executionRoleName), ...arns(itself), ...named] }),
    ...(lambda && { lambda: [...arns(lambda.executionRoleName), ...named] }),
  };
}

/**
 * The statements of a managed role: certificates, passing roles on, and what ECS and Lambda need beside PowerUserAccess.
 *
 * Sources: github armory/docs `add-aws-account.md` (`PassRole-and-Certificates`); for `iam:GetRole` and `iam:ListRoles` clouddriver's
 * `CreateServerGroupAtomicOperation` (ECS) and its role pickers; for service-linked roles spinnaker.io "Amazon ECS".
 */
function managedStatements({ partition, passable, ecs, lambda }: ManagedPermissions): PermissionStatementArgs[] {
  return [
    { sid: "ListServerCertificates", actions: ["iam:ListServerCertificates"] },
    ...(passable === undefined ? [{ sid: "PassAnyRole", actions: ["iam:PassRole"] }] : passTo(passable, partition)),
    ...(ecs || lambda ? [{ sid: "ListRoles", actions: ["iam:ListRoles"] }] : []),
    ...(ecs ? [{ sid: "ReadTaskRoles", actions: ["iam:GetRole"] }, serviceLinkedRoles] : []),
  ];
}

const serviceLinkedRoles: PermissionStatementArgs = {
  sid: "MakeServiceLinkedRoles",
  actions: ["iam:CreateServiceLinkedRole"],
  conditions: {
    StringEquals: { "iam:AWSServiceName": ["ecs.amazonaws.com", "ecs.application-autoscaling.amazonaws.com"] },
  },
};

function passTo(passable: PassableRoles, partition: string): PermissionStatementArgs[] {
  const sids = { ec2: "PassRolesToEc2", "ecs-tasks": "PassRolesToEcs", lambda: "PassRolesToLambda" };
  return (Object.keys(sids) as PassedToService[]).flatMap((service) => {
    const resources = [...new Set(passable[service] ?? [])];
    const passedTo = { "iam:PassedToService": [servicePrincipal(service, partition)] };
    const conditions = { StringEquals: passedTo };
    return resources.length === 0 ? [] : [{ sid: sids[service], actions: ["iam:PassRole"], resources, conditions }];
  });
}
