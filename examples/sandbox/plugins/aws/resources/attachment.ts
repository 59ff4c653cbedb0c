import type { ResourceType } from "../../kernel/plugin";
import type { AwsSession } from "../connection/session";
import { requiredText, textOf } from "../inputs/reading";
import { arn } from "../inputs/validation";
import { during, ifFound, unlessGone } from "./doing";

/** What differs between policies attached to roles and to users. */
export interface AttachmentCalls {
  token: string;
  /** The input that names the owner. */
  owner: "role" | "user";
  attach(session: AwsSession, owner: string, policyArn: string): Promise<unknown>;
  /** ARNs of all policies attached. */
  list(session: AwsSession, owner: string): Promise<string[]>;
  detach(session: AwsSession, owner: string, policyArn: string): Promise<unknown>;
}

/** A resource type for attached policies. Its id has no meaning but on an import: `<owner>/<policy ARN>`. */
export function attachmentType(calls: AttachmentCalls): ResourceType<AwsSession> {
  const title = calls.owner === "role" ? "Role" : "User";
  return {
    token: calls.token,
    inputs: {
      policyArn: { kind: "string", required: true, replaces: true, complaint: arn },
      [calls.owner]: { kind: "string", required: true, replaces: true },
    },
    outputs: [],

    async create(inputs, session) {
      const [owner, policyArn] = [requiredText(inputs, calls.owner), requiredText(inputs, "policyArn")];
      await during(`attaching IAM Policy (${policyArn}) to IAM ${title} (${owner})`, () =>
        calls.attach(session, owner, policyArn),
      );
      return { id: `${owner}/${policyArn}`, state: inputs };
    },

    async read(id, known, session) {
      const [first, rest] = id.split(/\/(.*)/s);
      const owner = textOf(known, calls.owner) ?? first ?? "";
      const policyArn = textOf(known, "policyArn") ?? rest ?? "";
      const attached = await during(`reading IAM ${title} Policy Attachment (${id})`, () =>
        ifFound(() => calls.list(session, owner)),
      );
      return attached?.includes(policyArn) ? { id, state: { [calls.owner]: owner, policyArn } } : undefined;
    },

    async delete(_, state, session) {
      const [owner, policyArn] = [requiredText(state, calls.owner), requiredText(state, "policyArn")];
      await during(`detaching IAM Policy (${policyArn}) from IAM ${title} (${owner})`, () =>
        unlessGone(() => calls.detach(session, owner, policyArn)),
      );
    },
  };
}
