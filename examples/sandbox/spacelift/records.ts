import { randomInt } from "node:crypto";

/** A stack, as far as integrations are concerned. */
export interface StackRecord {
  id: string;
  space: string;
  labels: string[];
}

/** An AWS integration, as the vendor keeps it. */
export interface IntegrationRecord {
  id: string;
  name: string;
  roleArn: string;
  externalId: string;
  durationSeconds: number;
  generateCredentialsInWorker: boolean;
  labels: string[];
  space: string;
  region: string | null;
  tagAssumeRole: boolean;
  autoattachEnabled: boolean;
}

/** A stack that uses an integration. */
export interface AttachmentRecord {
  id: string;
  integrationId: string;
  stackId: string;
  read: boolean;
  write: boolean;
  isAutoattached: boolean;
}

/** Everything one Spacelift account holds. */
export interface SpaceliftRecords {
  stacks: StackRecord[];
  integrations: IntegrationRecord[];
  attachments: AttachmentRecord[];
}

/** The time part of an id is left out: nothing sorts by it here. */
export function newUlid(): string {
  const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return `01${Array.from({ length: 24 }, () => digits[randomInt(digits.length)]).join("")}`;
}
