import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { InputError } from "../errors";
import type { TargetOperation } from "../model";

/** Makes the inline program of one target; its outputs `grants` and `managing`, when it has them, become the outcome's. */
export type StackProgram = (operation: TargetOperation) => PulumiFn;

/** Where the program of every target is found, so that another process can load it too. */
export interface ProgramModule {
  /** Path of a JavaScript module, from the current folder on or absolute. */
  module: string;
  /** Name under which it exports the {@link StackProgram}. Default: `program`. */
  name?: string;
}

/**
 * Loads a program that is kept in a module.
 *
 * @throws InputError when the module cannot be loaded or exports no such function.
 */
export async function loadProgram({ module, name = "program" }: ProgramModule): Promise<StackProgram> {
  const file = path.resolve(module);
  const exported = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw refusal("module", `${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  });
  const program: unknown = exported[name] ?? exported.default?.[name];
  if (typeof program !== "function") throw refusal("name", `${file} exports no function called ${name}`);
  return program as StackProgram;
}

function refusal(field: string, message: string): InputError {
  return new InputError("The program of the accounts", [{ path: `program.${field}`, message }]);
}
