import { canonicalJson, canonicalList } from "../trust/canonical-json";
import { stackerTemplatePrefix } from "./stacker-names";

/** Who may read what in a bucket of stacker. @internal */
export interface BucketReaders {
  bucketArn: string;
  /** ARNs of roles and of account roots. */
  readers: string[];
  /** Organizations they must belong to; none: not looked at. */
  organizations: string[];
  /** Everything instead of templates. */
  readAll: boolean;
  /** Nothing without TLS, for anyone. */
  tlsOnly: boolean;
}

/** Writes the policy of stacker's bucket: TLS only for everyone, templates for the readers. Equal meaning gives equal text. @internal */
export function renderBucketPolicy({ bucketArn, readers, organizations, readAll, tlsOnly }: BucketReaders): string {
  const read = {
    Sid: "ReadTemplates",
    Effect: "Allow",
    Principal: { AWS: canonicalList(readers) },
    Action: "s3:GetObject",
    Resource: readAll ? `${bucketArn}/*` : `${bucketArn}/${stackerTemplatePrefix}/*`,
    Condition:
      organizations.length === 0 ? undefined : { StringEquals: { "aws:PrincipalOrgID": canonicalList(organizations) } },
  };
  const withoutTls = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const Statement = [...(readers.length === 0 ? [] : [read]), ...(tlsOnly ? [withoutTls] : [])];
  return canonicalJson({ Version: "2012-10-17", Statement });
}
