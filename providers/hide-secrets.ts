import { parseJson } from "./answer-text";

/**
 * The body of an answer without the secrets that were sent: a server may repeat what it got.
 *
 * JSON is written anew first, so that a secret is found whichever characters of it the server escaped.
 */
export function hideSecrets(body: string, secrets: readonly string[]): string {
  const document = parseJson(body);
  const text = document === undefined ? body : JSON.stringify(document);
  const spellings = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
  ]);
  return spellings
    .filter((spelling) => spelling !== "")
    .sort((a, b) => b.length - a.length)
    .reduce((rest, spelling) => rest.replaceAll(spelling, "[secret]"), text);
}
