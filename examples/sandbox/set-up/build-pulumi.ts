import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, copyFile, cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { findGo } from "./find-go";
import { moveIntoPlace } from "./move-into-place";

/** What to build and where to put it. */
export interface BuildPulumiOptions {
  /** Engine version, without `v`. */
  version: string;
  /** Folder that gets `bin/pulumi` and the plugins a Node.js program needs. */
  destination: string;
  /** Folder with the two pinned Go modules, `cli` and `nodehost`, and the requirements of a Go to build them with. */
  recipe: string;
  /** The installed npm package `@pulumi/pulumi`, which carries the dynamic provider's launcher. */
  pulumiPackage: string;
  onProgress: (message: string) => void;
  signal?: AbortSignal;
}

/**
 * Builds the Pulumi CLI and its Node.js language host from the Go module proxy, for machines the official download does not reach.
 *
 * Takes about 160 seconds on two cores and 3.3 GB of scratch space, which is given back. The result is moved into place
 * whole: an interrupted build leaves nothing behind that looks finished, and two at a time do not disturb each other.
 */
export async function buildPulumi(options: BuildPulumiOptions): Promise<void> {
  await mkdir(path.dirname(options.destination), { recursive: true });
  const scratch = await mkdtemp(`${options.destination}.building-`);
  try {
    const go = await findGo(scratch, path.join(options.recipe, "go-requirements.txt"), options.onProgress);
    const bin = path.join(scratch, "out", "bin");
    await mkdir(bin, { recursive: true });
    await cp(path.join(options.recipe, "toolchain"), path.join(scratch, "src"), { recursive: true });
    await compile(go, scratch, cliModule(options.version, path.join(bin, "pulumi")), options);
    await compile(go, scratch, languageHostModule(path.join(bin, "pulumi-language-nodejs")), options);
    await addDynamicProviderLauncher(options.pulumiPackage, bin);
    await moveIntoPlace(path.join(scratch, "out"), options.destination, () =>
      existsSync(path.join(options.destination, "bin", "pulumi")),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface GoModule {
  title: string;
  folder: string;
  packages: number;
  args: string[];
}

function cliModule(version: string, output: string): GoModule {
  const versionFlag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  return {
    title: "the Pulumi CLI",
    folder: "cli",
    packages: 1622,
    args: [
      "-tags",
      "osusergo,grpcnotrace",
      "-ldflags",
      `-w -s ${versionFlag}`,
      ...skipOptimizing,
      "-o",
      output,
      cliPackage,
    ],
  };
}

function languageHostModule(output: string): GoModule {
  return {
    title: "its Node.js language host",
    folder: "nodehost",
    packages: 280,
    args: ["-ldflags", "-w -s", "-o", output, hostPackage],
  };
}

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const hostPackage = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";

// These packages are never on our path; leaving them unoptimized shortens the build and does not slow the CLI's start.
const skipOptimizing = [
  "github.com/pb33f",
  "cloud.google.com/go",
  "github.com/envoyproxy",
  "github.com/Azure",
  "github.com/alecthomas",
].flatMap((prefix) => ["-gcflags", `${prefix}/...=-N -l`]);

async function compile(go: string, scratch: string, module: GoModule, options: BuildPulumiOptions): Promise<void> {
  const child = spawn(go, ["build", "-v", "-trimpath", ...module.args], {
    cwd: path.join(scratch, "src", module.folder),
    stdio: ["ignore", "ignore", "pipe"],
    ...(options.signal ? { signal: options.signal } : {}),
    env: {
      ...process.env,
      CGO_ENABLED: "0",
      GOFLAGS: "-mod=readonly -modcacherw -buildvcs=false",
      GOMODCACHE: path.join(scratch, "modules"),
      GOCACHE: path.join(scratch, "cache"),
      GOGC: "400",
      TMPDIR: scratch,
    },
  });
  const complaints: string[] = [];
  let fetched = 0;
  let compiled = 0;
  const lines = createInterface({ input: child.stderr });
  lines.on("line", (line) => {
    if (line.startsWith("go: downloading")) fetched += 1;
    else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) compiled += 1;
    else complaints.push(line);
    options.onProgress(
      compiled > 0
        ? `compiling ${module.title}: ${compiled} of about ${module.packages} packages`
        : `fetching ${module.title}: ${fetched} modules`,
    );
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (exitCode !== 0)
    throw new Error(`Building ${module.title} failed (go exited ${exitCode}):\n${complaints.slice(-10).join("\n")}`);
}

async function addDynamicProviderLauncher(pulumiPackage: string, bin: string): Promise<void> {
  const launcher = path.join(bin, "pulumi-resource-pulumi-nodejs");
  await copyFile(path.join(pulumiPackage, "pulumi-resource-pulumi-nodejs"), launcher);
  await chmod(launcher, 0o755);
}
