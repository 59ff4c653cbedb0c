import { type Context, context, type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { telemetryScope } from "../../providers/call-telemetry";
import type { Failure, RunEvent, TargetAction } from "../model";
import { RunMetrics } from "./run-metrics";

type RunStarted = Extract<RunEvent, { type: "run-started" }>;

interface OpenAccount {
  span: Span;
  startedAt: number;
  /** What is done for the account belongs to the span in here. */
  inside: Context;
}

/**
 * A run as OpenTelemetry sees it: a span of the run, in it one a wave, in it one an account, in these one for its operation and one for its proof; vendor calls
 * lie within what they were made for. Accounts are named by id, failures told by their class and message, which hold no secrets.
 *
 * Nothing happens where nobody registered a telemetry SDK before the run began.
 */
export class RunTelemetry {
  private readonly tracer: Tracer = trace.getTracer(telemetryScope);
  private readonly metrics = new RunMetrics();
  private run: { started: RunStarted; span: Span; inside: Context } | undefined;
  private wave: { span: Span; inside: Context } | undefined;
  private readonly accounts = new Map<string, OpenAccount>();

  /** Takes in the next event of the run, in order. */
  onEvent(event: RunEvent): void {
    switch (event.type) {
      case "run-started":
        this.begin(event);
        break;
      case "wave-started":
        this.beginWave(event.wave);
        break;
      case "target-started":
        this.beginAccount(event.accountId, event.attempt);
        break;
      case "target-failed":
        this.endAccount(event.accountId, event.failure);
        break;
      case "target-not-started":
        this.count({ result: "not-started" });
        break;
      case "target-proved":
        // One that is not proven fails with the next event.
        if (event.proofs.every(({ proven }) => proven)) this.endAccount(event.accountId);
        break;
      case "run-ended":
        this.end(event.result, Date.parse(event.at));
        break;
    }
  }

  /** Runs one step of an account within a span of its own. */
  async step<Result>(accountId: string, name: "operation" | "proof", work: () => Promise<Result>): Promise<Result> {
    const account = this.accounts.get(accountId);
    if (!account) return work();
    const outside = account.inside;
    const span = this.tracer.startSpan(`account ${name}`, { attributes: accountAttributes(accountId) }, outside);
    account.inside = trace.setSpan(outside, span);
    try {
      return await context.with(account.inside, work);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      account.inside = outside;
      span.end();
    }
  }

  /** Runs work that reaches this process from elsewhere, such as from the engine, within what the account is at. */
  within<Result>(accountId: string, work: () => Promise<Result>): Promise<Result> {
    const account = this.accounts.get(accountId);
    return account ? context.with(account.inside, work) : work();
  }

  private begin(started: RunStarted): void {
    const { fleet, action, runId, targets, unchanged = [] } = started;
    const attributes = {
      ...{ "cross_account.fleet": fleet, "cross_account.action": action, "cross_account.run_id": runId },
      ...{ "cross_account.targets": targets.length, "cross_account.unchanged": unchanged.length },
    };
    const span = this.tracer.startSpan(`cross-account ${action}`, { attributes });
    this.run = { started, span, inside: trace.setSpan(context.active(), span) };
    for (const _account of unchanged) this.count({ result: "unchanged" });
  }

  /** The wave before it has ended by then, or what of it is still open ends later. */
  private beginWave(wave: string): void {
    const { run } = this;
    if (!run) return;
    this.wave?.span.end();
    const span = this.tracer.startSpan("wave", { attributes: { "cross_account.wave": wave } }, run.inside);
    this.wave = { span, inside: trace.setSpan(run.inside, span) };
  }

  private beginAccount(accountId: string, attempt: number): void {
    const { run } = this;
    if (!run) return;
    if (attempt > 1) this.metrics.countRetry(run.started.fleet, run.started.action);
    const open = this.accounts.get(accountId);
    if (open) {
      open.span.setAttribute("cross_account.attempts", attempt);
      return;
    }
    const attributes = { ...accountAttributes(accountId), "cross_account.attempts": attempt };
    const outside = this.wave?.inside ?? run.inside;
    const span = this.tracer.startSpan("account", { attributes }, outside);
    this.accounts.set(accountId, { span, startedAt: Date.now(), inside: trace.setSpan(outside, span) });
  }

  private endAccount(accountId: string, failure?: Failure): void {
    const account = this.accounts.get(accountId);
    const told = failure ? { failureKind: failure.kind } : {};
    const durationMs = account && Date.now() - account.startedAt;
    this.count({ result: failure ? "failed" : "done", ...told, ...(durationMs === undefined ? {} : { durationMs }) });
    if (!account) return;
    this.accounts.delete(accountId);
    if (failure) account.span.setAttribute("error.type", failure.kind);
    account.span.setAttribute("cross_account.result", failure ? "failed" : "done");
    if (failure) account.span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
    account.span.end();
  }

  private end(result: string, at: number): void {
    const { run } = this;
    if (!run) return;
    for (const { span } of this.accounts.values()) span.end();
    this.wave?.span.end();
    const { fleet, action, at: startedAt } = run.started;
    this.metrics.recordRun(fleet, action, result, at - Date.parse(startedAt));
    run.span.setAttribute("cross_account.result", result);
    if (result === "failed") run.span.setStatus({ code: SpanStatusCode.ERROR });
    run.span.end();
  }

  private count(result: Omit<Parameters<RunMetrics["countAccount"]>[0], "fleet" | "action">): void {
    const { fleet, action }: { fleet: string; action: TargetAction } = this.run?.started ?? { fleet: "", action: "up" };
    this.metrics.countAccount({ fleet, action, ...result });
  }
}

function accountAttributes(accountId: string): Record<string, string> {
  return { "cloud.provider": "aws", "cloud.account.id": accountId };
}
