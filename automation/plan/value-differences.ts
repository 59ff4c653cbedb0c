/** One place where two values differ. */
export interface Difference {
  /** Such as `grants[0].token.env`; empty for the values themselves. */
  path: string;
  /** In words that go on after the path: `was 10 and is 20`. */
  change: string;
}

const longestValue = 60;

/** Where two JSON values differ, sorted by path. Pure. */
export function listDifferences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  return paths.flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    return was === is ? [] : [{ path, change: describe(was, is) }];
  });
}

function describe(was: string | undefined, is: string | undefined): string {
  if (was === undefined) return `was not there and is ${shortened(is)}`;
  if (is === undefined) return `was ${shortened(was)} and is not there any more`;
  const isShort = was.length <= longestValue && is.length <= longestValue;
  return isShort ? `was ${was} and is ${is}` : "is another one";
}

function shortened(text = ""): string {
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

/** The values that hold no others, as JSON, by their paths; a list or an object without anything in it is one, too. */
function leavesOf(value: unknown, path = "", leaves = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value) && value.length > 0) {
    for (const [index, item] of value.entries()) leavesOf(item, `${path}[${index}]`, leaves);
    return leaves;
  }
  const entries = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  for (const [key, item] of entries) leavesOf(item, pathOf(path, key), leaves);
  if (entries.length === 0 && value !== undefined) leaves.set(path, JSON.stringify(value));
  return leaves;
}

/** Two fields never have the same path: a name that could be taken for several is quoted, as that of a tag with a dot. */
function pathOf(path: string, key: string): string {
  if (/[.[\]"]|^$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
