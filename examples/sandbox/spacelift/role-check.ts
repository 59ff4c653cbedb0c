import { AssumeRoleCommand, STSClient, STSServiceException } from "@aws-sdk/client-sts";
import { type AwsKeys, connection } from "../aws/connection";
import { type IntegrationRecord, newUlid, type StackRecord } from "./records";

/** A role as Spacelift enters it for one run. */
export interface RoleEntry {
  integration: IntegrationRecord;
  stack: StackRecord;
  externalId: string | undefined;
}

/** What a run works with. */
export interface RunSession {
  keys: AwsKeys;
  /** What CloudTrail shows of it. */
  sessionName: string;
}

/** Assumes roles as a user of Spacelift's own AWS account. */
export class RoleEntrance {
  private readonly sts: STSClient;

  constructor(
    awsEndpoint: string,
    user: AwsKeys,
    private readonly accountName: string,
  ) {
    this.sts = new STSClient(connection(awsEndpoint, user));
  }

  /** A session of the role, or undefined when it does not open. */
  async enter({ integration, stack, externalId }: RoleEntry): Promise<RunSession | undefined> {
    const runId = newUlid();
    const sessionName = `${runId}@${stack.id}@${this.accountName}`.slice(0, 64);
    const tags = { run: runId, stack: stack.id, space: stack.space };
    try {
      const { Credentials } = await this.sts.send(
        new AssumeRoleCommand({
          RoleArn: integration.roleArn,
          RoleSessionName: sessionName,
          DurationSeconds: integration.durationSeconds,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
          ...(integration.tagAssumeRole
            ? { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
            : undefined),
        }),
      );
      const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
      const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
      return { keys, sessionName };
    } catch (error) {
      // A malformed ARN is met with the same words as a closed role.
      if (error instanceof STSServiceException && /AccessDenied|ValidationError/.test(error.name)) return undefined;
      throw error;
    }
  }

  close(): void {
    this.sts.destroy();
  }
}
