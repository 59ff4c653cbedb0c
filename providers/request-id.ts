/**
 * The id a vendor gave a request, from the header that is usual for it; undefined where there is none.
 *
 * Spot tells it in the body of most answers, Spacelift documents none: what a proxy in front of them writes is still what
 * their support can look for.
 */
export function headerRequestId(response: Response): string | undefined {
  const id = response.headers.get("x-request-id")?.trim();
  return id && /^[\w.:=/+-]{1,128}$/.test(id) ? id : undefined;
}
