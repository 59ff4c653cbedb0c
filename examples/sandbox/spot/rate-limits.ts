/** How many calls a minute the vendor takes on one route and method; the real number is not published. */
export interface RateLimitOptions {
  /** Calls in a window; default 1,200. */
  calls?: number;
  /** Length of the window in milliseconds; default 60,000. */
  windowMs?: number;
}

/** What one call did to its route's limit. */
export interface RateLimitVerdict {
  blocked: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until a call is taken again. */
  resetSeconds: number;
}

/**
 * A sliding window for each route and method.
 *
 * Refused calls count too, so that calling while blocked pushes the reset back. Source: github spotinst/help, API README.
 */
export class RateLimits {
  private readonly calls = new Map<string, number[]>();
  private readonly limit: number;
  private readonly windowMs: number;

  constructor(options: RateLimitOptions = {}) {
    this.limit = options.calls ?? 1200;
    this.windowMs = options.windowMs ?? 60_000;
  }

  /** Counts a call that arrived at `now`, in milliseconds. */
  count(route: string, now = Date.now()): RateLimitVerdict {
    const recent = (this.calls.get(route) ?? []).filter((at) => at > now - this.windowMs);
    recent.push(now);
    this.calls.set(route, recent);
    // The next call is taken once fewer than the limit are left in the window.
    const inTheWay = recent[Math.max(0, recent.length - this.limit)] ?? now;
    return {
      blocked: recent.length > this.limit,
      limit: this.limit,
      remaining: Math.max(0, this.limit - recent.length),
      resetSeconds: Math.ceil((inTheWay + this.windowMs - now) / 1000),
    };
  }
}
