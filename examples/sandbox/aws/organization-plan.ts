import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { sourceFolder } from "../source-folder";

const ouPath = z
  .string()
  .regex(/^(\/|(\/[^/]+)+)$/, "is not the path of an organizational unit, such as /Workloads/Prod");

const plannedAccountSchema = z.strictObject({
  name: z.string().min(1),
  ou: ouPath.default("/"),
  alias: z.string().optional(),
  tags: z.record(z.string(), z.string()).default({}),
  suspended: z.boolean().default(false),
});

const organizationPlanSchema = z.strictObject({
  management: z.strictObject({ accountId: z.string().regex(/^\d{12}$/), alias: z.string().optional() }),
  accounts: z.array(plannedAccountSchema),
  organizationalUnits: z.array(ouPath).default([]),
});

/** A member account to make. */
export type PlannedAccount = z.output<typeof plannedAccountSchema>;

/** The organization to make: a management account, member accounts and the units they are in. */
export type OrganizationPlan = z.output<typeof organizationPlanSchema>;

/** Same as {@link OrganizationPlan}, before defaults. */
export type OrganizationPlanInput = z.input<typeof organizationPlanSchema>;

/** Fills in defaults. @throws ZodError naming every problem. */
export function completePlan(plan: OrganizationPlanInput): OrganizationPlan {
  return organizationPlanSchema.parse(plan);
}

/** The organization described by organization.yaml beside this file's source. */
export function defaultOrganizationPlan(): OrganizationPlan {
  return completePlan(parse(readFileSync(sourceFolder("examples/sandbox/aws/organization.yaml"), "utf8")));
}
