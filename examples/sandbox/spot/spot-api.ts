import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { AwsKeys } from "../aws/connection";
import { Faults } from "../faults/faults";
import { injectFaults } from "../faults/inject-faults";
import { existing, serveAccounts } from "./account-routes";
import { type SpotAccountRecord, SpotAccounts } from "./accounts";
import { recordCalls, type SpotCall } from "./call-log";
import { serveCredentials } from "./credentials-routes";
import { spotFaultWords } from "./fault-words";
import { createLinkCheck } from "./link-check";
import { limitRates } from "./rate-limit-hook";
import { type RateLimitOptions, RateLimits } from "./rate-limits";
import { createServer, requireToken } from "./server";

/** How strict the vendor is; everything has a default. */
export interface SpotRules {
  rateLimit?: RateLimitOptions;
  /** How long a minted external id may be used for a link, in milliseconds; default one day. The real figure is not known. */
  externalIdLifetimeMs?: number;
  /** Seed of the faults that strike by probability; default 1. */
  faultSeed?: number;
}

/** What a Spot API needs to run. */
export interface SpotApiOptions {
  /** The only token that is let in. */
  token: string;
  /** Where and as whom Spot assumes the roles it is given. */
  aws: { endpoint: string; user: AwsKeys };
  rules?: SpotRules;
  /** File that keeps the accounts; an API started with it again goes on with them. */
  stateFile?: string;
}

/** A running Spot API, with a view from behind the counter. */
export interface SpotApi {
  /** Address to use in place of the vendor's, on loopback. */
  endpoint: string;
  token: string;
  /** Every account, oldest first; the first is the organization's default account. */
  accounts(): SpotAccountRecord[];
  /** Makes an account that is connected to an AWS account already, as if somebody had clicked it together. */
  connect(awsAccountId: string, name: string): SpotAccountRecord;
  /** The calls received so far, in order; of one route only, for example `POST /setup/account`, when named. */
  calls(route?: string): SpotCall[];
  faults: Faults;
  close(): Promise<void>;
}

/** Starts Spot's account API on a free loopback port. Links are checked by really assuming the role. */
export async function startSpotApi(options: SpotApiOptions): Promise<SpotApi> {
  const { stateFile, rules = {} } = options;
  const accounts = new SpotAccounts(stateFile ? restore(stateFile) : undefined, (records) => {
    if (stateFile) save(stateFile, records);
  });
  const faults = new Faults(rules.faultSeed);
  const app = createServer();
  const calls = recordCalls(app);
  requireToken(app, options.token);
  limitRates(app, new RateLimits(rules.rateLimit));
  serveAccounts(app, accounts, injectFaults(app, faults, spotFaultWords));
  serveCredentials(app, accounts, {
    check: createLinkCheck(options.aws.endpoint, options.aws.user),
    externalIdLifetimeMs: rules.externalIdLifetimeMs ?? 24 * 3600_000,
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    token: options.token,
    accounts: () => accounts.all(),
    connect: (awsAccountId, name) => connect(accounts, awsAccountId, name),
    calls: (route) => calls.filter((call) => !route || call.route === route),
    faults,
    close: () => app.close(),
  };
}

function connect(accounts: SpotAccounts, awsAccountId: string, name: string): SpotAccountRecord {
  const made = accounts.create(name);
  const externalId = accounts.mintExternalId(made.id, 0).value;
  const link = { awsAccountId, roleArn: `arn:aws:iam::${awsAccountId}:role/clicked-together`, externalId };
  accounts.update(made.id, { link });
  return existing(accounts, made.id);
}

function restore(stateFile: string): SpotAccountRecord[] | undefined {
  try {
    return JSON.parse(readFileSync(stateFile, "utf8")) as SpotAccountRecord[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

// At once and whole, so that being killed loses nothing that was answered.
function save(stateFile: string, records: SpotAccountRecord[]): void {
  writeFileSync(`${stateFile}.new`, JSON.stringify(records, null, 2), { mode: 0o600 });
  renameSync(`${stateFile}.new`, stateFile);
}
