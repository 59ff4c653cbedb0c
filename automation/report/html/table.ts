import { type Markup, type MarkupValue, markup } from "../markup";
import type { Tone } from "../text-report";

/** A column: its title, and how its cells are set. */
export interface Column {
  title: string;
  /** `row` for the cell that names the row; `id` and `number` are never broken into lines, a `text` is wherever it has to be. */
  kind?: "row" | "id" | "number" | "text";
}

/** Rows under a head; more than a few of them can be filtered. */
export interface TableContent {
  /** Unique in the page. */
  id: string;
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly MarkupValue[])[];
}

/** From this many rows on there is a filter box. */
const fewestToFilter = 8;

/** A table that scrolls by itself where it is too wide, by keyboard too. */
export function table({ id, caption, columns, rows }: TableContent): Markup {
  const head = columns.map(({ title }) => markup`<th scope="col">${title}</th>`);
  const body = rows.map((cells) => markup`<tr>${cells.map((cell, index) => tableCell(cell, columns[index]))}</tr>\n`);
  return markup`${rows.length < fewestToFilter ? undefined : filterBox(id, caption)}
<div class="table" role="region" aria-label="${caption}" tabindex="0">
<table id="${id}"><caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table>
</div>
`;
}

/** A word that is meant good or bad; the colour says nothing that the word does not. */
export function toned(text: string, tone: Tone): Markup {
  return markup`<span class="${tone}">${text}</span>`;
}

/** Lines below each other in one cell; empty ones are left out. */
export function lines(texts: readonly MarkupValue[]): Markup[] {
  return texts
    .filter((text) => text !== "" && text !== undefined)
    .map((text) => markup`<span class="line">${text}</span>`);
}

function tableCell(cell: MarkupValue, column: Column | undefined): Markup {
  if (column?.kind === "row") return markup`<th scope="row">${cell}</th>`;
  return column?.kind ? markup`<td class="${column.kind}">${cell}</td>` : markup`<td>${cell}</td>`;
}

function filterBox(id: string, caption: string): Markup {
  return markup`<p class="filter" hidden><label for="${id}-filter">Filter: ${caption}</label>
<input id="${id}-filter" type="search" data-filters="${id}" autocomplete="off" placeholder="a name, an id, failed …">
<span id="${id}-shown" class="quiet" role="status"></span></p>`;
}
