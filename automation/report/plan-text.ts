import { diffOf, type TargetPreview } from "../fleet/preview-plan";
import type { ChangeCounts, LeftOut } from "../model";
import type { Plan, PlanItem, PlannedAction } from "../plan/plan";
import { wavesOf } from "../plan/plan-waves";
import { diffText } from "./diff-text";
import { type Cell, count, type TextPart, type Tone, timeText } from "./text-report";
import { wavesText } from "./waves-text";

const tones: Record<PlannedAction, Tone> = {
  enrol: "good",
  check: "quiet",
  unchanged: "quiet",
  reopen: "good",
  rotate: "warning",
  close: "warning",
  offboard: "bad",
};

/** A plan for a person: each target with what is to be done and what to know, then who is left out and why. */
export function planText(plan: Plan, previews: readonly TargetPreview[] = []): TextPart[] {
  if (plan.items.length === 0) {
    return [{ lines: [nothingToDo(plan)] }, ...leftOutText(plan.leftOut), ...remarksText(plan)];
  }
  const withPreview = previews.length > 0;
  const head = ["Account", "Name", "Unit", "Action", ...(withPreview ? ["Would change"] : []), "Notes"];
  const previewOf = new Map(previews.map((preview) => [preview.accountId, preview]));
  const rows = plan.items.map((item) => planRow(item, withPreview, previewOf.get(item.target.account.id)));
  return [
    { head, rows },
    ...wavesText(wavesOf(plan)),
    ...diffText(diffOf(plan, previews)),
    { lines: [describePlan(plan)] },
    ...leftOutText(plan.leftOut),
    ...remarksText(plan),
  ];
}

function remarksText({ remarks = [] }: Plan): TextPart[] {
  return remarks.length > 0 ? [{ lines: ["In the fleet file:", ...remarks.map((remark) => `  ${remark}`)] }] : [];
}

function nothingToDo({ fleet, leftOut }: Plan): string {
  return leftOut.length > 0
    ? `Nothing to do in the fleet ${fleet}: see below why.`
    : `Nothing to do: no account has a stack in the fleet ${fleet}.`;
}

/** The plan in one sentence, as it is asked about: `Enrol 2 accounts and check 3 in the fleet acme`. */
export function describePlan({ fleet, items, leftOut }: Plan): string {
  const numberOf = (wanted: PlannedAction): number => items.filter(({ action }) => action === wanted).length;
  const steps = (Object.keys(tones) as PlannedAction[])
    .filter((action) => action !== "unchanged" && numberOf(action) > 0)
    .map((action) => `${action} ${count(numberOf(action), "account")}`);
  const same = numberOf("unchanged");
  if (same > 0) steps.push(`leave ${same} unchanged`);
  const rest = leftOut.length > 0 ? `; ${count(leftOut.length, "account")} left out` : "";
  const sentence = `${steps.join(", ")} in the fleet ${fleet}${rest}`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** Accounts that are no part of it, with the reason. */
function leftOutText(leftOut: readonly LeftOut[]): TextPart[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.map(({ account, reason }) => `  ${account.name} (${account.id}) ${reason}`);
  return [{ lines: ["Left out:", ...lines] }];
}

function planRow(
  { target, action, notes, proven }: PlanItem,
  withPreview: boolean,
  preview: TargetPreview | undefined,
): Cell[] {
  const { account } = target;
  const found = preview?.heals ?? [];
  const proof = proven ? [`proven ${timeText(proven.provenAt)}; --refresh looks at it all the same`] : [];
  return [
    account.id,
    account.name,
    account.ouPath,
    { text: action, tone: tones[action] },
    ...(withPreview ? [previewCell(preview)] : []),
    [...notes, ...proof, ...found.map((sentence) => `puts right that ${sentence}`)].join("\n"),
  ];
}

function previewCell(preview: TargetPreview | undefined): Cell {
  if (preview?.failure) return { text: preview.failure.message, tone: "bad" };
  return preview?.changes ? describeIntent(preview.changes) : "";
}

/** What would change, in numbers: `create 12, update 1`. */
export function describeIntent({ create, update, replace, delete: deleted }: ChangeCounts): string {
  const steps = { create, update, replace, delete: deleted };
  const parts = Object.entries(steps).filter(([, number]) => number > 0);
  return parts.map(([step, number]) => `${step} ${number}`).join(", ") || "nothing";
}
