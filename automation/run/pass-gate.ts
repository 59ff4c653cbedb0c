import { describeDuration, parseDuration } from "../fleet/duration";
import { describeOpening, nextOpening } from "../plan/opening-hours";
import type { Wave } from "../plan/wave-rules";
import type { Clock } from "./clock";
import { runGateCommand } from "./gate-command";

/** Who is asked whether a run may go on, and about what. */
export interface ApprovalRequest {
  fleet: string;
  runId: string;
  /** The wave that has ended, such as `canary`. */
  after: string;
  /** The wave that waits. */
  next: string;
  /** How many accounts wait from there on. */
  waiting: number;
  /** Aborted when there is no need for an answer any more. */
  signal: AbortSignal;
}

/** Says whether a run may go on. */
export type Approve = (request: ApprovalRequest) => boolean | Promise<boolean>;

/** What passing from one wave to the next is done with. */
export interface PassGateOptions {
  request: ApprovalRequest;
  clock: Clock;
  /** Needed where a gate asks for approval. */
  approve?: Approve | undefined;
  /** Folder that programs are run in. Default: that of this process. */
  folder?: string | undefined;
  /** Told what is waited for, in words, and until when where that is known. */
  onWait(what: string, until?: Date): Promise<void>;
}

/** Why the next wave does not begin, in words that go on after "not started: ". */
export interface ShutGate {
  reason: string;
  /** True when a person said no. */
  declined?: true;
}

/**
 * Waits out the soak of a wave, then goes through its gate: hours, program, person.
 *
 * @returns Why the next wave may not begin; nothing when it may, or when the signal was aborted, which ends any waiting at once.
 */
export async function passGate(
  { name, soak, gate = {} }: Wave,
  options: PassGateOptions,
): Promise<ShutGate | undefined> {
  const { request, clock, onWait, approve, folder } = options;
  const { signal } = request;
  const waitUntil = async (what: string, until: Date): Promise<void> => {
    const ms = until.getTime() - clock.now().getTime();
    if (ms <= 0 || signal.aborted) return;
    await onWait(what, until);
    await clock.sleep(ms, signal);
  };
  const soakMs = parseDuration(soak ?? "0m") ?? 0;
  await waitUntil(`a soak of ${describeDuration(soakMs)}`, new Date(clock.now().getTime() + soakMs));
  const waitForHours = () => waitUntil(describeOpening(gate) ?? "", nextOpening(gate, clock.now()));
  await waitForHours();
  if (gate.command && !signal.aborted) {
    await onWait(gate.command[0] ?? "");
    const facts = gateFacts(request);
    const timeoutMs = gate.timeout === undefined ? undefined : parseDuration(gate.timeout);
    const shut = await runGateCommand(gate.command, { facts, folder, timeoutMs, signal });
    if (shut !== undefined && !signal.aborted) return { reason: `the gate after ${name} did not open: ${shut}` };
  }
  if (gate.approval && !signal.aborted) {
    await onWait("approval");
    const approved = await answerOrAbort(approve?.(request) ?? false, signal);
    if (!approved && !signal.aborted) return { reason: `going on after ${name} was not approved`, declined: true };
  }
  // The answer may have come in the night.
  await waitForHours();
  return undefined;
}

/** Nobody may answer any more once the run is ended. */
async function answerOrAbort(answer: boolean | Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => resolve(false), { once: true });
    Promise.resolve(answer).then(resolve, reject);
  });
}

function gateFacts({ fleet, runId, after, next }: ApprovalRequest): Record<string, string> {
  return {
    CROSS_ACCOUNT_FLEET: fleet,
    CROSS_ACCOUNT_RUN: runId,
    CROSS_ACCOUNT_WAVE: after,
    CROSS_ACCOUNT_NEXT_WAVE: next,
  };
}
