import { randomBytes } from "node:crypto";
import { drawnOnceType, keepersRule } from "./drawn-once";

/** `random:index/randomId:RandomId`. */
export const randomIdType = drawnOnceType({
  token: "random:index/randomId:RandomId",
  inputs: {
    byteLength: {
      kind: "integer",
      required: true,
      replaces: true,
      complaint: (value) =>
        Number(value) >= 1 ? undefined : `Attribute byte_length value must be at least 1, got: ${value}`,
    },
    keepers: keepersRule,
    prefix: { kind: "string", replaces: true },
  },
  outputs: ["b64Std", "b64Url", "dec", "hex"],
  draw(inputs) {
    const bytes = randomBytes(Number(inputs.byteLength));
    const prefix = String(inputs.prefix ?? "");
    const hex = bytes.toString("hex");
    const b64Url = bytes.toString("base64url");
    const state = {
      ...inputs,
      b64Std: `${prefix}${bytes.toString("base64")}`,
      b64Url: `${prefix}${b64Url}`,
      dec: `${prefix}${BigInt(`0x${hex}`)}`,
      hex: `${prefix}${hex}`,
    };
    return { id: b64Url, state };
  },
});
