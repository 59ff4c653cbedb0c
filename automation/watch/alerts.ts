import type { TokenReader } from "../../providers/token-reader";
import { InputError } from "../errors";
import { alertReport } from "../report/watch-report";
import { runAlertCommand } from "./run-alert-command";
import { readWebhookUrl, sendToWebhook } from "./send-webhook";
import type { AlertOutcome } from "./watch-options";
import type { WatchSettings } from "./watch-settings";
import type { News, WatchState } from "./watch-state";

/** Somebody to be told. */
export interface AlertSink {
  to: AlertOutcome["to"];
  /** @throws Error when it could not be told. */
  send(body: string): Promise<void>;
}

/**
 * Whom the fleet file wants to be told.
 *
 * @throws InputError when the URL of the webhook cannot be read.
 */
export async function openSinks(
  { webhook, command }: WatchSettings["alert"],
  tokens: TokenReader,
): Promise<AlertSink[]> {
  const sinks: AlertSink[] = [];
  if (webhook) {
    await readWebhookUrl(webhook, tokens).catch((error: Error) => {
      throw new InputError("The fleet's alerts", [{ path: "watch.alert.webhook", message: error.message }]);
    });
    sinks.push({ to: "webhook", send: (body) => sendToWebhook(body, webhook, tokens) });
  }
  if (command) sinks.push({ to: "command", send: (body) => runAlertCommand(body, command) });
  return sinks;
}

/** What one of them does not know yet. Pure. */
function newsFor(to: AlertSink["to"], { open, recovered }: WatchState): News {
  return {
    failures: open.filter(({ told }) => !told.includes(to)),
    recovered: recovered.filter(({ told }) => told.includes(to)),
  };
}

/** The state once one of them was told some news. Pure. */
function markTold(to: AlertSink["to"], news: News, state: WatchState): WatchState {
  const kinds = new Map(news.failures.map(({ key, kind }) => [key, kind]));
  const over = new Set(news.recovered.map(({ key }) => key));
  return {
    ...state,
    open: state.open.map((problem) =>
      kinds.get(problem.key) === problem.kind ? { ...problem, told: [...new Set([...problem.told, to])] } : problem,
    ),
    recovered: state.recovered
      .map((problem) =>
        over.has(problem.key) ? { ...problem, told: problem.told.filter((one) => one !== to) } : problem,
      )
      .filter(({ told }) => told.length > 0),
  };
}

/** Tells everybody what they do not know yet; who cannot be told is told the next time. */
export async function sendAlerts(
  sinks: readonly AlertSink[],
  options: {
    fleet: string;
    now: Date;
    state: WatchState;
    keep(change: (state: WatchState) => WatchState): Promise<void>;
  },
): Promise<AlertOutcome[]> {
  const { fleet, now, state, keep } = options;
  const outcomes: AlertOutcome[] = [];
  for (const { to, send } of sinks) {
    const news = newsFor(to, state);
    const numbers = { to, failures: news.failures.length, recovered: news.recovered.length };
    if (numbers.failures + numbers.recovered === 0) continue;
    try {
      await send(JSON.stringify(alertReport(fleet, news, state.open.length, now)));
      // Kept afterwards: a watch that is killed in between tells it twice, and not never.
      await keep((latest) => markTold(to, news, latest));
      outcomes.push(numbers);
    } catch (error) {
      outcomes.push({ ...numbers, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  return outcomes;
}
