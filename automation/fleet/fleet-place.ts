import { createTokenReader, type TokenReader } from "../../providers/token-reader";
import { createStackEngine, type StackEngine, type StackEngineOptions } from "../engine/stack-engine";
import type { FactStore } from "../journal/fact-store";
import { openStore } from "../journal/open-store";
import { ProvenAccounts } from "../journal/proven-accounts";
import { lookAround, type Surroundings } from "../plan/preflight";
import type { FleetOptions } from "./fleet-options";
import type { FleetSettings } from "./fleet-schema";
import { enterHub } from "./hub-credentials";

/** Where a fleet comes from. */
export interface FleetOrigin {
  settings: FleetSettings;
  /** Absolute path of the folder that relative paths of its settings begin at. */
  folder: string;
  /** Absolute path of the fleet file; nothing when the settings came from elsewhere. */
  file: string | undefined;
  options: FleetOptions;
}

/** What all that is done with one fleet shares: its engine, its journals, the reader of its tokens, each opened when it is first needed. */
export class FleetPlace {
  readonly tokens: TokenReader;
  private engineOnce: StackEngine | undefined;
  private store: FactStore | undefined;

  constructor(readonly origin: FleetOrigin) {
    this.tokens = createTokenReader({ aws: async () => (await enterHub(origin.settings.hub)).connection });
  }

  /** What problems of the settings are told about. */
  get subject(): string {
    return this.origin.file ?? "The fleet's settings";
  }

  get journals(): FactStore {
    const { folder, settings } = this.origin;
    const connection = async () => (await enterHub(settings.hub)).connection;
    this.store ??= openStore({ fleet: settings.name, folder, url: settings.state.journal, hub: connection });
    return this.store;
  }

  get engine(): StackEngine {
    const { engine = createStackEngine } = this.origin.options;
    this.engineOnce ??= engine(this.engineOptions);
    return this.engineOnce;
  }

  get engineOptions(): StackEngineOptions {
    const { settings, options } = this.origin;
    const { backend, secrets } = settings.state;
    const { env, program } = options;
    return { fleet: settings.name, backend, secrets, ...(env ? { env } : {}), ...(program ? { program } : {}) };
  }

  lookAround(judge: Parameters<typeof lookAround>[2], signal: AbortSignal | undefined): Promise<Surroundings> {
    const { settings, options } = this.origin;
    return lookAround(settings, this.subject, judge, { tokens: this.tokens, signal, accounts: options.accounts });
  }

  /** What is seen not to be as it was proven, the next `up` must not leave alone. */
  async forgetProofs(accounts: readonly { accountId: string }[]): Promise<void> {
    const proven = await ProvenAccounts.read(this.journals);
    await proven.forget(accounts.map(({ accountId }) => accountId));
    await proven.close();
  }
}
