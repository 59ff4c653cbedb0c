/** How a word is meant; a terminal may show it as a colour. */
export type Tone = "good" | "bad" | "warning" | "quiet";

/** Text of one cell; a plain string has no tone. */
export type Cell = string | { text: string; tone: Tone };

/** Rows under a head. */
export interface TablePart {
  head: string[];
  rows: Cell[][];
}

/** One part of a text for a person: lines, or a table. */
export type TextPart = { lines: string[] } | TablePart;

/** `1 account`, `2 accounts`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** A role as a table shows it: its name, with the path when it has one. */
export function roleTitle(roleArn: string): string {
  return roleArn.replace(/^.*:role\//, "");
}

/** A time as a text tells it, to the minute: `2026-01-31 09:45 UTC`. */
export function timeText(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}
