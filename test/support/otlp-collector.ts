import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A span as it came over the wire. */
export interface CollectedSpan {
  name: string;
  spanId: string;
  traceId: string;
  parentSpanId?: string;
  kind: number;
  attributes: Record<string, string | number>;
  status: { code?: number; message?: string };
}

/** A data point of a metric as it came over the wire. */
export interface CollectedPoint {
  metric: string;
  attributes: Record<string, string | number>;
  /** The sum, or how many values a histogram has. */
  value: number;
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string; doubleValue?: number };
}

interface WireSpan extends Omit<CollectedSpan, "attributes"> {
  attributes: Attribute[];
}

interface WirePoint {
  attributes: Attribute[];
  asInt?: number | string;
  asDouble?: number;
  count?: number | string;
}

interface WireMetric {
  name: string;
  sum?: { dataPoints: WirePoint[] };
  histogram?: { dataPoints: WirePoint[] };
}

interface Resource {
  resource?: { attributes?: Attribute[] };
}

interface Payload {
  resourceSpans?: (Resource & { scopeSpans: { spans: WireSpan[] }[] })[];
  resourceMetrics?: (Resource & { scopeMetrics: { metrics: WireMetric[] }[] })[];
}

/** A collector of OpenTelemetry data that takes OTLP over HTTP, as JSON. */
export class OtlpCollector {
  readonly spans: CollectedSpan[] = [];
  readonly points: CollectedPoint[] = [];
  readonly resources: Record<string, string | number>[] = [];
  /** All that was received, as text. */
  received = "";

  private constructor(private readonly server: Server) {}

  static async start(): Promise<OtlpCollector> {
    const server = createServer();
    const collector = new OtlpCollector(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        collector.take(Buffer.concat(chunks).toString("utf8"));
        response.setHeader("content-type", "application/json").end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return collector;
  }

  /** What makes a program send here. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" };
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(text: string): void {
    this.received += text;
    const { resourceSpans = [], resourceMetrics = [] } = JSON.parse(text) as Payload;
    for (const { resource } of [...resourceSpans, ...resourceMetrics])
      this.resources.push(valuesOf(resource?.attributes));
    for (const { spans } of resourceSpans.flatMap(({ scopeSpans }) => scopeSpans)) {
      this.spans.push(...spans.map((span) => ({ ...span, attributes: valuesOf(span.attributes) })));
    }
    for (const { metrics } of resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics)) {
      this.points.push(...metrics.flatMap(pointsOf));
    }
  }
}

function pointsOf({ name, sum, histogram }: WireMetric): CollectedPoint[] {
  return [...(sum?.dataPoints ?? []), ...(histogram?.dataPoints ?? [])].map(
    ({ attributes, asInt, asDouble, count }) => ({
      ...{ metric: name, attributes: valuesOf(attributes) },
      value: Number(asInt ?? asDouble ?? count),
    }),
  );
}

function valuesOf(attributes: readonly Attribute[] = []): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)]),
  );
}
