import { createHash, randomBytes } from "node:crypto";
import type { NamingRule } from "./plugin";

/** What the engine says about names in a Check. */
export interface NamingRequest {
  /** The resource's logical name. */
  logicalName: string;
  /** Makes the same name again in the update that follows a preview. */
  randomSeed: Uint8Array;
  /** A name made by the project's own `pulumi:autonaming` setting; `disable` when names must be given. */
  proposed?: { name: string; mode: "propose" | "enforce" | "disable" };
}

// As many as the real plugin appends. Source: pulumi-terraform-bridge `pkg/tfbridge/names.go`.
const randomDigits = 7;

/**
 * Makes a name: the logical one and seven random hexadecimal digits, or what the project's own rule proposes.
 *
 * @throws Error when the name would be longer than allowed, and when the project turned naming off; a name is never cut.
 */
export function makeName(rule: NamingRule, request: NamingRequest): string {
  if (request.proposed?.mode === "disable") {
    throw new Error(`automatic naming is turned off for this project: give "${request.logicalName}" a name`);
  }
  if (request.proposed) return assertLength(request.proposed.name, rule, `name '${request.proposed.name}'`);
  const prefix = `${request.logicalName}-`;
  const described = `name '${prefix}' plus ${randomDigits} random chars`;
  return assertLength(prefix + digits(request.randomSeed), rule, described);
}

/** Makes the end of a name for a given `namePrefix`: the time and random digits, 26 characters. Source: terraform-plugin-sdk `helper/id`. */
export function uniqueSuffix(now: Date = new Date()): string {
  const time = now.toISOString().replace(/\D/g, "").slice(0, 17);
  return `${time}0${randomBytes(4).toString("hex")}`;
}

/** Length of {@link uniqueSuffix}. */
export const uniqueSuffixLength = 26;

function assertLength(name: string, rule: NamingRule, described: string): string {
  if (name.length > rule.maxLength) throw new Error(`${described} is longer than maximum length ${rule.maxLength}`);
  return name;
}

function digits(seed: Uint8Array): string {
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(randomDigits);
  return bytes.toString("hex").slice(0, randomDigits);
}
