import { styleText } from "node:util";
import Table from "cli-table3";
import type { Cell, TablePart, TextPart, Tone } from "../report/text-report";
import type { Terminal } from "./terminal";

const styles: Record<Tone, Parameters<typeof styleText>[0]> = {
  good: "green",
  bad: "red",
  warning: "yellow",
  quiet: "dim",
};

// Lines without the frames of a table: they can be copied, searched and cut into columns.
const noFrames = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Parts of a report as text for a terminal, or for a file or pipe: then without colour codes. */
export function renderText(parts: readonly TextPart[], terminal: Pick<Terminal, "hasColour" | "columns">): string {
  return parts.map((part) => ("lines" in part ? part.lines.join("\n") : renderFitting(part, terminal))).join("\n\n");
}

/** A table whose lines the terminal would break is no table any more: then a block per row. */
function renderFitting(part: TablePart, { hasColour, columns }: Pick<Terminal, "hasColour" | "columns">): string {
  const width = Math.max(
    ...renderTable(part, false)
      .split("\n")
      .map((line) => line.length),
  );
  return columns !== undefined && width > columns ? renderBlocks(part, hasColour) : renderTable(part, hasColour);
}

/** The first two cells name a row; the others stand below them, each behind its title, empty ones left out. */
function renderBlocks({ head, rows }: TablePart, hasColour: boolean): string {
  const named = 2;
  const indent = Math.max(...head.slice(named).map((title) => title.length)) + 4;
  return rows
    .map((row) => {
      const cells = row.map((cell) => renderCell(cell, hasColour));
      const fields = cells.slice(named).flatMap((cell, index) => {
        if (cell === "") return [];
        const title = `  ${head[index + named] ?? ""}`.padEnd(indent);
        return [`${title}${cell.replaceAll("\n", `\n${" ".repeat(indent)}`)}`];
      });
      return [paint(cells.slice(0, named).join("  "), "bold", hasColour), ...fields].join("\n");
    })
    .join("\n");
}

function renderTable({ head, rows }: TablePart, hasColour: boolean): string {
  const table = new Table({
    head: head.map((title) => paint(title, "bold", hasColour)),
    chars: noFrames,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
  });
  table.push(...rows.map((row) => row.map((cell) => renderCell(cell, hasColour))));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function renderCell(cell: Cell, hasColour: boolean): string {
  return typeof cell === "string" ? cell : paint(cell.text, styles[cell.tone], hasColour);
}

function paint(text: string, style: Parameters<typeof styleText>[0], hasColour: boolean): string {
  if (!hasColour || text === "") return text;
  // Told by NO_COLOR and the terminal already; here it is only to be done.
  return text
    .split("\n")
    .map((line) => styleText(style, line, { validateStream: false }))
    .join("\n");
}
