/** Shortest and longest external id this package accepts. AWS itself takes 2 to 1,224 characters: IAM User Guide, "IAM and STS quotas". */
export const externalIdLength = { min: 16, max: 1224 } as const;

const allowedCharacters = /^[\w+=,.@:/-]*$/;
const allowedInPattern = /^[\w+=,.@:/*?-]*$/;
const hardToGuessCharacters = 8;

/**
 * Says why an external id must not be used, or nothing when it may.
 *
 * An external id is no secret, but nobody may be able to guess the one of another customer: account ids, names and short values
 * are refused. `guessable` lists more words that somebody else could know, such as the account's name or the role's.
 */
export function findExternalIdProblem(externalId: string, guessable: readonly string[] = []): string | undefined {
  if (externalId.includes("*") || externalId.includes("?")) {
    return "is a wildcard: name each external id, or ask for a pattern in externalIdPatterns";
  }
  if (!allowedCharacters.test(externalId)) {
    return "has a character that AWS refuses: letters, digits and _+=,.@:/- are allowed";
  }
  if (externalId.length > externalIdLength.max) {
    return `has ${externalId.length} characters: AWS takes at most ${externalIdLength.max}`;
  }
  return findGuess(externalId, guessable);
}

function findGuess(externalId: string, guessable: readonly string[]): string | undefined {
  if (/^\d{12}$/.test(externalId)) {
    return "is guessable: it is an account id; use the value the party made, or a random one";
  }
  if (guessable.some((word) => word.toLowerCase() === externalId.toLowerCase())) {
    return "is guessable: it is a name that others know; use the value the party made, or a random one";
  }
  if (externalId.length < externalIdLength.min) {
    return `is guessable: it has ${externalId.length} characters, and fewer than ${externalIdLength.min} can be tried out`;
  }
  if (/^[a-z]+([^A-Za-z0-9][a-z]+)*$/.test(externalId) || /^[A-Z]+([^A-Za-z0-9][A-Z]+)*$/.test(externalId)) {
    return "is guessable: it is made of words only; use the value the party made, or a random one";
  }
  const rest = withoutKnownWords(externalId, guessable);
  if (rest.length < hardToGuessCharacters || new Set(rest).size < hardToGuessCharacters / 2) {
    return "is guessable: without account ids, names and repetitions hardly anything is left of it; use a random value";
  }
  return undefined;
}

/** Leaves out what others know, longest word first, so that a part of a word never hides the whole. */
function withoutKnownWords(externalId: string, guessable: readonly string[]): string {
  const words = guessable.filter((word) => word.length > 2).sort((one, other) => other.length - one.length);
  return words
    .reduce((rest, word) => rest.split(word.toLowerCase()).join(""), externalId.toLowerCase())
    .replace(/(?<!\d)\d{12}(?!\d)/g, "")
    .replace(/[^a-z0-9]/g, "");
}

/**
 * Says why a pattern of external ids must not be used, or nothing when it may.
 *
 * A pattern is only for a party that makes the ids itself and puts its customer's name first, as Spacelift does
 * (`<account>@<integration>@<stack>@<read|write>`); it has to fix at least that beginning.
 */
export function findExternalIdPatternProblem(pattern: string): string | undefined {
  if (!allowedInPattern.test(pattern)) {
    return "has a character that AWS refuses: letters, digits and _+=,.@:/- are allowed, and * and ? in a pattern";
  }
  const beginning = pattern.split(/[*?]/)[0] ?? "";
  if (!/[A-Za-z0-9]{2,}[^A-Za-z0-9]/.test(beginning)) {
    return 'lets in other customers of the party: begin it with the part that is yours alone and its separator, such as "acme@"';
  }
  return undefined;
}
