import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { describeRoles } from "../described-roles";
import type { RoleOutcome } from "../grant-outcome";
import { InputCheck } from "../input-check";
import { ManagedRole } from "../managed-role";
import type { PermissionStatementArgs } from "../permission-documents";
import type { TrustStatementArgs } from "../role-trust";
import { isAccountId } from "../trust/principal";
import { deadlineNames, findFleetNameProblem, findWorkerNameProblem } from "./deadline-names";
import type { DeadlineSpotRolesArgs } from "./roles-args";
import { thinkboxPolicies } from "./thinkbox-policies";

/**
 * The roles AWS services work with for Deadline in one account: workers, fleets, and the Resource Tracker.
 *
 * The fleets' role opens for fleet requests of this account alone, by `aws:SourceAccount` and `aws:SourceArn`; it has a name of its
 * own, because the one the console makes serves every spot fleet of the account and must not go with this one. The Resource
 * Tracker's has the one name Deadline looks for, so one program an account makes it. All paths are `/`, as Deadline's policy wants.
 *
 * Sources: docs.thinkboxsoftware.com 10.4 "Spot Event Plugin - AWS Permissions"; EC2 User Guide "Spot Fleet permissions" for the
 * conditions. Unlike the console, which the instructions use, the API makes no instance profile by itself: it is made here.
 *
 * @example
 * ```ts
 * new DeadlineSpotRoles("deadline", { accountId: "222222222222" });
 * ```
 */
export class DeadlineSpotRoles extends pulumi.ComponentResource {
  /** ARN of the workers' role. */
  readonly workerRoleArn: pulumi.Output<string>;
  /** Name of the workers' instance profile: `IamInstanceProfile` of the launch template. */
  readonly workerInstanceProfileName: pulumi.Output<string>;
  /** ARN of the fleets' role, made or found: `IamFleetRole` of the fleet request. */
  readonly fleetRoleArn: pulumi.Output<string>;
  /** ARN of the Resource Tracker's role, when it was made. */
  readonly resourceTrackerRoleArn: pulumi.Output<string | undefined>;
  /** Every role made, and the service each opens for. */
  readonly roles: pulumi.Output<RoleOutcome[]>;

  constructor(name: string, args: DeadlineSpotRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:DeadlineSpotRoles", name, {}, opts);

    checkInputs(name, args, this);
    const worker = createWorkerRole(name, args, this);
    const fleet = args.createFleetRole === false ? undefined : createFleetRole(name, args, this);
    const tracker = args.createResourceTrackerRole === false ? undefined : createTrackerRole(name, args, this);
    if (args.createServiceLinkedRoles === true) {
      createServiceLinkedRoles(name, args, this);
    }

    this.workerRoleArn = worker.roleArn;
    this.workerInstanceProfileName = worker.instanceProfileName.apply((profile) => profile ?? "");
    this.fleetRoleArn = fleet?.roleArn ?? pulumi.output(`arn:aws:iam::${args.accountId}:role/${fleetName(args)}`);
    this.resourceTrackerRoleArn = pulumi.output(tracker?.roleArn);
    this.roles = describeRoles([worker, fleet, tracker]);
    this.registerOutputs({ workerRoleArn: this.workerRoleArn, fleetRoleArn: this.fleetRoleArn });
  }
}

type Parent = DeadlineSpotRoles;

function workerName({ workerRoleName }: DeadlineSpotRolesArgs): string {
  return workerRoleName ?? deadlineNames.worker;
}

function fleetName({ fleetRoleName, createFleetRole }: DeadlineSpotRolesArgs): string {
  return fleetRoleName ?? (createFleetRole === false ? deadlineNames.accountWideFleet : deadlineNames.fleet);
}

function checkInputs(name: string, args: DeadlineSpotRolesArgs, component: Parent): void {
  const check = new InputCheck("DeadlineSpotRoles", name, component);
  check.value("accountId", args.accountId, (id) =>
    isAccountId(id) ? undefined : `"${id}" is not an AWS account id: twelve digits, as a string`,
  );
  check.optional("workerRoleName", args.workerRoleName, findWorkerNameProblem);
  check.optional("fleetRoleName", args.fleetRoleName, findFleetNameProblem);
  if (workerName(args) === fleetName(args)) {
    const message = `"${fleetName(args)}" is the name of the workers' role: they are two roles`;
    check.report([{ path: "fleetRoleName", message }]);
  }
  check.assertNone();
}

function createWorkerRole(name: string, args: DeadlineSpotRolesArgs, parent: Parent): ManagedRole {
  const more = { permissions: args.workerStatements, policyArns: args.workerPolicyArns, instanceProfile: true };
  const role = { roleName: workerName(args), description: "Deadline workers that the Spot Event Plugin starts" };
  const policy = thinkboxPolicies.spotEventPluginWorker;
  return createRole(
    `${name}-worker`,
    { ...role, policy, trust: { principals: ["ec2.amazonaws.com"] }, ...more },
    args,
    parent,
  );
}

function createFleetRole(name: string, args: DeadlineSpotRolesArgs, parent: Parent): ManagedRole {
  const trust = {
    principals: ["spotfleet.amazonaws.com"],
    sourceAccounts: [args.accountId],
    sourceArns: [`arn:aws:ec2:*:${args.accountId}:spot-fleet-request/sfr-*`],
  };
  const role = {
    roleName: fleetName(args),
    description: "Spot fleets of Deadline start, stop and tag instances with it",
  };
  return createRole(`${name}-fleet`, { ...role, policy: thinkboxPolicies.spotFleetTagging, trust }, args, parent);
}

function createTrackerRole(name: string, args: DeadlineSpotRolesArgs, parent: Parent): ManagedRole {
  const role = { roleName: deadlineNames.resourceTracker, description: "Deadline's Resource Tracker works with it" };
  const policy = thinkboxPolicies.resourceTrackerAccess;
  const trust = { principals: ["lambda.amazonaws.com"] };
  return createRole(`${name}-resource-tracker`, { ...role, policy, trust }, args, parent);
}

interface ServiceRole {
  roleName: string;
  description: string;
  policy: string;
  trust: TrustStatementArgs;
  permissions?: PermissionStatementArgs[];
  policyArns?: pulumi.Input<string>[];
  instanceProfile?: boolean;
}

function createRole(
  name: string,
  { policy, trust, policyArns = [], ...role }: ServiceRole,
  { permissionsBoundary, tags }: DeadlineSpotRolesArgs,
  parent: Parent,
): ManagedRole {
  const managedPolicyArns = [policy, ...policyArns];
  const args = { ...role, managedPolicyArns, trust: { statements: [trust] }, permissionsBoundary, tags };
  return new ManagedRole(name, args, { parent });
}

/** Source: EC2 User Guide "Service-linked role for Spot Instance requests", "… for Spot Fleet". They take no suffix. */
function createServiceLinkedRoles(name: string, { tags }: DeadlineSpotRolesArgs, parent: Parent): void {
  for (const service of ["spot", "spotfleet"]) {
    const args = { awsServiceName: `${service}.amazonaws.com`, tags };
    new iam.ServiceLinkedRole(`${name}-${service}-service`, args, { parent });
  }
}
