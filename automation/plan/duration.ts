const unitsMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How a length of time is written in a fleet file: minutes, hours or days, such as `30m`, `24h` or `7d`. */
export const durationPattern = /^(\d{1,5})([mhd])$/;

/** Milliseconds of a length of time that fits {@link durationPattern}. */
export function durationMs(text: string): number {
  const [, number = "0", unit = "m"] = durationPattern.exec(text) ?? [];
  return Number(number) * (unitsMs[unit] ?? 0);
}
