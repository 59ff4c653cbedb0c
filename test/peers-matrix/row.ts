/** A feature that tools of this field have, or that their users ask for. */
export interface Row {
  /** Its number in the comparison of those tools, 1 to 78. */
  number: number;
  feature: string;
  /** How many of them have it: most (it must be matched), some or weakly (to be beaten), none of them. */
  peers: "most" | "some" | "none";
  /** The tests that show it here: titles as they are written, by the file under `test/` without `.test.ts`. */
  shownBy?: Record<string, readonly string[]>;
  /** What of it is left out, and why. */
  leftOut?: string;
}
