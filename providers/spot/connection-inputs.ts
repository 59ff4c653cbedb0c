import { z } from "zod";
import { tokenSourceSchema } from "../token-source";
import type { SpotClient, SpotClientOptions } from "./client";

/** The inputs every Spot resource has: where Spot is and where its token is read from. */
export const connectionInputs = {
  token: tokenSourceSchema,
  endpoint: z.url({ protocol: /^https?$/, error: "is not an http or https address" }),
};

/**
 * Where Spot is and where its token is read from, for an import, which has no inputs: the variable SPOTINST_TOKEN, and
 * Spot's own address unless SPOTINST_ENDPOINT names another.
 */
export function connectionOfEnvironment(): Pick<SpotClientOptions, "endpoint" | "token"> {
  return { token: { env: "SPOTINST_TOKEN" }, endpoint: process.env.SPOTINST_ENDPOINT ?? "https://api.spotinst.io" };
}

/** Spot's id of one of its accounts. */
export const spotAccountId = z
  .string()
  .regex(/^act-\w+$/, "is not the id of a Spot account: act- and letters or digits");

/** The twelve digits of an AWS account. */
export const awsAccountId = z.string().regex(/^\d{12}$/, "is not an AWS account id: twelve digits, in quotes");

/** Makes the client of a resource; another one in tests. */
export type ConnectSpot = (options: Pick<SpotClientOptions, "endpoint" | "token">) => SpotClient;

/**
 * How long Spot's other routes may not know an account that was just made. Onboarding tools wait 5 s; github
 * Kinvey/terraform-provider-spotinstadmin.
 */
export const accountVisibleWithinSeconds = 30;
