import type { Resource } from "@pulumi/pulumi";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { rpcKeepAlive } from "@pulumi/pulumi/runtime";
import type { ProgramContext } from "./program-context";

type Log = (message: string, resource?: Resource, streamId?: number, ephemeral?: boolean) => Promise<void>;

const levels = ["debug", "info", "warn", "error"] as const;
const sdk = require("@pulumi/pulumi/log") as Record<(typeof levels)[number], Log>;

let areSeparate = false;

/**
 * Keeps what one inline program logs from holding up the others that run in this process, for good: a program may log long after its
 * operation has ended.
 *
 * The SDK sends all logs of a process in one line (`lastLog` in `@pulumi/pulumi/log`), each after the URN of the resource that it is
 * about. A resource whose engine has ended never gets one, and then no program of the process logs any more, nor ends. Here a log gets
 * in line once the URN is there.
 */
export function separateLogs(): void {
  if (areSeparate) return;
  areSeparate = true;
  for (const level of levels) sdk[level] = afterUrn(sdk[level]);
}

function afterUrn(send: Log): Log {
  return async (message, resource, ...rest) => {
    if (!resource) return send(message, resource, ...rest);
    const done = rpcKeepAlive();
    const isKnown = await urnOf(resource).then(
      () => true,
      () => false,
    );
    try {
      await send(message, isKnown ? resource : undefined, ...rest);
    } finally {
      done();
    }
  };
}

// Left out of the SDK's type declarations.
function urnOf({ urn }: Resource): Promise<string> {
  return (urn as unknown as { promise(): Promise<string> }).promise();
}

/**
 * Answers debug messages of a program here, which is most of what a program says. The engine only passes them on in its events, with
 * secret outputs in plain text (measured on 3.246.0), where they are dropped unread.
 */
export function keepDebugLogs({ settings }: ProgramContext): void {
  const engine = settings?.engine;
  if (!engine) return;
  const send = engine.log.bind(engine);
  engine.log = (request, answer) => {
    if (request.getSeverity() === LogSeverity.DEBUG) answer(null);
    else send(request, answer);
  };
}

/**
 * Answers all that a program still logs after its engine has ended. A closed connection throws instead, and after one such throw the SDK
 * passes on no log of any program (see {@link separateLogs}).
 */
export function keepLogs({ settings }: ProgramContext): void {
  if (settings?.engine) settings.engine.log = (_request, answer) => answer(null);
}
