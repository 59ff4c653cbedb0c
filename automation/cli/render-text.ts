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
export function renderText(parts: readonly TextPart[], terminal: Pick<Terminal, "hasColour">): string {
  return parts
    .map((part) => ("lines" in part ? part.lines.join("\n") : renderTable(part, terminal.hasColour)))
    .join("\n\n");
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
