import { createHmac } from "node:crypto";
import {
  type AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  paginateListAccessKeys,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { CreatedInPart } from "../../kernel/failures";
import type { ResourceType } from "../../kernel/plugin";
import { withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";
import { dateText, requiredText, textOf } from "../inputs/reading";
import { oneOf } from "../inputs/validation";
import { during, ifFound, unlessGone } from "./doing";

/** `aws:iam/accessKey:AccessKey`. The secret is known from its creation on, and never again; the SDK marks it as one. */
export const accessKeyType: ResourceType<AwsSession> = {
  token: "aws:iam/accessKey:AccessKey",
  inputs: {
    user: { kind: "string", required: true, replaces: true },
    status: { kind: "string", default: "Active", complaint: oneOf("Active", "Inactive") },
  },
  outputs: ["createDate", "secret", "sesSmtpPasswordV4"],

  async create(inputs, session) {
    const user = requiredText(inputs, "user");
    const { AccessKey: key } = await during(`creating IAM Access Key (${user})`, () =>
      session.iam.send(new CreateAccessKeyCommand({ UserName: user })),
    );
    const id = key?.AccessKeyId ?? "";
    const secret = key?.SecretAccessKey ?? "";
    const createDate = dateText(key?.CreateDate);
    const sesSmtpPasswordV4 = smtpPassword(secret, session.region);
    const state = withoutAbsent({ user, status: "Active", createDate, secret, sesSmtpPasswordV4 });
    if (inputs.status !== "Inactive") return { id, state };
    try {
      await setStatus(id, user, "Inactive", session.iam);
    } catch (error) {
      throw new CreatedInPart({ id, state }, error);
    }
    return { id, state: { ...state, status: "Inactive" } };
  },

  async read(id, known, session) {
    const user = textOf(known, "user") ?? (await ownerOf(id, session.iam));
    if (user === undefined) return undefined;
    const key = await during(`reading IAM Access Key (${id})`, () => findKey(id, user, session.iam));
    if (!key) return undefined;
    return { id, state: withoutAbsent({ ...known, user, status: key.Status, createDate: dateText(key.CreateDate) }) };
  },

  async update({ id, from, to, changed }, session) {
    if (changed("status")) await setStatus(id, requiredText(to, "user"), requiredText(to, "status"), session.iam);
    return { ...from, ...to };
  },

  async delete(id, state, { iam }) {
    const UserName = textOf(state, "user");
    await during(`deleting IAM Access Key (${id})`, () =>
      unlessGone(() => iam.send(new DeleteAccessKeyCommand({ AccessKeyId: id, UserName }))),
    );
  },
};

async function setStatus(id: string, UserName: string, status: string, iam: IAMClient): Promise<void> {
  const Status = status === "Inactive" ? "Inactive" : "Active";
  await during(`updating IAM Access Key (${id})`, () =>
    iam.send(new UpdateAccessKeyCommand({ AccessKeyId: id, UserName, Status })),
  );
}

function ownerOf(id: string, iam: IAMClient): Promise<string | undefined> {
  return ifFound(async () => (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }))).UserName);
}

function findKey(id: string, UserName: string, client: IAMClient): Promise<AccessKeyMetadata | undefined> {
  return ifFound(async () => {
    for await (const page of paginateListAccessKeys({ client }, { UserName })) {
      const key = page.AccessKeyMetadata?.find((candidate) => candidate.AccessKeyId === id);
      if (key) return key;
    }
    return undefined;
  });
}

// Source: Amazon SES Developer Guide, "Obtaining Amazon SES SMTP credentials by converting existing AWS credentials".
function smtpPassword(secret: string, region: string): string {
  const steps = ["11111111", region, "ses", "aws4_request", "SendRawEmail"];
  const sign = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const signature = steps.reduce<string | Buffer>(sign, `AWS4${secret}`);
  return Buffer.concat([Buffer.from([4]), Buffer.from(signature)]).toString("base64");
}
