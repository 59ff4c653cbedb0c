import type { Found, InputRule, ResourceType } from "../kernel/plugin";
import type { Properties } from "../kernel/property-values";

/** `keepers`, whose change draws a new value. */
export const keepersRule: InputRule = { kind: "text-map", replaces: true };

/** What differs between the types of this plugin. */
export interface DrawnOnce {
  token: string;
  inputs: Readonly<Record<string, InputRule>>;
  outputs: readonly string[];
  complaints?(inputs: Properties): string[];
  draw(inputs: Properties): Found;
}

/** A resource type that is drawn at its creation and lives in the state alone. */
export function drawnOnceType({ draw, ...type }: DrawnOnce): ResourceType<object> {
  // Nothing but the state knows a drawn value: a refresh has nothing to say about inputs.
  const inputs = Object.entries(type.inputs).map(([property, rule]) => [property, { ...rule, local: true }]);
  return {
    ...type,
    inputs: Object.fromEntries(inputs),
    create: async (inputs) => draw(inputs),
    async read(id, known) {
      if (Object.keys(known).length === 0) throw new Error(`the sandbox's stand-in does not import ${type.token}`);
      return { id, state: known };
    },
    delete: async () => undefined,
  };
}
