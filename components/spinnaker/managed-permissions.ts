import type { PermissionStatementArgs } from "../permission-documents";
import { type PassedToService, servicePrincipal } from "./aws-services";

/** Roles of the account that Spinnaker may hand on, by the service it hands them to. @internal */
export type PassableRoles = Partial<Record<PassedToService, string[]>>;

/** What the managed role may do beside its managed policies. @internal */
export interface ManagedPermissions {
  partition: string;
  /** Undefined for any role to any service, as documented. */
  passable: PassableRoles | undefined;
  ecs: boolean;
  lambda: boolean;
}

/**
 * The statements of a managed role: certificates, passing roles on, and what ECS and Lambda need beside PowerUserAccess.
 *
 * Sources: github armory/docs `add-aws-account.md` (`PassRole-and-Certificates`); for `iam:GetRole` and `iam:ListRoles` clouddriver's
 * `CreateServerGroupAtomicOperation` (ECS) and its role pickers; for service-linked roles spinnaker.io "Amazon ECS".
 *
 * @internal
 */
export function managedStatements({ partition, passable, ecs, lambda }: ManagedPermissions): PermissionStatementArgs[] {
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
