import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace, type PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { pulumiCommand } from "./pulumi-command";

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

const project = "vendor";
const stackName = "111111111111";

/** Makes an empty stack; nothing is run yet. */
export async function createVendorStack(): Promise<VendorStack> {
  const folder = await mkdtemp(join(tmpdir(), "vendor-stack-"));
  const stateFile = join(folder, ".pulumi", "stacks", project, `${stackName}.json`);
  await mkdir(join(folder, ".pulumi", "stacks", project), { recursive: true });
  await writeFile(
    stateFile,
    JSON.stringify({ version: 3, checkpoint: { stack: `organization/${project}/${stackName}` } }),
  );
  const vendorStack: VendorStack = {
    program: async () => ({}),
    on: (gatewayPort) => openStack(folder, () => vendorStack.program(), gatewayPort),
    resources: async () => {
      const { checkpoint } = JSON.parse(await readFile(stateFile, "utf8"));
      return withoutNoise(checkpoint.latest?.resources ?? []);
    },
    stateText: () => readFile(stateFile, "utf8"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  return vendorStack;
}

async function openStack(folder: string, program: PulumiFn, gatewayPort: number | undefined): Promise<Stack> {
  const workspace = await LocalWorkspace.create({
    pulumiCommand: await pulumiCommand(),
    workDir: folder,
    program,
    // The stock dynamic provider starts in `main` and finds the package from there: here, the package itself.
    projectSettings: { name: project, runtime: "nodejs", main: process.cwd() },
    pulumiHome: join(folder, "home"),
    envVars: {
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "passphrase",
      PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
      GOGC: "off",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_PROVIDERS: gatewayPort === undefined ? "" : `pulumi-nodejs:${gatewayPort}`,
    },
  });
  // Each of these is a process of its own for something no test looks at.
  workspace.selectStack = async () => {};
  workspace.stackOutputs = async () => ({});
  const stack = await Stack.select(stackName, workspace);
  stack.info = async () => undefined;
  return stack;
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
