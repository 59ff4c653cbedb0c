import { FleetCommand } from "../support/fleet-command";
import { type AccountStory, overridesFor } from "./account-story";
import { Chance } from "./chance";
import { Figures } from "./figures";
import { KillableSandbox } from "./killable-sandbox";
import { Killer } from "./killer";
import { OutsideCheck } from "./outside-check";
import { vendorFaults } from "./vendor-faults";

/** How long a story is, and how hard. */
export interface StoryOptions {
  dir: string;
  seed: number;
  accounts: number;
  /** Most tries of one chapter while everything goes wrong. */
  tries: number;
  /** Another program in place of the command, such as one that is broken on purpose. */
  script?: string;
  onStep?(text: string): void;
}

type Verb = "up" | "offboard";

/**
 * The lives of several accounts of one fleet under faults and kills.
 *
 * Every chapter wants something of some accounts, tries it a few times while everything goes wrong, then once more in
 * peace; after that all accounts have to be what they should be, without anybody's help.
 */
export class FleetStory {
  readonly figures = new Figures();
  private readonly chance: Chance;
  private readonly command: FleetCommand;
  private readonly killer: Killer;
  private readonly check: OutsideCheck;

  private constructor(
    private readonly options: StoryOptions,
    private readonly sandbox: KillableSandbox,
    private readonly accounts: AccountStory[],
  ) {
    this.chance = new Chance(options.seed);
    this.command = new FleetCommand(sandbox);
    this.killer = new Killer(sandbox, this.chance, this.figures);
    this.check = new OutsideCheck(sandbox, this.figures);
  }

  static async begin(options: StoryOptions): Promise<FleetStory> {
    const accountNames = Array.from({ length: options.accounts }, (_, index) => `account-${index + 1}`);
    const { dir, seed: faultSeed } = options;
    const sandbox = await KillableSandbox.start({ dir, accountNames, faultSeed });
    const ids = await sandbox.memberIds();
    const accounts = accountNames.map((name): AccountStory => {
      const id = ids.get(name) ?? "";
      return { name, id, wanted: "nothing", alias: `acme-${name}`, roleName: "SpotRole", retain: false };
    });
    return new FleetStory(options, sandbox, accounts);
  }

  /** One chapter of chance; false once something is not as it should be. */
  async tellChapter(): Promise<boolean> {
    const enrolled = this.accounts.filter(({ wanted }) => wanted === "enrolled");
    const goesOn = enrolled.length < this.accounts.length && this.chance.happens(0.5);
    return enrolled.length === 0 || goesOn || this.chance.happens(0.4) ? this.tellUp() : this.tellOffboard();
  }

  /** Takes every account away, the last chapter. */
  async tellEnd(): Promise<boolean> {
    return this.offboard(this.accounts.filter(({ wanted }) => wanted === "enrolled"));
  }

  /** Enrols all accounts while the answer to every first creation is lost, then in peace. */
  async tellLostAnswer(): Promise<boolean> {
    const route = "POST /setup/account";
    await this.sandbox.injectFaults([{ fault: { kind: "answer-lost" }, route, times: this.accounts.length }]);
    await this.run("up", this.accounts);
    await this.sandbox.injectFaults([]);
    for (const account of this.accounts) account.wanted = "enrolled";
    return this.bringAboutInPeace("up", this.accounts);
  }

  async close(): Promise<void> {
    this.figures.vendor = await this.sandbox.tally();
    await this.sandbox.close();
  }

  /** Enrols some accounts, changes what others are to be like, and leaves the rest as they are. */
  private async tellUp(): Promise<boolean> {
    const staying = this.accounts.filter(({ wanted }) => wanted === "enrolled");
    const fresh = this.accounts.filter(({ wanted }) => wanted !== "enrolled" && this.chance.happens(0.7));
    if (staying.length + fresh.length === 0) fresh.push(this.chance.pick(this.accounts));
    const doubted = staying.filter(() => this.chance.happens(0.15));
    if (doubted.length > 0) {
      await this.suffer("offboard", doubted);
      for (const account of doubted) if (!account.retain) delete account.vendorId;
    }
    const aliases = staying.map(({ alias }) => alias);
    for (const account of staying) await this.changeWishes(account);
    const isAnyRenamed = staying.some(({ alias }, index) => alias !== aliases[index]);
    for (const account of fresh) {
      if (account.wanted === "nothing" && this.chance.happens(0.25)) await this.clickTogether(account);
      account.wanted = "enrolled";
    }
    // An alias is in AWS and not in the fleet file, so that only a run that looks at everything sees that it is another one.
    return this.bringAbout("up", [...staying, ...fresh], isAnyRenamed ? ["--refresh"] : []);
  }

