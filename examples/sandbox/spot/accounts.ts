import { randomBytes, randomInt } from "node:crypto";

/** An external id Spot minted for one of its accounts. */
export interface MintedExternalId {
  value: string;
  /** ISO 8601; a link has to be made before. */
  maxValidUntil: string;
}

/** An account at Spot, as the vendor keeps it. */
export interface SpotAccountRecord {
  readonly id: string;
  name: string;
  readonly createdAt: string;
  /** The organization's first account; only Spot's support can delete it. */
  readonly isDefault: boolean;
  /** The one minted last; a link made from now on uses it. */
  externalId?: MintedExternalId;
  /** The AWS account it is connected to, through which role and external id. */
  link?: { awsAccountId: string; roleArn: string; externalId: string };
  slackNotificationChannels?: string[];
}

/** What the vendor keeps: every account of one organization. Names need not be unique. */
export class SpotAccounts {
  private readonly records: Map<string, SpotAccountRecord>;
  private readonly visibleFrom = new Map<string, number>();

  constructor(
    restored: SpotAccountRecord[] | undefined,
    private readonly onChange: (records: SpotAccountRecord[]) => void,
  ) {
    const records = restored ?? [newRecord("acme default", true)];
    this.records = new Map(records.map((record) => [record.id, record]));
    this.onChange(this.all());
  }

  /** Every account, oldest first, visible yet or not. */
  all(): SpotAccountRecord[] {
    return structuredClone([...this.records.values()]);
  }

  /** What a caller gets to see, oldest first. */
  list(awsAccountId?: string): SpotAccountRecord[] {
    return this.all().filter(
      (record) => this.isVisible(record.id) && (!awsAccountId || record.link?.awsAccountId === awsAccountId),
    );
  }

  find(id: string): SpotAccountRecord | undefined {
    const record = this.isVisible(id) ? this.records.get(id) : undefined;
    return record && structuredClone(record);
  }

  /** Makes an account, which callers see only after `hiddenMs` milliseconds. */
  create(name: string, hiddenMs = 0): SpotAccountRecord {
    const record = newRecord(name, false);
    if (hiddenMs > 0) this.visibleFrom.set(record.id, Date.now() + hiddenMs);
    this.records.set(record.id, record);
    this.onChange(this.all());
    return structuredClone(record);
  }

  update(id: string, change: Partial<Omit<SpotAccountRecord, "id" | "createdAt" | "isDefault">>): void {
    const record = this.records.get(id);
    if (!record) return;
    Object.assign(record, change);
    this.onChange(this.all());
  }

  /** Mints an external id, valid for a link until `lifetimeMs` from now; the one before is not used for new links any more. */
  mintExternalId(id: string, lifetimeMs: number): MintedExternalId {
    const externalId = {
      // The shape of the ids Spot hands out today: 44 characters that mean nothing.
      value: randomBytes(33).toString("base64url"),
      maxValidUntil: new Date(Date.now() + lifetimeMs).toISOString(),
    };
    this.update(id, { externalId });
    return externalId;
  }

  delete(id: string): void {
    this.records.delete(id);
    this.onChange(this.all());
  }

  private isVisible(id: string): boolean {
    return (this.visibleFrom.get(id) ?? 0) <= Date.now();
  }
}

function newRecord(name: string, isDefault: boolean): SpotAccountRecord {
  const id = `act-${Array.from({ length: 8 }, () => randomInt(16).toString(16)).join("")}`;
  return { id, name, createdAt: new Date().toISOString(), isDefault };
}
