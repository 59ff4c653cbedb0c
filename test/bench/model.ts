import type { AccountSettings } from "../../automation";

/** How accounts are worked through: the ways that are compared. */
export const modes = ["documented", "stock", "ours", "floor"] as const;
export type Mode = (typeof modes)[number];

/** What the program of an account declares: the vendor's side only, or a whole grant with what it needs in AWS. */
export const programs = ["vendor", "grant"] as const;
export type Program = (typeof programs)[number];

/** Scenarios that run the engine, in the order one needs the state of another. */
export const engineScenarios = ["first", "noop", "policy-change"] as const;
export type EngineScenario = (typeof engineScenarios)[number];

/** Scenarios of a whole fleet in which no engine is started. */
export const fleetScenarios = ["fingerprint", "discover-plan"] as const;
export type FleetScenario = (typeof fleetScenarios)[number];

export type Scenario = EngineScenario | FleetScenario;

/** Where the servers of a benchmark are, for the processes that are measured. */
export interface BenchSite {
  /** Variables that point CLI, plugins and vendor resources at the servers. */
  env: Record<string, string>;
  spotEndpoint: string;
  /** Settings of each account for the whole grant, by account id. */
  settings: Record<string, AccountSettings>;
}

/** Accounts to be brought up one way. */
export interface EngineJob {
  kind: "engine";
  mode: Mode;
  program: Program;
  scenario: EngineScenario;
  accountIds: string[];
  /** Accounts worked on at the same time. */
  concurrency: number;
  /** Folder of the state and of everything a mode keeps; the scenarios of one mode share it. */
  folder: string;
  site: BenchSite;
}

/** A fleet to be looked at as a whole. */
export interface FleetJob {
  kind: "fleet";
  /** `remember` notes every account as proven, for `fingerprint` to find. */
  scenario: FleetScenario | "remember";
  fleetFile: string;
  accounts: number;
}

/** One piece of work for a process of its own. */
export type BenchJob = EngineJob | FleetJob;

/** What the measured process says: how long it took, or why it came to nothing. It stays until it is killed. */
export type WorkerResult = { wallMs: number } | { error: string };

/** One line of the result. */
export interface BenchRow {
  scenario: Scenario;
  mode: Mode;
  program: Program;
  accounts: number;
  cpuMsPerAccount: number;
  wallMsPerAccount: number;
  /** The most memory of the measured process and all it started at the same time; shared pages count in each. */
  peakRssMb: number;
}
