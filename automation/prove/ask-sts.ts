import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { ProofIdentity } from "./proof-identities";

/** A request to get in by a role. */
export interface EntryRequest {
  roleArn: string;
  externalId?: string;
}

/** What came of it. */
export interface EntryAnswer {
  actual: "in" | "out";
  detail: string;
}

// What a session may do is the session policy too: one that denies everything is of no use to anybody who finds it.
const uselessSession = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});

const shortestSessionSeconds = 900;

/**
 * Really asks STS to assume a role.
 *
 * @returns `out` only when STS said AccessDenied.
 * @throws Error when there was no answer or another one: that proves nothing.
 */
export async function askSts(
  identity: ProofIdentity,
  { roleArn, externalId }: EntryRequest,
  abortSignal?: AbortSignal,
): Promise<EntryAnswer> {
  const client = new STSClient(identity.connection);
  try {
    await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: "cross-account-proof",
        DurationSeconds: shortestSessionSeconds,
        Policy: uselessSession,
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      }),
      { abortSignal },
    );
    return { actual: "in", detail: `STS let ${identity.arn} in` };
  } catch (error) {
    if (isAccessDenied(error)) return { actual: "out", detail: `STS refused ${identity.arn}: AccessDenied` };
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Error(`Whether ${identity.arn} gets in by ${roleArn} could not be found out: ${reason}`, {
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

function isAccessDenied(error: unknown): boolean {
  return error instanceof Error && (error.name === "AccessDenied" || error.name === "AccessDeniedException");
}
