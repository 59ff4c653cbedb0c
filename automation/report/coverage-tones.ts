import type { CoverageState } from "../fleet/coverage";
import type { Tone } from "./text-report";

/** How good each state of an account is, for its colour. */
export const coverageTones: Record<CoverageState, Tone> = {
  enrolled: "good",
  drifted: "bad",
  incomplete: "warning",
  missing: "warning",
  "left-out": "quiet",
  closed: "warning",
  orphaned: "bad",
  doubled: "bad",
};
