/** Writes JSON without white space and with sorted keys, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}

/** Drops repetitions and sorts; a list of one becomes its item, as AWS writes it. */
export function canonicalList(values: Iterable<string>): string | string[] {
  const unique = uniqueSorted(values);
  return unique.length === 1 ? (unique[0] ?? "") : unique;
}

/** Drops repetitions and sorts by code unit, the same on every machine. */
export function uniqueSorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(
      entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([k, v]) => [k, sortKeys(v)]),
    );
  }
  return value;
}
