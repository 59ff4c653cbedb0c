import type { FaultRule } from "../../examples/sandbox/faults/faults";

/** What goes wrong at the vendor while a story is told: together about a third of its answers. */
export const vendorFaults: readonly FaultRule[] = [
  { fault: { kind: "latency", ms: 500 }, probability: 0.1 },
  { fault: { kind: "rate-limit", resetSeconds: 1 }, probability: 0.06 },
  { fault: { kind: "server-error" }, probability: 0.05 },
  { fault: { kind: "server-error", status: 503 }, probability: 0.04 },
  { fault: { kind: "connection-reset" }, probability: 0.06 },
  { fault: { kind: "answer-lost" }, probability: 0.05 },
  { fault: { kind: "answer-lost", holdMs: 400 }, probability: 0.03 },
  { fault: { kind: "clock-skew", seconds: -90 }, probability: 0.06 },
  { fault: { kind: "slow-consistency", ms: 2_500 }, route: "POST /setup/account", probability: 0.4 },
];
