import {
  type Attributes,
  type Counter,
  context,
  type Histogram,
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

/** Under which spans and instruments of this package are known. */
export const telemetryScope = "pulumi-cross-account";

/** One attempt at a call of a vendor's API, as telemetry tells it: never its values, only what it is. */
export interface VendorCall {
  /** Such as `spot`. */
  vendor: string;
  method: string;
  /** The route with its placeholders, or the name of the operation. */
  route: string;
  /** Base URL of the vendor's API. */
  endpoint: string;
}

/** Sends one attempt within a span, and counts and times it. Does nothing but send where nobody registered a telemetry SDK. */
export function observeCall<Answer extends { response: { status: number } }>(
  call: VendorCall,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const began = performance.now();
  const attributes: Attributes = {
    "cross_account.vendor": call.vendor,
    "http.request.method": call.method,
    "http.route": call.route,
  };
  const options = { kind: SpanKind.CLIENT, attributes: { ...attributes, "server.address": hostOf(call.endpoint) } };
  return trace
    .getTracer(telemetryScope)
    .startActiveSpan(`${call.vendor} ${call.method} ${call.route}`, options, async (span) => {
      const end = (outcome: Attributes, failed: boolean): void => {
        span.setAttributes(outcome);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
        const { calls, duration } = instruments();
        calls.add(1, { ...attributes, ...outcome });
        duration.record((performance.now() - began) / 1_000, { ...attributes, ...outcome });
      };
      try {
        const answer = await send();
        const { status } = answer.response;
        end({ "http.response.status_code": status }, status >= 400);
        return answer;
      } catch (error) {
        end({ "error.type": "no-answer" }, true);
        throw error;
      }
    });
}

/** Counts that a call is sent again, as the one before failed. */
export function countRepetition(vendor: string): void {
  instruments().repetitions.add(1, { "cross_account.vendor": vendor });
}

/** Work that runs in the telemetry context of its caller, whenever it is called; queues forget it. */
export function inCallersContext<Result>(work: () => Result): () => Result {
  const caller = context.active();
  return () => context.with(caller, work);
}

interface Instruments {
  calls: Counter;
  duration: Histogram;
  repetitions: Counter;
}

let known: { provider: unknown; instruments: Instruments } | undefined;

/** Made anew when an SDK is registered: instruments that were made before do nothing for ever. */
function instruments(): Instruments {
  const provider = metrics.getMeterProvider();
  if (known?.provider === provider) return known.instruments;
  const meter = provider.getMeter(telemetryScope);
  const made = {
    calls: meter.createCounter("cross_account.vendor.calls", { description: "Attempts at calls of vendors' APIs" }),
    duration: meter.createHistogram("cross_account.vendor.call.duration", {
      unit: "s",
      description: "Time of one attempt",
    }),
    repetitions: meter.createCounter("cross_account.vendor.retries", { description: "Calls that were sent again" }),
  };
  known = { provider, instruments: made };
  return made;
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : endpoint;
}
