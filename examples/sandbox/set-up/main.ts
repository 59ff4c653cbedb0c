import * as path from "node:path";
import { Listr } from "listr2";
import { installMinistack } from "../aws/install-ministack";
import { ensurePulumi } from "./ensure-pulumi";

/** Prepares a fresh machine for `npm start` and `npm test`: the Pulumi CLI and the AWS emulator, each found or installed. */
async function setUp(): Promise<void> {
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort(new Error("Set-up was interrupted; run it again to go on.")));
  const tasks = new Listr(
    [
      {
        title: "Pulumi CLI",
        task: async (_context, task) => {
          const command = await ensurePulumi(
            paced((message) => {
              task.output = message;
            }),
            interrupted.signal,
          );
          task.title = `Pulumi CLI: ${command}`;
        },
      },
      {
        title: "AWS emulator",
        task: async (_context, task) => {
          const python = await installMinistack({ onProgress: (message) => (task.output = message) });
          task.title = `AWS emulator: ${path.dirname(path.dirname(python))}`;
        },
      },
    ],
    { concurrent: true, fallbackRenderer: "simple" },
  );
  await tasks.run();
}

/** A terminal shows every message in the place of the one before; a log gets one every few seconds. */
function paced(show: (message: string) => void): (message: string) => void {
  if (process.stdout.isTTY) return show;
  let shownAt = 0;
  return (message) => {
    if (Date.now() - shownAt < 5_000) return;
    shownAt = Date.now();
    show(message);
  };
}

setUp().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
