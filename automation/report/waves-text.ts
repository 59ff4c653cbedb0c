import { describeDuration, parseDuration } from "../fleet/duration";
import type { RunEvent } from "../model";
import { describeOpening } from "../plan/opening-hours";
import type { Wave } from "../plan/wave-rules";
import type { TargetSummary } from "../run/run-summary";
import { count, type TextPart, timeText } from "./text-report";

/** The waves of a plan for a person; nothing where all accounts go together. */
export function wavesText(waves: readonly Wave[]): TextPart[] {
  if (waves.length < 2) return [];
  const lines = waves.map((wave, index) => {
    const after = index < waves.length - 1 ? describeAfter(wave) : "";
    return `  ${wave.name}: ${count(wave.accountIds.length, "account")}${after === "" ? "" : `, then ${after}`}`;
  });
  return [{ lines: ["Waves:", ...lines] }];
}

/** What lies between a wave and the next one, in words; an empty text where nothing does. */
function describeAfter({ soak, gate = {} }: Pick<Wave, "soak" | "gate">): string {
  const soakMs = parseDuration(soak ?? "0m") ?? 0;
  const parts = [
    soakMs > 0 ? `a soak of ${describeDuration(soakMs)}` : undefined,
    describeOpening(gate),
    gate.command?.join(" "),
    gate.approval ? "approval" : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** A step of a run that is not about one account, as progress tells it; nothing for any other event. */
export function describeStep(event: RunEvent): string | undefined {
  switch (event.type) {
    case "wave-started":
      return `${event.wave} begins`;
    case "wave-waits":
      return `after ${event.wave}: waiting for ${event.for}${event.until ? `, until ${timeText(event.until)}` : ""}`;
    case "run-stopped":
      return `Nothing more is started: ${event.reason}`;
    default:
      return undefined;
  }
}

/** Accounts that were not started, by the reason: hundreds may have the same. */
export function notStartedText(targets: readonly TargetSummary[]): TextPart[] {
  const groups = new Map<string, TargetSummary[]>();
  for (const target of targets) {
    if (target.reason === undefined) continue;
    const group = groups.get(target.reason);
    if (group) group.push(target);
    else groups.set(target.reason, [target]);
  }
  if (groups.size === 0) return [];
  const lines = [...groups].map(([reason, group]) => {
    const [first] = group;
    const who = first && group.length === 1 ? `${first.name} (${first.accountId})` : count(group.length, "account");
    return `  ${who}: ${reason}`;
  });
  return [{ lines: ["Not started:", ...lines] }];
}
