import type { BenchJob, WorkerResult } from "./model";

// One job a process, so that all the process and its children used is the job's.
process.once("message", (job: BenchJob) => {
  work(job)
    .catch((error: unknown): WorkerResult => ({ error: error instanceof Error ? (error.stack ?? "") : String(error) }))
    .then((result) => process.send?.(result));
});

/** Only what a job needs is loaded, as loading is part of what it costs. */
async function work(job: BenchJob): Promise<WorkerResult> {
  if (job.kind === "engine") {
    const { bringUp } = await import("./engines.js");
    const startedAt = performance.now();
    await bringUp(job);
    return { wallMs: performance.now() - startedAt };
  }
  const { lookAtFleet } = await import("./fleet-work.js");
  await lookAtFleet(job);
  // From the start of the process on: a person waits for the loading, too.
  return { wallMs: performance.now() };
}
