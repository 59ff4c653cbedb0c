/** Text that is HTML or XML already. Only {@link markup} makes it, so that nothing gets in unescaped. */
export class Markup {
  /** @internal */
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What may stand in a piece of markup: text is escaped, markup is not, a list is its parts one after the other, nothing is nothing. */
export type MarkupValue = Markup | string | number | undefined | readonly MarkupValue[];

/**
 * HTML or XML from a template: what is filled in is escaped, for the content of an element and for a quoted attribute alike.
 *
 * @example
 * markup`<td title="${name}">${rows.map((row) => markup`<b>${row}</b>`)}</td>`
 */
export function markup(pieces: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const filled = pieces.map((piece, index) => piece + textOf(values[index]));
  return new Markup(filled.join(""));
}

/** Markup that comes from elsewhere and is known to be escaped, such as a drawn picture or a style sheet of ours. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text);
}

function textOf(value: MarkupValue): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(textOf).join("");
  return escapeText(String(value));
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** What XML 1.0 has no way to write, such as the control characters of a coloured message. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escapeText(text: string): string {
  return text.replace(unwritable, "\uFFFD").replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
