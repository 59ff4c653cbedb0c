import { DiagLogLevel, diag } from "@opentelemetry/api";
import { InputError } from "../errors";
import type { Terminal } from "./terminal";

/** Telemetry that goes out while a verb runs. */
export interface OpenTelemetry {
  /** Sends what was not sent yet; never rejects, and takes a few seconds at most. */
  close(): Promise<void>;
}

const endpoints = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
];
const sdk = "@opentelemetry/sdk-node";
const install = `npm install ${sdk}`;

/** Longest wait for a collector when the verb has ended. */
const closingMs = 5_000;

/**
 * Sends traces and metrics where the standard OTEL_* variables say, when one of them names a place or it is asked for. The SDK is loaded only
 * then; it is no part of this package.
 *
 * @param isAskedFor With `--otel`.
 * @param load Loads the SDK; answers nothing where it is not installed.
 * @throws InputError when it is asked for and the SDK is not installed; where only the variables are there, that is remarked.
 */
export async function openTelemetry(
  isAskedFor: boolean,
  env: NodeJS.ProcessEnv,
  terminal: Pick<Terminal, "remark">,
  load = loadSdk,
): Promise<OpenTelemetry> {
  const nothing: OpenTelemetry = { close: async () => undefined };
  const isWanted = isAskedFor || endpoints.some((name) => env[name]);
  if (!isWanted || env.OTEL_SDK_DISABLED === "true") return nothing;
  const loaded = await load();
  if (!loaded) {
    const message = `needs the package ${sdk}, which is not installed: ${install}`;
    if (isAskedFor) throw new InputError("The telemetry", [{ path: "--otel", message }]);
    terminal.remark(`No telemetry is sent: it ${message}`);
    return nothing;
  }
  reportOnce(terminal);
  applyDefaults(env);
  const { NodeSDK } = loaded;
  const running = new NodeSDK({ serviceName: env.OTEL_SERVICE_NAME ?? "cross-account" });
  running.start();
  return { close: () => inTime(running.shutdown()) };
}

async function loadSdk(): Promise<typeof import("@opentelemetry/sdk-node") | undefined> {
  try {
    return await import("@opentelemetry/sdk-node");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** The SDK reads them when it starts. By itself it would send no metrics, look for a place for logs, and tell this command's arguments. */
function applyDefaults(env: NodeJS.ProcessEnv): void {
  env.OTEL_TRACES_EXPORTER ??= "otlp";
  env.OTEL_METRICS_EXPORTER ??= "otlp";
  env.OTEL_LOGS_EXPORTER ??= "none";
  env.OTEL_EXPORTER_OTLP_PROTOCOL ??= "http/protobuf";
  env.OTEL_NODE_RESOURCE_DETECTORS ??= "env,host";
}

/** That a collector is not there would be told for each batch. */
function reportOnce({ remark }: Pick<Terminal, "remark">): void {
  let isReported = false;
  const report = (message: string): void => {
    if (!isReported) remark(`Telemetry could not be sent: ${message}`);
    isReported = true;
  };
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: report, warn: nothing, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, closingMs);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
