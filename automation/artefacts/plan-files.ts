import type { Artefact } from "../parties/artefact";

/** What is to be done to one file of a party's folder; `strange` is somebody else's and stays. */
export interface FileStep {
  path: string;
  state: "written" | "unchanged" | "deleted" | "strange";
  /** The text to write. */
  text?: string;
}

/** The first line of every artefact of a fleet: by it ours are told from what others put there. */
export function headingOf(fleet: string): string {
  return `# Written by cross-account for the fleet ${fleet}: what is changed here is lost with its next run.`;
}

/**
 * Compares the artefacts of a party with the files in its folder: what differs is written, ours that nothing is in any more are deleted,
 * and what others put there is left alone. Pure.
 *
 * @param existing Texts of the files, by path below the party's folder.
 */
export function planFiles(
  wanted: readonly Artefact[],
  existing: ReadonlyMap<string, string>,
  heading: string,
): FileStep[] {
  const isOurs = (text: string): boolean => text.startsWith(`${heading}\n`);
  const steps = wanted.map(({ path, text: body }): FileStep => {
    const text = `${heading}\n${body}`;
    const before = existing.get(path);
    if (before !== undefined && !isOurs(before)) return { path, state: "strange" };
    return before === text ? { path, state: "unchanged" } : { path, state: "written", text };
  });
  const gone = [...existing].flatMap(([path, text]): FileStep[] =>
    isOurs(text) && !wanted.some((artefact) => artefact.path === path) ? [{ path, state: "deleted" }] : [],
  );
  return [...steps, ...gone];
}
