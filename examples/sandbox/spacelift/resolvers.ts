import type { AttachmentRecord, IntegrationRecord } from "./records";
import type { Sessions } from "./sessions";
import { type IntegrationSettings, type SpaceliftAccount, trustRefusal } from "./spacelift-account";

/** What one request carries into the resolvers. */
export interface RequestContext {
  authorized: boolean;
  /** True when the role is still spreading through AWS, as a fault wants it. */
  roleTooNew: boolean;
}

interface IntegrationArguments extends Omit<IntegrationSettings, "externalId" | "space"> {
  id: string;
  externalID?: string;
  space?: string | null;
}

interface AttachmentArguments {
  id: string;
  stack: string;
  read: boolean;
  write: boolean;
}

type Resolver = (args: never, context: RequestContext) => unknown;

// What Spacelift falls back to; its Terraform provider's documentation says 900.
const defaultDurationSeconds = 900;

/** The operations of the schema on one account. */
export function createResolvers(
  account: SpaceliftAccount,
  sessions: Sessions,
  spaceliftAwsAccountId: string,
  rules: { readOnlyKey?: boolean; absentIsNull?: boolean },
): Record<string, unknown> {
  const integration = (record: IntegrationRecord | undefined) =>
    record && showIntegration(account, record, spaceliftAwsAccountId);
  const unlessAbsent = <Shown>(isThere: boolean, change: () => Shown) =>
    rules.absentIsNull && !isThere ? null : change();
  const queries: Record<string, Resolver> = {
    name: () => account.name,
    tier: () => "ENTERPRISE",
    spaceliftAwsAccountId: () => spaceliftAwsAccountId,
    awsIntegration: ({ id }: { id: string }) => integration(account.findIntegration(id)),
    awsIntegrationByName: ({ name }: { name: string }) =>
      integration(account.records.integrations.find((record) => record.name === name)),
    awsIntegrations: () => account.records.integrations.map(integration),
    stack: ({ id }: { id: string }) => showStacks(account).find((stack) => stack.id === id),
    stacks: () => showStacks(account),
  };
  const mutations: Record<string, Resolver> = {
    awsIntegrationCreate: (args: IntegrationArguments) => integration(account.create(settingsOf(args, "root"))),
    awsIntegrationUpdate: (args: IntegrationArguments) => {
      const space = account.findIntegration(args.id)?.space ?? "root";
      return integration(account.update(args.id, settingsOf(args, space)));
    },
    awsIntegrationDelete: ({ id }: { id: string }) =>
      unlessAbsent(account.findIntegration(id) !== undefined, () => integration(account.delete(id))),
    awsIntegrationAttach: async ({ id, stack, read, write }: AttachmentArguments, context: RequestContext) => {
      if (context.roleTooNew) throw new Error(trustRefusal);
      return showAttachment(await account.attach(id, stack, read, write));
    },
    awsIntegrationAttachmentUpdate: async ({ id, read, write }: AttachmentArguments) =>
      showAttachment(await account.updateAttachment(id, read, write)),
    awsIntegrationDetach: ({ id }: { id: string }) =>
      unlessAbsent(
        account.records.attachments.some((attachment) => attachment.id === id),
        () => showAttachment(account.detach(id)),
      ),
  };
  return {
    apiKeyUser: ({ id, secret }: { id: string; secret: string }) => sessions.open(id, secret),
    ...guarded(queries, ({ authorized }) => authorized),
    ...guarded(mutations, ({ authorized }) => authorized && !rules.readOnlyKey),
  };
}

function guarded(
  resolvers: Record<string, Resolver>,
  admits: (context: RequestContext) => boolean,
): Record<string, Resolver> {
  const guard =
    (resolver: Resolver): Resolver =>
    (args, context) => {
      if (!admits(context)) throw new Error("unauthorized");
      return resolver(args, context);
    };
  return Object.fromEntries(Object.entries(resolvers).map(([name, resolver]) => [name, guard(resolver)]));
}

/** Whatever an update leaves out goes back to its default: updates replace everything. */
function settingsOf(args: IntegrationArguments, currentSpace: string): IntegrationSettings {
  return {
    name: args.name,
    roleArn: args.roleArn,
    externalId: args.externalID ?? "",
    durationSeconds: args.durationSeconds ?? defaultDurationSeconds,
    generateCredentialsInWorker: args.generateCredentialsInWorker,
    labels: args.labels,
    space: args.space ?? currentSpace,
    region: args.region ?? null,
    tagAssumeRole: args.tagAssumeRole ?? false,
    autoattachEnabled: args.autoattachEnabled ?? false,
  };
}

function showIntegration(account: SpaceliftAccount, record: IntegrationRecord, awsAccountId: string) {
  return {
    ...record,
    externalIdForStack: ({ stackId, write }: { stackId: string; write: boolean }) => {
      const externalId = account.externalIdFor(record, stackId, write);
      const statement = {
        Effect: "Allow",
        Principal: { AWS: awsAccountId },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": externalId } },
      };
      return { externalId, assumeRolePolicyStatement: JSON.stringify(statement) };
    },
    attachedStack: ({ id }: { id: string }) => {
      const found = account.attachmentsOf(record.id).find(({ stackId }) => stackId === id);
      return found && showAttachment(found);
    },
  };
}

function showAttachment(attachment: AttachmentRecord) {
  return { ...attachment, stackName: attachment.stackId, isModule: false };
}

function showStacks({ records }: SpaceliftAccount) {
  return records.stacks.map((stack) => ({
    ...stack,
    name: stack.id,
    attachedAwsIntegrations: records.attachments.filter(({ stackId }) => stackId === stack.id).map(showAttachment),
  }));
}
