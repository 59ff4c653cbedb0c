import {
  type AttachmentRecord,
  type IntegrationRecord,
  newUlid,
  type SpaceliftRecords,
  type StackRecord,
} from "./records";
import type { RoleEntrance, RunSession } from "./role-check";

/** Spacelift's words when it cannot assume a role, and when it can without an external id. Source: terraform-provider-spacelift #493. */
export const trustRefusal = "unauthorized: you need to configure trust relationship section in your AWS account";

/** Which external ids Spacelift presents where a stack reads and writes: its documentation and its provider differ. */
export type SuffixRule = "attachment" | "phase";

/** What a caller may set of an integration. */
export type IntegrationSettings = Omit<IntegrationRecord, "id">;

/** One account at Spacelift: what it holds, and what it refuses. */
export class SpaceliftAccount {
  constructor(
    readonly name: string,
    readonly records: SpaceliftRecords,
    private readonly entrance: RoleEntrance,
    private readonly suffixes: SuffixRule,
    private readonly onChange: () => void,
  ) {}

  findIntegration(id: string): IntegrationRecord | undefined {
    return this.records.integrations.find((integration) => integration.id === id);
  }

  attachmentsOf(integrationId: string): AttachmentRecord[] {
    return this.records.attachments.filter((attachment) => attachment.integrationId === integrationId);
  }

  create(settings: IntegrationSettings): IntegrationRecord {
    const integration = { id: newUlid(), ...settings };
    this.records.integrations.push(integration);
    this.attachByLabel(integration);
    this.onChange();
    return integration;
  }

  update(id: string, settings: IntegrationSettings): IntegrationRecord {
    const integration = existing(this.findIntegration(id), "AWS integration");
    if (settings.space !== integration.space && this.attachmentsOf(id).length > 0) {
      throw new Error("cannot move an AWS integration to another space while it is attached");
    }
    Object.assign(integration, settings);
    this.attachByLabel(integration);
    this.onChange();
    return integration;
  }

  delete(id: string): IntegrationRecord {
    const integration = existing(this.findIntegration(id), "AWS integration");
    const attached = this.attachmentsOf(id).filter(({ isAutoattached }) => !isAutoattached);
    if (attached.length > 0) {
      const stacks = attached.map(({ stackId }) => stackId).join(", ");
      throw new Error(`cannot delete AWS integration: it is attached to ${stacks}`);
    }
    this.records.attachments = this.records.attachments.filter(({ integrationId }) => integrationId !== id);
    this.records.integrations.splice(this.records.integrations.indexOf(integration), 1);
    this.onChange();
    return integration;
  }

  async attach(id: string, stackId: string, read: boolean, write: boolean): Promise<AttachmentRecord> {
    const integration = existing(this.findIntegration(id), "AWS integration");
    const stack = this.stack(stackId);
    if (this.attachmentsOf(id).some((attachment) => attachment.stackId === stackId)) {
      throw new Error("AWS integration is already attached to this stack");
    }
    const attachment = { id: newUlid(), integrationId: id, stackId, read, write, isAutoattached: false };
    this.assertRoom(attachment);
    await this.verify(integration, stack, attachment);
    this.records.attachments.push(attachment);
    this.onChange();
    return attachment;
  }

  async updateAttachment(id: string, read: boolean, write: boolean): Promise<AttachmentRecord> {
    const attachment = existing(
      this.records.attachments.find((candidate) => candidate.id === id),
      "AWS integration attachment",
    );
    this.assertRoom({ ...attachment, read, write });
    const integration = existing(this.findIntegration(attachment.integrationId), "AWS integration");
    await this.verify(integration, this.stack(attachment.stackId), { read, write });
    Object.assign(attachment, { read, write });
    this.onChange();
    return attachment;
  }

  detach(id: string): AttachmentRecord {
    const attachment = existing(
      this.records.attachments.find((candidate) => candidate.id === id),
      "AWS integration attachment",
    );
    this.records.attachments.splice(this.records.attachments.indexOf(attachment), 1);
    this.onChange();
    return attachment;
  }

  externalIdFor({ id }: IntegrationRecord, stackId: string, write: boolean): string {
    return `${this.name}@${id}@${stackId}@${write ? "write" : "read"}`;
  }

  /** The session a run of a stack gets, undefined when the role does not open for it. */
  async run(stackId: string, phase: "read" | "write"): Promise<RunSession | undefined> {
    const attachment = this.records.attachments.find((one) => one.stackId === stackId && one[phase]);
    const integration = existing(attachment && this.findIntegration(attachment.integrationId), "AWS integration");
    const write = this.suffixes === "phase" ? phase === "write" : attachment?.write === true;
    const externalId = integration.generateCredentialsInWorker
      ? integration.externalId || undefined
      : this.externalIdFor(integration, stackId, write);
    return this.entrance.enter({ integration, stack: this.stack(stackId), externalId });
  }

  private stack(id: string): StackRecord {
    return existing(
      this.records.stacks.find((stack) => stack.id === id),
      "stack",
    );
  }

  /** With the external id it has to open, without one it must not: else it would open for every customer of Spacelift. */
  private async verify(
    integration: IntegrationRecord,
    stack: StackRecord,
    { read, write }: { read: boolean; write: boolean },
  ): Promise<void> {
    if (integration.generateCredentialsInWorker) return;
    const asWriter = this.suffixes === "phase" ? [...(read ? [false] : []), ...(write ? [true] : [])] : [write];
    for (const writer of asWriter) {
      const externalId = this.externalIdFor(integration, stack.id, writer);
      if (!(await this.entrance.enter({ integration, stack, externalId }))) throw new Error(trustRefusal);
    }
    if (await this.entrance.enter({ integration, stack, externalId: undefined })) throw new Error(trustRefusal);
  }

  /** A stack has at most one attachment for reading and one for writing. */
  private assertRoom(wanted: AttachmentRecord): void {
    if (!wanted.read && !wanted.write) throw new Error("at least one of read and write must be set");
    const others = this.records.attachments.filter(({ stackId, id }) => stackId === wanted.stackId && id !== wanted.id);
    for (const access of ["read", "write"] as const) {
      if (wanted[access] && others.some((other) => other[access])) {
        throw new Error(`stack already has an AWS integration attached for ${access}`);
      }
    }
  }

  private attachByLabel(integration: IntegrationRecord): void {
    const labels = integration.labels
      .filter((label) => label.startsWith("autoattach:"))
      .map((label) => label.slice(11));
    const matching = this.records.stacks.filter((stack) => stack.labels.some((label) => labels.includes(label)));
    for (const { id: stackId } of integration.autoattachEnabled ? matching : []) {
      if (this.records.attachments.some((attachment) => attachment.stackId === stackId)) continue;
      const access = { read: true, write: true, isAutoattached: true };
      this.records.attachments.push({ id: newUlid(), integrationId: integration.id, stackId, ...access });
    }
  }
}

function existing<Item>(item: Item | undefined, kind: string): Item {
  if (item === undefined) throw new Error(`${kind} not found`);
  return item;
}
