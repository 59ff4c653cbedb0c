import type { PutBucketPolicyCommandInput } from "@aws-sdk/client-s3";
import { Refusal } from "../connection/aws-error";
import type { RequestRule } from "../connection/clients";
import type { Inspector } from "../connection/inspector";
import { assertPrincipals } from "./principals";
import { isObject, readDocument, type Statement } from "./statement";
import { assertTrustedExist } from "./trusted-entities";

/**
 * Refuses a bucket policy that S3 refuses and the emulator takes: resources of another bucket, nobody named, and roles or
 * users that do not exist. Texts of the S3 User Guide, "Troubleshooting: MalformedPolicy".
 */
export function strictBucketRule(inspect: () => Promise<Inspector>): RequestRule {
  return async (operation, input) => {
    if (operation !== "PutBucketPolicy") return;
    const { Bucket = "", Policy = "" } = input as PutBucketPolicyCommandInput;
    const document = readDocument(Policy);
    if (!document || document.unknownElements.length > 0 || document.statements.length === 0) {
      throw malformed("Policies must be valid JSON and the first byte must be '{'");
    }
    for (const statement of document.statements) await assertStatement(statement, Bucket, inspect);
  };
}

async function assertStatement(statement: Statement, bucket: string, inspect: () => Promise<Inspector>): Promise<void> {
  if (!["Allow", "Deny"].includes(statement.effect)) throw malformed(`Invalid effect: ${statement.effect}`);
  if (statement.actions.length === 0) throw malformed("Missing required field Action");
  const own = `arn:aws:s3:::${bucket}`;
  const strange = statement.resources.find((resource) => resource !== own && !resource.startsWith(`${own}/`));
  if (strange !== undefined || statement.resources.length === 0) throw malformed("Policy has invalid resource");
  if (statement.principal === "*") return;
  if (!isObject(statement.principal)) throw malformed("Missing required field Principal");
  try {
    const named = assertPrincipals(statement.principal);
    if (named.length > 0) await assertTrustedExist(named, await inspect());
  } catch (error) {
    throw error instanceof Refusal ? malformed("Invalid principal in policy") : error;
  }
}

function malformed(reason: string): Refusal {
  return new Refusal("MalformedPolicy", reason, 400);
}
