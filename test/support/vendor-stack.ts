import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { type LeanStackOptions, openLeanStack, stateFileOf } from "./lean-stack";

/** A resource as the state file has it. */
export interface StoredResource {
  type: string;
  urn: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
}

/** One stack on the real engine, with its state in a temporary folder. */
export interface VendorStack {
  /** Runs an operation; through the gateway on this port, else through the stock dynamic provider. */
  on(gatewayPort?: number): Promise<Stack>;
  program: PulumiFn;
  /**
   * Resources in state without what differs from run to run whoever serves them: their order, times, and places in the
   * source; ids that are drawn and ciphertext are numbered instead.
   */
  resources(): Promise<StoredResource[]>;
  /** The whole state file, to look for what must not be in it. */
  stateText(): Promise<string>;
  remove(): Promise<void>;
}

/** Makes an empty stack; nothing is run yet. */
export async function createVendorStack(): Promise<VendorStack> {
  const folder = await mkdtemp(join(tmpdir(), "vendor-stack-"));
  const options: LeanStackOptions = {
    ...{ folder, project: "vendor", stackName: "111111111111" },
    program: () => vendorStack.program(),
    // From there the stock dynamic provider finds the package: here, the package itself.
    main: process.cwd(),
  };
  const stateText = () => readFile(stateFileOf(options), "utf8");
  const vendorStack: VendorStack = {
    program: async () => ({}),
    on: (gatewayPort) => {
      const attached = gatewayPort === undefined ? "" : `pulumi-nodejs:${gatewayPort}`;
      return openLeanStack({ ...options, env: { PULUMI_DEBUG_PROVIDERS: attached } });
    },
    resources: async () => withoutNoise(JSON.parse(await stateText()).checkpoint.latest?.resources ?? []),
    stateText,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  return vendorStack;
}

function withoutNoise(resources: Record<string, unknown>[]): StoredResource[] {
  const settled = resources
    .map(({ created, modified, sourcePosition, stackTrace, ...rest }) => rest)
    .sort((one, other) => String(one.urn).localeCompare(String(other.urn)));
  const numbers = new Map<string, number>();
  const numbered = (drawn: string) => {
    const number = numbers.get(drawn) ?? numbers.size + 1;
    numbers.set(drawn, number);
    return `drawn-${number}`;
  };
  const text = JSON.stringify(settled, inOrder).replace(drawnTexts, numbered);
  return JSON.parse(text) as StoredResource[];
}

const drawnTexts = new RegExp(
  [
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", // ids of the engine
    "01[0-9A-HJKMNP-TV-Z]{24}", // ids of Spacelift
    "v1:[\\w+/=]+:[\\w+/=]+", // ciphertext, which has a salt of its own each time
    '(?<="mintedAt":")[^"]+',
  ].join("|"),
  "g",
);

/** Maps and sets of the engine: it writes them in any order. */
function inOrder(key: string, value: unknown): unknown {
  if (key === "dependencies" && Array.isArray(value)) {
    return [...value].sort();
  }
  if (key === "propertyDependencies" && typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, urns]) => [name, Array.isArray(urns) ? [...urns].sort() : urns]);
    return Object.fromEntries(entries.sort());
  }
  return value;
}
