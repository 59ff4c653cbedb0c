import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import { spaceliftAccountId } from "../../examples/sandbox/aws/identities";
import type { SpaceliftRecords } from "../../examples/sandbox/spacelift/records";
import {
  type SpaceliftApi,
  type SpaceliftRules,
  startSpaceliftApi,
} from "../../examples/sandbox/spacelift/spacelift-api";
import { startEmulator } from "./emulator";

/** A Spacelift API whose roles are in an AWS emulator of its own. */
export interface SpaceliftOnEmulator {
  /** Starts one more API on the same emulator, with nothing in it or with these records; stopped with it. */
  start(rules?: SpaceliftRules, records?: SpaceliftRecords): Promise<SpaceliftApi>;
  /** Makes a role in account 111111111111 that Spacelift may assume, or changes its trust. Returns its ARN. */
  role(name: string, condition: object | undefined, action?: string | string[]): Promise<string>;
  close(): Promise<void>;
}

/** The condition that lets in every stack of the account `acme`. */
export const anyStackOfAcme = { StringLike: { "sts:ExternalId": "acme@*" } };

/** Starts the emulator, with a user in Spacelift's account. */
export async function startSpaceliftOnEmulator(): Promise<SpaceliftOnEmulator> {
  const emulator = await startEmulator();
  const user = await createUser(emulator.endpoint);
  const iam = new IAMClient(connection(emulator.endpoint, emulatorRoot("111111111111")));
  const running: SpaceliftApi[] = [];
  return {
    start: async (rules, records) => {
      const stateFile = path.join(emulator.dir, `spacelift-${running.length}.json`);
      if (records) await writeFile(stateFile, JSON.stringify(records));
      const apiKey = { id: "01HTESTKEY0000000000000000", secret: `canary-secret-${running.length}` };
      const api = await startSpaceliftApi({
        accountName: "acme",
        apiKey,
        aws: { endpoint: emulator.endpoint, user },
        ...(rules ? { rules } : {}),
        ...(records ? { stateFile } : {}),
      });
      running.push(api);
      return api;
    },
    role: (name, condition, action = "sts:AssumeRole") => putRole(iam, name, condition, action),
    close: async () => {
      await Promise.all(running.map((api) => api.close()));
      await emulator.close();
    },
  };
}

async function createUser(endpoint: string) {
  const iam = new IAMClient(connection(endpoint, emulatorRoot(spaceliftAccountId)));
  const UserName = "spacelift-service";
  await iam.send(new CreateUserCommand({ UserName }));
  const Statement = [{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "assume-roles", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
}

async function putRole(
  iam: IAMClient,
  RoleName: string,
  Condition: object | undefined,
  Action: string | string[],
): Promise<string> {
  const Principal = { AWS: `arn:aws:iam::${spaceliftAccountId}:root` };
  const Statement = [{ Effect: "Allow", Principal, Action, ...(Condition ? { Condition } : {}) }];
  const document = JSON.stringify({ Version: "2012-10-17", Statement });
  try {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "EntityAlreadyExistsException") throw error;
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: document }));
  }
  return `arn:aws:iam::111111111111:role/${RoleName}`;
}
