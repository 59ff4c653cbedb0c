import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";

/** A program whose outputs are read while it runs, which saves the processes that would ask for them afterwards. */
export interface CapturedProgram {
  program: PulumiFn;
  /** Values of the outputs that were known; secrets are in plain text, so none of it goes to a log or journal unseen. */
  outputs: ReadonlyMap<string, unknown>;
}

/** Wraps an inline program so that its outputs, secret ones too, are at hand when it has run. */
export function captureOutputs(program: PulumiFn): CapturedProgram {
  const outputs = new Map<string, unknown>();
  const capture = (name: string, value: unknown) => {
    outputs.set(name, value);
    return value;
  };
  return {
    outputs,
    program: async () => {
      const returned: Record<string, unknown> = (await program()) ?? {};
      const captured: Record<string, pulumi.Output<unknown>> = {};
      for (const [name, value] of Object.entries(returned)) {
        const output = pulumi.output(value) as pulumi.Output<unknown>;
        captured[name] = output.apply((known) => capture(name, known));
      }
      return captured;
    },
  };
}
