import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import type { CommandOptions } from "../support/cross-account";
import { FleetCommand } from "../support/fleet-command";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";

interface FleetFile {
  hub: { role: string; endpoint?: string };
  accounts: { include: { ou?: string; accountId?: string }[] };
  grants: Record<string, unknown>[];
  rollout: Record<string, unknown>;
  [key: string]: unknown;
}

/** One way to get it wrong, and the places and words the person must be told. */
interface Mistake {
  title: string;
  edit?: (fleet: FleetFile) => void;
  env?: CommandOptions["env"];
  flags?: string[];
  told: { path: string; words: RegExp }[];
}

const mistakes: Mistake[] = [
  {
    title: "an unknown key",
    edit: (fleet) => {
      fleet.rolout = {};
    },
    told: [{ path: "rolout", words: /rollout/ }],
  },
  {
    title: "two problems at once",
    edit: (fleet) => {
      fleet.rollout.concurrency = 0;
      fleet.grants[0] = { ...fleet.grants[0], permissions: "everything" };
    },
    told: [
      { path: "rollout.concurrency", words: /./ },
      { path: "grants[0].permissions", words: /full.*read-only/ },
    ],
  },
  {
    title: "an organizational unit that does not exist",
    edit: (fleet) => {
      fleet.accounts.include = [{ ou: "/Worklods" }];
    },
    told: [{ path: "accounts.include[0].ou", words: /\/Worklods/ }],
  },
  {
    title: "a passphrase in a file that is not there",
    env: { PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere/passphrase" },
    told: [{ path: "state.secrets", words: /\(ENOENT\): \/nowhere\/passphrase/ }],
  },
  {
    title: "roles Deadline could not hand on: without the prefix, and with a path",
    edit: (fleet) => {
      const principalArns = ["arn:aws:iam::111111111111:role/RenderHost"];
      const roles = { workerRoleName: "RenderWorker", fleetRoleName: "render/DeadlineSpotFleet" };
      fleet.grants.push({ party: "deadline", principalArns, ...roles });
    },
    told: [
      { path: "grants[1].workerRoleName", words: /does not begin with DeadlineSpot/ },
      { path: "grants[1].fleetRoleName", words: /has a path/ },
    ],
  },
  {
    title: "a token variable that is not set",
    env: { SPOTINST_TOKEN: undefined },
    told: [{ path: "grants[0].token", words: /SPOTINST_TOKEN/ }],
  },
  {
    title: "a token that Spot refuses",
    env: { SPOTINST_TOKEN: "not-the-token-of-this-organization" },
    told: [{ path: "grants[0].token", words: /SPOTINST_TOKEN/ }],
  },
  {
    title: "a hub role that cannot be assumed",
    edit: (fleet) => {
      fleet.hub.role = "no-such-role";
    },
    told: [{ path: "hub.role", words: /no-such-role/ }],
  },
  {
    title: "an AWS that cannot be reached",
    edit: (fleet) => {
      fleet.hub.endpoint = "http://127.0.0.1:1";
    },
    told: [{ path: "hub", words: /127\.0\.0\.1:1 cannot be reached.*Check the network/ }],
  },
  {
    title: "no account chosen",
    edit: (fleet) => {
      fleet.accounts.include = [{ ou: "/Incoming" }];
    },
    told: [{ path: "accounts", words: /no account/ }],
  },
  {
    title: "an account in --only that is not in the organization",
    flags: ["--only", "no-such-account"],
    told: [{ path: "only", words: /no-such-account/ }],
  },
];

describe("bad input", function () {
  this.timeout(120_000);
  const sandbox = useSandbox();
  let original: string;

  before(async () => {
    original = await readFile(sandbox().fleetFile, "utf8");
  });

  afterEach(() => writeFile(sandbox().fleetFile, original));

  for (const { title, edit, env, flags = [], told } of mistakes) {
    it(`${title}: exits 1, names the place, and changes nothing`, async () => {
      const fleet = FleetCommand.within(sandbox());
      if (edit) await fleet.edit<FleetFile>(edit);
      const { exitCode, report, stdout } = await fleet.refused(["up", "--yes", ...flags], env ? { env } : {});
      expect(exitCode, stdout).to.equal(1);
      expect(report).to.include({ report: "error", kind: "input" });
      for (const { path, words } of told) {
        const found = report.problems?.filter((problem) => problem.path.startsWith(path)) ?? [];
        expect(found, `${path} in ${stdout}`).to.have.length(1);
        expect(found[0]?.message).to.match(words);
      }
      expect(report.problems).to.have.length(told.length);
      await assertNothingChanged();
    });
  }

  it("prints every problem for a person, with file and line, and no stack trace", async () => {
    const fleet = new FleetCommand(sandbox());
    await fleet.edit<FleetFile>((file) => {
      file.rolout = {};
      file.rollout.concurrency = 0;
    });
    const { exitCode, stderr, stdout } = await fleet.runPlainly(["up", "--yes"]);
    expect(exitCode).to.equal(1);
    expect(stderr)
      .to.contain("rolout")
      .and.to.contain("rollout.concurrency")
      .and.to.match(/^\s+\d+:\d+ /m);
    expect(stdout + stderr).to.not.match(/^\s+at /m);
  });

  it("a fleet file that is not there: says so and how to name one", async () => {
    const { exitCode, stderr } = await new FleetCommand({ ...sandbox(), fleetFile: "missing.yaml" }).runPlainly([
      "plan",
    ]);
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain("missing.yaml");
  });

  async function assertNothingChanged(): Promise<void> {
    const { spot, organization, aws } = sandbox();
    const writes = spot.calls().filter(({ route }) => !route.startsWith("GET"));
    expect(writes.map(({ route }) => route)).to.deep.equal([]);
    const { id } = organization.account("shop-prod");
    expect(await new OutsideView(aws.endpoint, sandbox().env).roleNames(id)).to.deep.equal([aws.entryRoleName]);
  }
});
