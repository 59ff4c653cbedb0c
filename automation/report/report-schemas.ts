import { z } from "zod";
import { alertReportSchema } from "./schemas/alert";
import { coverageReportSchema } from "./schemas/coverage";
import { driftReportSchema } from "./schemas/drift";
import { errorReportSchema } from "./schemas/error";
import { explanationReportSchema } from "./schemas/explanation";
import { planReportSchema } from "./schemas/plan";
import { proofReportSchema } from "./schemas/proof";
import { runReportSchema } from "./schemas/run";
import { runsReportSchema } from "./schemas/runs";
import { watchReportSchema } from "./schemas/watch";

export type { AlertReport } from "./schemas/alert";
export type { CoverageReport } from "./schemas/coverage";
export type { DriftReport } from "./schemas/drift";
export type { ErrorReport } from "./schemas/error";
export type { ExplanationReport } from "./schemas/explanation";
export type { PlanReport } from "./schemas/plan";
export type { ProofReport } from "./schemas/proof";
export type { RunReport } from "./schemas/run";
export type { RunsReport } from "./schemas/runs";
export type { WatchReport } from "./schemas/watch";

/** Any JSON document the command prints; `report` tells which. */
export const reportSchema = z.discriminatedUnion("report", [
  planReportSchema,
  runReportSchema,
  runsReportSchema,
  coverageReportSchema,
  proofReportSchema,
  driftReportSchema,
  explanationReportSchema,
  watchReportSchema,
  alertReportSchema,
  errorReportSchema,
]);

/** Any of the reports. */
export type Report = z.output<typeof reportSchema>;

/** All reports as JSON Schema (draft 2020-12). */
export function reportJsonSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(reportSchema);
}
