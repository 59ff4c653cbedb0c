import { uniqueSuffixLength } from "../../kernel/autonaming";
import type { InputRule } from "../../kernel/plugin";
import { samePolicy } from "../documents/same-policy";
import { arn, iamName, lengthBetween, policyText } from "./validation";

/** The rules of `name` and `namePrefix` for something in IAM. */
export function nameRules(longest: number): Record<"name" | "namePrefix", InputRule> {
  return {
    name: { kind: "string", replaces: true, complaint: iamName(longest) },
    namePrefix: { kind: "string", replaces: true, local: true, complaint: iamName(longest - uniqueSuffixLength) },
  };
}

/** The rules of `tags`, and of `tagsAll`, which are those and the provider's default ones. */
export const tagRules: Record<"tags" | "tagsAll", InputRule> = {
  tags: { kind: "text-map" },
  tagsAll: { kind: "text-map", derived: true },
};

/** The path of something in IAM. */
export const pathRule: InputRule = {
  kind: "string",
  default: "/",
  replaces: true,
  complaint: lengthBetween(0, 512),
};

/** A policy that the things something may do are cut down to. */
export const boundaryRule: InputRule = { kind: "string", complaint: arn };

/** A policy document, as text or as an object. */
export const policyRule: InputRule = { kind: "json-text", required: true, complaint: policyText, same: samePolicy };
