import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { AwsKeys } from "../aws/connection";
import { spaceliftAccountId } from "../aws/identities";
import { Faults } from "../faults/faults";
import type { AttachmentRecord, IntegrationRecord, SpaceliftRecords, StackRecord } from "./records";
import { createResolvers } from "./resolvers";
import { RoleEntrance, type RunSession } from "./role-check";
import { spaceliftSchema } from "./schema";
import { createServer, type SpaceliftCall } from "./server";
import { Sessions, type SpaceliftApiKey } from "./sessions";
import { SpaceliftAccount, type SuffixRule } from "./spacelift-account";

/** How the vendor behaves; everything has a default. */
export interface SpaceliftRules {
  /** Stacks that are there from the start; default `network`, `apps` (label `shared`) and `data`, all in the space `root`. */
  stacks?: StackRecord[];
  /** Which external id it presents where a stack reads and writes; default the attachment's. */
  suffixes?: SuffixRule;
  /** True for a self-hosted installation that does not know the newer fields yet. */
  older?: boolean;
  /** True for an API key that may look and change nothing; default a Space Admin's. */
  readOnlyKey?: boolean;
  /** True to answer a deletion of what is not there with null, and not with an error: which of them is not documented. */
  absentIsNull?: boolean;
  /** Seconds a session lasts; default 3600. */
  sessionSeconds?: number;
  /** Seed of the faults that strike by probability; default 1. */
  faultSeed?: number;
}

/** What a Spacelift API needs to run. */
export interface SpaceliftApiOptions {
  /** Name of the Spacelift account. */
  accountName: string;
  /** The only API key that is let in. */
  apiKey: SpaceliftApiKey;
  /** Where and as whom Spacelift assumes the roles it is given. */
  aws: { endpoint: string; user: AwsKeys };
  rules?: SpaceliftRules;
  /** File that keeps the integrations; an API started with it again goes on with them. */
  stateFile?: string;
}

/** A running Spacelift API, with a view from behind the counter. */
export interface SpaceliftApi {
  /** Address to use in place of the vendor's, on loopback. */
  endpoint: string;
  accountName: string;
  apiKey: SpaceliftApiKey;
  integrations(): IntegrationRecord[];
  attachments(): AttachmentRecord[];
  /** Adds an integration as if somebody had clicked it together. */
  click(settings: Pick<IntegrationRecord, "name" | "roleArn"> & Partial<IntegrationRecord>): IntegrationRecord;
  /** Begins a run of a stack: the session it gets, undefined when the role does not open for it. */
  run(stackId: string, phase: "read" | "write"): Promise<RunSession | undefined>;
  /** The calls received so far, in order; of one operation only, for example `awsIntegrationAttach`, when named. */
  calls(operation?: string): SpaceliftCall[];
  /** Ends every session before its time. */
  revokeSessions(): void;
  /** What goes wrong on purpose; routes are names of operations, and `slow-consistency` is a role that is too new. */
  faults: Faults;
  close(): Promise<void>;
}

/** Starts Spacelift's GraphQL API on a free loopback port. Attaching really assumes the role. */
export async function startSpaceliftApi(options: SpaceliftApiOptions): Promise<SpaceliftApi> {
  const { accountName, apiKey, stateFile, rules = {} } = options;
  const records = (stateFile && restore(stateFile)) || freshRecords(rules.stacks);
  const save = () => stateFile && keep(stateFile, records);
  const entrance = new RoleEntrance(options.aws.endpoint, options.aws.user, accountName);
  const account = new SpaceliftAccount(accountName, records, entrance, rules.suffixes ?? "attachment", save);
  const sessions = new Sessions(apiKey, rules.sessionSeconds ?? 3600);
  const faults = new Faults(rules.faultSeed);
  const { app, calls } = createServer({
    schema: spaceliftSchema({ older: rules.older ?? false }),
    resolvers: createResolvers(account, sessions, spaceliftAccountId, rules),
    admits: (authorization) => sessions.admits(authorization),
    faults,
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accountName,
    apiKey,
    integrations: () => structuredClone(records.integrations),
    attachments: () => structuredClone(records.attachments),
    click: (settings) => account.create({ ...clickedDefaults, ...settings }),
    run: (stackId, phase) => account.run(stackId, phase),
    calls: (operation) => calls.filter((call) => !operation || call.operation === operation),
    revokeSessions: () => sessions.revoke(),
    faults,
    close: async () => {
      await app.close();
      entrance.close();
    },
  };
}

const clickedDefaults = {
  externalId: "",
  durationSeconds: 3600,
  generateCredentialsInWorker: false,
  labels: [],
  space: "root",
  region: null,
  tagAssumeRole: false,
  autoattachEnabled: false,
};

function freshRecords(stacks: StackRecord[] | undefined): SpaceliftRecords {
  const defaults = ["network", "apps", "data"].map((id) => ({
    id,
    space: "root",
    labels: id === "apps" ? ["shared"] : [],
  }));
  return { stacks: structuredClone(stacks ?? defaults), integrations: [], attachments: [] };
}

function restore(stateFile: string): SpaceliftRecords | undefined {
  try {
    return JSON.parse(readFileSync(stateFile, "utf8")) as SpaceliftRecords;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

// At once and whole, so that being killed loses nothing that was answered.
function keep(stateFile: string, records: SpaceliftRecords): void {
  writeFileSync(`${stateFile}.new`, JSON.stringify(records, null, 2), { mode: 0o600 });
  renameSync(`${stateFile}.new`, stateFile);
}
