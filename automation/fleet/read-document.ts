import { isMap, isScalar, type LineCounter, LineCounter as LineCounterClass, type Node, parseDocument } from "yaml";
import type { InputProblem } from "../errors";
import type { DocumentPath, PlacedProblem } from "./schema-problems";

/** A YAML text, read. */
export interface ReadDocument {
  value: unknown;
  /** What is wrong with the text itself; then `value` is not to be used. */
  problems: InputProblem[];
  /** Adds line and column to a problem: those of the key or value it is about, else of what is around it. */
  locate(problem: PlacedProblem): InputProblem;
}

/** Reads YAML 1.2, and JSON, which is part of it. */
export function readDocument(text: string): ReadDocument {
  const lines = new LineCounterClass();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = [...document.errors, ...document.warnings].map((error): InputProblem => {
    const { line, col: column } = lines.linePos(error.pos[0]);
    return { path: "the file", message: `is not good YAML: ${error.message}`, line, column };
  });
  return {
    value: problems.length === 0 ? document.toJS() : undefined,
    problems,
    locate: ({ place, ...problem }) => ({ ...problem, ...position(document.contents, place, lines) }),
  };
}

function position(root: Node | null, place: DocumentPath, lines: LineCounter): { line?: number; column?: number } {
  const node = nearestNode(root, place);
  if (!node?.range) return {};
  const { line, col: column } = lines.linePos(node.range[0]);
  return { line, column };
}

/** The key or the list entry at a place; the one around it when it is not there. */
function nearestNode(root: Node | null, place: DocumentPath): Node | undefined {
  let reached: Node | undefined = root ?? undefined;
  let value: unknown = root;
  for (const key of place) {
    if (isMap(value)) {
      const pair = value.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(key));
      if (!pair) break;
      reached = pair.key as Node;
      value = pair.value;
    } else {
      const items: unknown[] = typeof value === "object" && value && "items" in value ? (value.items as unknown[]) : [];
      const item = items[Number(key)];
      if (item === undefined) break;
      reached = item as Node;
      value = item;
    }
  }
  return reached;
}
