import { context, metrics as metricsApi, trace } from "@opentelemetry/api";
import { metrics, NodeSDK, tracing } from "@opentelemetry/sdk-node";
import { expect } from "chai";
import { RunTelemetry } from "../../../automation/telemetry/run-telemetry";
import { observeCall } from "../../../providers/call-telemetry";
import { RequestLane } from "../../../providers/request-lane";
import { VendorError } from "../../../providers/vendor-error";
import { mixedRun } from "../report/sample-run";

const [shopProd, shopDev] = ["222222222222", "333333333333"] as const;

/** Sends the same call once for each account, through one lane, as Spot's client does. */
function callSpot(lane: RequestLane, statuses: number[]): Promise<unknown> {
  const send = async (): Promise<unknown> => {
    const status = statuses.shift() ?? 200;
    const call = { vendor: "spot", method: "GET", route: "/setup/account", endpoint: "https://api.spotinst.io" };
    await observeCall(call, async () => ({ response: { status } }));
    if (status === 200) return;
    throw new VendorError({ message: "busy", code: "BUSY", status, retryable: true, outcome: "refused" });
  };
  return lane.run(send, true, { retries: 2, firstDelayMs: 1, maxDelayMs: 1 });
}

describe("The telemetry of a run", () => {
  const spans = new tracing.InMemorySpanExporter();
  const points = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE);
  const reader = new metrics.PeriodicExportingMetricReader({ exporter: points, exportIntervalMillis: 3_600_000 });
  let sdk: NodeSDK;

  before(async () => {
    sdk = new NodeSDK({
      ...{ autoDetectResources: false, logRecordProcessors: [], metricReader: reader },
      spanProcessors: [new tracing.SimpleSpanProcessor(spans)],
    });
    sdk.start();
    await playRun();
  });
  after(async () => {
    await sdk.shutdown();
    for (const api of [trace, metricsApi, context]) api.disable();
  });

  /** The run of three accounts: the first is done at its second try, the second fails in its operation, the third never starts. */
  async function playRun(): Promise<void> {
    const telemetry = new RunTelemetry();
    const lane = new RequestLane("spot");
    const [started, firstStarted, firstDone, firstProved, secondStarted, secondFailed, notStarted, ended] = mixedRun();
    const tell = (...events: (typeof started)[]) => {
      for (const event of events) if (event) telemetry.onEvent(event);
    };
    tell(started, { type: "wave-started", at: "", wave: "canary" }, firstStarted, secondStarted);
    if (firstStarted?.type === "target-started") tell({ ...firstStarted, attempt: 2 });
    await Promise.allSettled([
      telemetry.step(shopProd, "operation", () => callSpot(lane, [500, 200])),
      telemetry.step(shopDev, "operation", async () => {
        await callSpot(lane, [200]);
        throw new Error("no");
      }),
    ]);
    tell(firstDone, secondFailed, notStarted);
    await telemetry.step(shopProd, "proof", () => telemetry.within(shopProd, () => callSpot(lane, [200])));
    tell(firstProved, ended);
    await reader.forceFlush();
  }

  const named = (name: string) => spans.getFinishedSpans().filter((span) => span.name === name);
  const accountOf = (span: tracing.ReadableSpan) => span.attributes["cloud.account.id"];

  it("has a span of the run, in it one a wave, in it one an account, in these one for the operation and one for the proof", () => {
    const [run, ...otherRuns] = named("cross-account up");
    expect(otherRuns).to.deep.equal([]);
    expect(run?.parentSpanId).to.equal(undefined);
    expect(run?.attributes).to.deep.include({ "cross_account.fleet": "acme", "cross_account.result": "cancelled" });
    const accounts = named("account");
    expect(accounts.map(accountOf)).to.deep.equal([shopDev, shopProd]);
    const [wave] = named("wave");
    expect(wave?.parentSpanId).to.equal(run?.spanContext().spanId);
    expect(wave?.attributes).to.deep.equal({ "cross_account.wave": "canary" });
    for (const account of accounts) expect(account.parentSpanId).to.equal(wave?.spanContext().spanId);
    for (const step of [...named("account operation"), ...named("account proof")]) {
      const parent = accounts.find((account) => account.spanContext().spanId === step.parentSpanId);
      expect(parent && accountOf(parent)).to.equal(accountOf(step));
    }
    expect(named("account operation").map(accountOf)).to.have.members([shopProd, shopDev]);
    expect(named("account proof").map(accountOf)).to.deep.equal([shopProd]);
    expect(accounts[1]?.attributes).to.include({ "cross_account.attempts": 2 });
  });

  it("puts each vendor call into what it was made for, though calls of all accounts wait in one lane", () => {
    const steps = new Map(
      [...named("account operation"), ...named("account proof")].map((step) => [step.spanContext().spanId, step]),
    );
    const calls = named("spot GET /setup/account").map((call) => {
      const step = steps.get(call.parentSpanId ?? "");
      return [step?.name, step && accountOf(step), call.attributes["http.response.status_code"]];
    });
    expect(calls).to.deep.equal([
      ["account operation", shopProd, 500],
      ["account operation", shopProd, 200],
      ["account operation", shopDev, 200],
      ["account proof", shopProd, 200],
    ]);
  });

  it("tells what failed and why", () => {
    const [failed] = named("account");
    expect(failed?.attributes).to.include({ "error.type": "vendor", "cross_account.result": "failed" });
    expect(failed?.status).to.deep.equal({ code: 2, message: "connected to act-2 and act-3" });
    expect(named("account")[1]?.status).to.deep.equal({ code: 0 });
  });

  it("counts accounts by what came of them, retries and vendor calls, and times them", () => {
    const all = points.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    const valuesOf = (name: string) =>
      all
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }) =>
          dataPoints.map((point): [metrics.DataPoint<unknown>["attributes"], unknown] => [
            point.attributes,
            point.value,
          ]),
        );
    const numberOf = (name: string, wanted: Record<string, unknown>) =>
      valuesOf(name).find(([attributes]) =>
        Object.entries(wanted).every(([key, value]) => attributes[key] === value),
      )?.[1];
    expect(numberOf("cross_account.accounts", { "cross_account.result": "done" })).to.equal(1);
    expect(numberOf("cross_account.accounts", { "cross_account.result": "failed", "error.type": "vendor" })).to.equal(
      1,
    );
    expect(numberOf("cross_account.accounts", { "cross_account.result": "not-started" })).to.equal(1);
    expect(numberOf("cross_account.account.retries", { "cross_account.action": "up" })).to.equal(1);
    expect(numberOf("cross_account.vendor.calls", { "http.response.status_code": 200 })).to.equal(3);
    expect(numberOf("cross_account.vendor.retries", { "cross_account.vendor": "spot" })).to.equal(1);
    expect(numberOf("cross_account.run.duration", {})).to.include({ count: 1, sum: 12.3 });
    expect(numberOf("cross_account.account.duration", { "cross_account.result": "done" })).to.include({ count: 1 });
  });
});

describe("The telemetry of a run without an SDK", () => {
  it("does nothing, and lets the work and its errors through", async () => {
    const telemetry = new RunTelemetry();
    for (const event of mixedRun().slice(0, 2)) telemetry.onEvent(event);
    expect(await telemetry.step(shopProd, "operation", async () => "done")).to.equal("done");
    expect(await telemetry.within(shopProd, async () => "within")).to.equal("within");
    const error = new Error("no");
    const failing = telemetry.step(shopProd, "operation", () => Promise.reject(error));
    expect(await failing.catch((reason: unknown) => reason)).to.equal(error);
  });
});
