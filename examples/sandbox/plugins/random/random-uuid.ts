import { randomUUID } from "node:crypto";
import { drawnOnceType, keepersRule } from "./drawn-once";

/** `random:index/randomUuid:RandomUuid`. */
export const randomUuidType = drawnOnceType({
  token: "random:index/randomUuid:RandomUuid",
  inputs: { keepers: keepersRule },
  outputs: ["result"],
  draw(inputs) {
    const result = randomUUID();
    return { id: result, state: { ...inputs, result } };
  },
});
