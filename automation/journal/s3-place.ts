import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { AwsConnection } from "../fleet/role-chain";

const parameters = ["region", "endpoint", "profile", "disableSSL", "s3ForcePathStyle", "awssdk"];

/** A place in a bucket, as the URL of it tells. */
export interface S3Place {
  bucket: string;
  /** Without slashes around it; may be empty. */
  prefix: string;
  region?: string;
  endpoint?: string;
  profile?: string;
}

/**
 * Reads `s3://bucket/prefix`, with what Pulumi's own URLs of buckets may have behind it: `region`, `endpoint`, `profile`.
 *
 * @returns What is wrong with it, in words, where it is no such URL.
 */
export function parseS3Url(url: string): S3Place | string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== "s3:" || parsed.host === "") return "is not the URL of a bucket, such as s3://bucket/prefix";
  const unknown = [...parsed.searchParams.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) return `has ${unknown} behind the ?, and only ${parameters.join(", ")} may stand there`;
  const { region, endpoint, profile, disableSSL } = Object.fromEntries(parsed.searchParams);
  const scheme = disableSSL === "true" ? "http" : "https";
  return {
    bucket: parsed.host,
    prefix: parsed.pathname.replace(/^\/+|\/+$/g, ""),
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint: /^https?:\/\//.test(endpoint) ? endpoint : `${scheme}://${endpoint}` } : {}),
    ...(profile ? { profile } : {}),
  };
}

/** The connection to a bucket: that of the hub, with what the URL says otherwise. */
export async function connectionTo(place: S3Place, hub: () => Promise<AwsConnection>): Promise<AwsConnection> {
  const { region, endpoint, profile } = place;
  const connection = await hub();
  return {
    ...connection,
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(profile ? { credentials: fromNodeProviderChain({ profile }) } : {}),
  };
}
