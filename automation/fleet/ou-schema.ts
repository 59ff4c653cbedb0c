import { z } from "zod";

/** The path of an organizational unit, by its names from the root down. */
export const ouPathSchema = z
  .string()
  .regex(/^(\/|(\/[^/]+)+)$/, "is not the path of an organizational unit, such as /Workloads/Prod");
