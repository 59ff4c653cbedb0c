import * as pulumi from "@pulumi/pulumi";
import { SpaceliftAttachment, SpaceliftAwsIntegration } from "../../providers";
import { ManagedRole } from "../managed-role";
import { listExternalIds } from "./external-ids";
import { normalizeSpaceliftInputs, type SpaceliftInputs } from "./inputs";
import type { SpaceliftIntegrationArgs } from "./integration-args";
import { describeTrust } from "./role-trust";

/**
 * Lets Spacelift into one AWS account: the integration, the role, and the stacks that work through it.
 *
 * The role trusts the one AWS account Spacelift's API names, with the external ids of this integration, these stacks and
 * these kinds of runs: `<account>@<integration>@<stack>@<read|write>`. Role and integration each need the other: the role's
 * name is settled first, so the integration is made with its ARN, then the role with the integration's id, then the
 * stacks are attached, when Spacelift assumes the role with the external id and without.
 *
 * In CloudTrail the name of a session is the run: `<runId>@<stackId>@<account>`, cut to 64 characters; look for the run's id,
 * which comes first.
 *
 * Runs last no longer than `durationSeconds`: AWS ends the session, also in the middle of an apply. STS must be active in
 * `eu-west-1` and `eu-central-1` of the account for spacelift.io.
 *
 * Source: docs.spacelift.io/integrations/cloud-providers/aws; github spacelift-io/terraform-provider-spacelift.
 *
 * @example
 * ```ts
 * new SpaceliftIntegration("spacelift", {
 *   accountId: "111111111111",
 *   endpoint: "https://acme.app.spacelift.io",
 *   stacks: [{ stackId: "network" }],
 *   managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
 * });
 * ```
 */
export class SpaceliftIntegration extends pulumi.ComponentResource {
  /** Spacelift's id of the integration. */
  readonly integrationId: pulumi.Output<string>;
  /** Name of the integration at Spacelift. */
  readonly integrationName: pulumi.Output<string>;
  /** True when the integration was there already, be it only from a run that was interrupted. */
  readonly adopted: pulumi.Output<boolean>;
  /** ARN of the role. */
  readonly roleArn: pulumi.Output<string>;
  /** External ids the role accepts for the stacks named here, or from the workers. */
  readonly externalIds: pulumi.Output<string[]>;
  /** Whom the role's trust policy names. */
  readonly principals: pulumi.Output<string[]>;

  constructor(name: string, args: SpaceliftIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:SpaceliftIntegration", name, {}, opts);

    const inputs = normalizeSpaceliftInputs(name, args, this);
    const integration = createIntegration(name, inputs, args, this);
    const role = createRole(name, inputs, args, integration, this);
    createAttachments(name, inputs, integration, role, this);

    this.integrationId = integration.integrationId;
    this.integrationName = pulumi.output(inputs.integrationName);
    this.adopted = integration.adopted;
    this.roleArn = role.roleArn;
    this.externalIds = listAccepted(inputs, integration);
    this.principals = role.principals;
    this.registerOutputs({ integrationId: this.integrationId, roleArn: this.roleArn, externalIds: this.externalIds });
  }
}

function createIntegration(
  name: string,
  inputs: SpaceliftInputs,
  args: SpaceliftIntegrationArgs,
  parent: SpaceliftIntegration,
): SpaceliftAwsIntegration {
  return new SpaceliftAwsIntegration(
    `${name}-integration`,
    {
      ...inputs.api,
      name: inputs.integrationName,
      roleArn: inputs.roleArn,
      durationSeconds: inputs.durationSeconds,
      generateCredentialsInWorker: args.worker !== undefined,
      externalId: args.worker?.externalId,
      labels: args.labels,
      space: args.space,
      region: args.stsRegion,
      tagAssumeRole: args.tagSessions ?? false,
      autoattachEnabled: args.autoattach ?? false,
      retain: args.retain,
    },
    { parent },
  );
}

function createRole(
  name: string,
  { trust, roleName }: SpaceliftInputs,
  args: SpaceliftIntegrationArgs,
  integration: SpaceliftAwsIntegration,
  parent: SpaceliftIntegration,
): ManagedRole {
  const { accountName, integrationId, spaceliftAwsAccountId } = integration;
  const statements = pulumi
    .all([accountName, integrationId, spaceliftAwsAccountId])
    .apply(([account, id, enteringFrom]) => {
      const known = { accountName: account, integrationId: id, principals: args.principals ?? [enteringFrom] };
      return describeTrust(trust, known).statements;
    });
  return new ManagedRole(
    `${name}-role`,
    {
      roleName,
      path: args.rolePath,
      description: "Runs of Spacelift stacks work in this account with it",
      trust: { ...(trust.worker ? {} : { party: "spacelift", allowOtherPrincipals: trust.ownPrincipals }), statements },
      permissions: args.permissions,
      managedPolicyArns: args.managedPolicyArns,
      permissionsBoundary: args.permissionsBoundary,
      tags: args.tags,
    },
    { parent },
  );
}

function createAttachments(
  name: string,
  { api, trust }: SpaceliftInputs,
  { integrationId }: SpaceliftAwsIntegration,
  role: ManagedRole,
  parent: SpaceliftIntegration,
): void {
  for (const { stackId, read, write } of trust.stacks) {
    const args = { ...api, integrationId, stackId, read, write };
    // On the whole role, its permissions too: a run must not begin before it may do anything.
    new SpaceliftAttachment(`${name}-stack-${stackId}`, args, { parent, dependsOn: [role] });
  }
}

function listAccepted(
  { trust }: SpaceliftInputs,
  { accountName, integrationId }: SpaceliftAwsIntegration,
): pulumi.Output<string[]> {
  const { worker, stacks } = trust;
  if (worker) {
    return pulumi.output(worker.externalId === undefined ? [] : [worker.externalId]);
  }
  return pulumi
    .all([accountName, integrationId])
    .apply(([account, id]) => listExternalIds({ accountName: account, integrationId: id }, stacks));
}
