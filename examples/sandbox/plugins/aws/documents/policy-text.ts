/** The document in an answer of IAM, which sends it URL-encoded. */
export function decodeDocument(document: string | undefined): string {
  return decodeURIComponent((document ?? "").replace(/\+/g, "%20"));
}

/** The length of a policy as IAM counts it: without white space. Source: IAM User Guide, "IAM and AWS STS quotas". */
export function countedLength(document: string): number {
  return document.replace(/\s/g, "").length;
}
