import { type ChildProcess, fork } from "node:child_process";
import * as path from "node:path";
import type { BenchJob, WorkerResult } from "./model";
import { ProcessTree } from "./process-tree";

const sampleEveryMs = 50;

/** What a job used, with everything it started. */
export interface Usage {
  cpuMs: number;
  wallMs: number;
  peakRssMb: number;
}

/** Runs a job in a process of its own and tells what it and everything it started used. */
export async function measure(job: BenchJob, env: Record<string, string>): Promise<Usage> {
  const worker = fork(path.join(__dirname, "worker.js"), {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const tree = new ProcessTree(worker.pid ?? 0);
  const sampler = setInterval(() => tree.sample(), sampleEveryMs);
  try {
    const wallMs = await resultOf(worker, job);
    tree.sample();
    return { cpuMs: tree.cpuMs, wallMs, peakRssMb: tree.peakRssMb };
  } finally {
    clearInterval(sampler);
    worker.kill("SIGKILL");
    for (const pid of tree.left) end(pid);
  }
}

function resultOf(worker: ChildProcess, job: BenchJob): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The measured process ended by itself with ${code}.`)));
    worker.once("message", (result: WorkerResult) => {
      if ("error" in result) reject(new Error(result.error));
      else resolve(result.wallMs);
    });
    worker.send(job);
  });
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