  private async tellOffboard(): Promise<boolean> {
    const leaving = this.accounts.filter(({ wanted }) => wanted === "enrolled" && this.chance.happens(0.6));
    const regretted = this.accounts.filter(({ wanted }) => wanted === "nothing" && this.chance.happens(0.5));
    if (regretted.length > 0) await this.suffer("up", regretted);
    return this.offboard([...leaving, ...regretted]);
  }

  private async offboard(leaving: readonly AccountStory[]): Promise<boolean> {
    if (leaving.length === 0) return true;
    for (const account of leaving) {
      if (account.wanted === "enrolled") this.figures.lifecycles += 1;
      account.wanted = account.wanted === "enrolled" && account.retain ? "kept" : "nothing";
      if (account.wanted === "nothing") delete account.vendorId;
    }
    const isFine = await this.bringAbout("offboard", leaving);
    for (const account of leaving) account.retain = false;
    return isFine;
  }

  private async changeWishes(account: AccountStory): Promise<void> {
    if (this.chance.happens(0.3)) {
      account.alias = `acme-${account.name}-${this.chance.between(2, 99)}`;
      await this.sandbox.setAlias(account.name, account.alias);
    }
    if (this.chance.happens(0.25)) account.roleName = this.chance.pick(["SpotRole", "SpotAccess", "Spot-2"]);
    if (this.chance.happens(0.25)) account.retain = !account.retain;
  }

  private async clickTogether(account: AccountStory): Promise<void> {
    account.vendorId = (await this.sandbox.connect(account.id, `by hand ${account.name}`)).id;
  }

  /** Tries while everything goes wrong, then in peace, then looks. */
  private async bringAbout(verb: Verb, accounts: readonly AccountStory[], flags: string[] = []): Promise<boolean> {
    for (let tries = this.chance.between(1, this.options.tries); tries > 0; tries -= 1)
      await this.suffer(verb, accounts);
    return this.bringAboutInPeace(verb, accounts, flags);
  }

  private async bringAboutInPeace(
    verb: Verb,
    accounts: readonly AccountStory[],
    flags: string[] = [],
  ): Promise<boolean> {
    this.options.onStep?.(`${verb} ${names(accounts)} in peace`);
    const { exitCode, stdout, stderr } = await this.run(verb, accounts, { flags });
    if (exitCode !== 0) this.figures.problems.push(`${verb} in peace ended with ${exitCode}: ${stdout}\n${stderr}`);
    await this.check.look(this.accounts);
    return this.figures.isFlawless;
  }

  /** One run while the vendor fails and processes are killed; whatever comes of it. */
  private async suffer(verb: Verb, accounts: readonly AccountStory[]): Promise<void> {
    const planned = this.killer.plan(accounts.length);
    this.options.onStep?.(`${verb} ${names(accounts)}, killing ${planned.map(({ victim }) => victim).join(", ")}`);
    await this.sandbox.injectFaults([...vendorFaults]);
    let killing: Promise<void> = Promise.resolve();
    let ended = false;
    await this.run(verb, accounts, {
      onStart: (pid, kill) => {
        killing = this.killer.kill(planned, { pid, kill, hasEnded: () => ended });
      },
    });
    ended = true;
    await killing;
    await this.sandbox.injectFaults([]);
  }

  private async run(
    verb: Verb,
    accounts: readonly AccountStory[],
    {
      flags = [],
      onStart,
    }: { flags?: string[]; onStart?: (pid: number, kill: (signal: NodeJS.Signals) => void) => void } = {},
  ) {
    await this.command.edit<{ overrides: object[]; rollout: object }>((fleet) => {
      fleet.overrides = overridesFor(this.accounts);
      // A last chapter takes all away at once.
      fleet.rollout = { ...fleet.rollout, maxDeletes: this.accounts.length };
    });
    this.figures.runs += 1;
    const { script } = this.options;
    const only = accounts.map(({ id }) => id).join();
    return this.command.runPlainly([verb, "--yes", ...flags, "--only", only], {
      ...(onStart ? { onStart } : {}),
      ...(script ? { script } : {}),
    });
  }
}

function names(accounts: readonly AccountStory[]): string {
  return accounts.map(({ name }) => name).join(", ");
}
