const milliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** How a span of time is written: minutes, hours or days, such as `30m`, `24h` or `7d`. */
export const durationPattern = /^(\d{1,5})([mhd])$/;

/** Milliseconds of a span of time such as `30m`, `12h` or `90d`; nothing when the text is none. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = durationPattern.exec(text) ?? [];
  return unit === undefined ? undefined : Number(number) * milliseconds[unit as keyof typeof milliseconds];
}

/** A span of time in the largest unit that it has at least one of, such as `3 days`. */
export function describeDuration(span: number): string {
  const [size, name] =
    span >= milliseconds.d
      ? [milliseconds.d, "day"]
      : span >= milliseconds.h
        ? [milliseconds.h, "hour"]
        : [milliseconds.m, "minute"];
  const number = Math.floor(Math.max(span, 0) / size);
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}
