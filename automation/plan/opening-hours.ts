import type { Gate, Weekday } from "./wave-rules";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

// As Date.getUTCDay counts.
const weekdays: readonly Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** A span of hours such as `08:00-16:00`, in milliseconds from midnight; nothing when it is none, or ends before it begins. */
export function parseHours(text: string): { from: number; to: number } | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] =
    /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const from = (Number(fromHour) * 60 + Number(fromMinute)) * minuteMs;
  const to = (Number(toHour) * 60 + Number(toMinute)) * minuteMs;
  return to > from && to <= dayMs ? { from, to } : undefined;
}

/** When the hours and days of a gate are there next, from `now` on: `now` itself when they are there. All in UTC. Pure. */
export function nextOpening({ hours = "00:00-24:00", days = weekdays as Weekday[] }: Gate, now: Date): Date {
  const { from, to } = parseHours(hours) ?? { from: 0, to: dayMs };
  const midnight = Math.floor(now.getTime() / dayMs) * dayMs;
  for (let day = 0; day <= weekdays.length; day += 1) {
    const begin = midnight + day * dayMs;
    const weekday = weekdays[new Date(begin).getUTCDay()];
    if (weekday === undefined || !days.includes(weekday) || now.getTime() >= begin + to) continue;
    return new Date(Math.max(now.getTime(), begin + from));
  }
  return now;
}

/** The hours and days of a gate in words, such as `08:00-16:00 UTC on mon, tue`; nothing where it names none. */
export function describeOpening({ hours, days }: Gate): string | undefined {
  if (hours === undefined && days === undefined) return undefined;
  return [hours === undefined ? undefined : `${hours} UTC`, days === undefined ? undefined : `on ${days.join(", ")}`]
    .filter((part) => part !== undefined)
    .join(" ");
}
