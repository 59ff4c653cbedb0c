import type { Plugin } from "../kernel/plugin";
import { randomIdType } from "./random-id";
import { randomPasswordType, randomStringType } from "./random-text";
import { randomUuidType } from "./random-uuid";

/** The stand-in of the `random` plugin, which has nothing to configure. */
export function randomPlugin(): Plugin<object> {
  return {
    name: "random",
    version: "4.21.2",
    checkConfiguration: (given) => ({ inputs: given, problems: [] }),
    configure: async () => ({}),
    resources: [randomIdType, randomPasswordType, randomStringType, randomUuidType],
    functions: [],
  };
}
