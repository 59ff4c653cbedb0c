import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { InputError, type InputProblem } from "../../../automation/errors";
import { loadFleet, parseFleet } from "../../../automation/fleet/load-fleet";

const good = {
  name: "acme",
  hub: '{ accountId: "111111111111" }',
  accounts: "{ include: [{ ou: / }] }",
  grants: "[{ party: spot, token: { env: SPOTINST_TOKEN } }]",
};

function fileWith(changes: Record<string, string | undefined>): string {
  return Object.entries({ ...good, ...changes })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
    .join("\n");
}

function problemsOf(text: string): InputProblem[] {
  try {
    parseFleet(text, "fleet.yaml");
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

const cases: {
  title: string;
  changes: Record<string, string | undefined>;
  expected: [path: string, words: RegExp][];
}[] = [
  {
    title: "an unknown key",
    changes: { acounts: "{}" },
    expected: [["acounts", /not a known key; did you mean accounts\?/]],
  },
  {
    title: "an unknown key deep inside",
    changes: { grants: "[{ party: spot, token: { env: A, evn: B } }]" },
    expected: [["grants[0].token.evn", /did you mean env\?/]],
  },
  {
    title: "a key that resembles none",
    changes: { rollout: "{ zzz: 1 }" },
    expected: [
      ["rollout.zzz", /known: canary, waves, concurrency, tolerance, toleranceMode, retries, maxAge, maxTargets/],
    ],
  },
  { title: "no grants", changes: { grants: undefined }, expected: [["grants", /is missing/]] },
  { title: "an empty list of grants", changes: { grants: "[]" }, expected: [["grants", /must not be empty/]] },
  {
    title: "an unknown party",
    changes: { grants: "[{ party: spto }]" },
    expected: [["grants[0].party", /not a known party; did you mean spot\?/]],
  },
  {
    title: "a party twice",
    changes: { grants: "[{ party: spot, token: { env: A } }, { party: spot, token: { env: B } }]" },
    expected: [["grants[1].party", /has a grant already/]],
  },
  {
    title: "a token from nowhere and from two places",
    changes: { grants: "[{ party: spot, token: { env: A, file: b } }]" },
    expected: [["grants[0].token", /exactly one source/]],
  },
  {
    title: "an account id without quotes",
    changes: { hub: "{ accountId: 111111111111 }" },
    expected: [["hub.accountId", /put it in quotes/]],
  },
  {
    title: "an account id of eleven digits",
    changes: { hub: '{ accountId: "11111111111" }' },
    expected: [["hub.accountId", /twelve digits/]],
  },
  { title: "an empty value", changes: { hub: "" }, expected: [["hub", /is empty/]] },
  {
    title: "a role by its ARN",
    changes: { enter: "{ roleName: 'arn:aws:iam::111111111111:role/x' }" },
    expected: [["enter.roleName", /not its ARN/]],
  },
  {
    title: "a selector that selects nothing",
    changes: { accounts: "{ include: [{}] }" },
    expected: [["accounts.include[0]", /selects nothing/]],
  },
  {
    title: "an exclusion with nothing but a reason",
    changes: { accounts: "{ include: [{ ou: / }], exclude: [{ reason: why }] }" },
    expected: [["accounts.exclude[0]", /selects nothing/]],
  },
  {
    title: "a unit without its slash",
    changes: { accounts: "{ include: [{ ou: Workloads }] }" },
    expected: [["accounts.include[0].ou", /such as \/Workloads\/Prod/]],
  },
  { title: "neither include nor list", changes: { accounts: "{}" }, expected: [["accounts", /write include/]] },
  {
    title: "an account listed twice",
    changes: { accounts: '{ list: [{ accountId: "222222222222" }, { accountId: "222222222222" }] }' },
    expected: [["accounts.list[1].accountId", /in the list already/]],
  },
  {
    title: "a concurrency of nothing",
    changes: { rollout: "{ concurrency: 0 }" },
    expected: [["rollout.concurrency", /at least 1/]],
  },
  {
    title: "waves, shares and spans of time that are none",
    changes: {
      rollout:
        '{ canary: { size: 0 }, waves: [10, "ten%", { size: 10%, soak: soon }], concurrency: 101, tolerance: -1, toleranceMode: hard }',
    },
    expected: [
      ["rollout.canary.size", /at least 1/],
      ["rollout.waves[1]", /not a share of the accounts, such as 10%/],
      ["rollout.waves[2].soak", /30m, 24h or 7d/],
      ["rollout.concurrency", /at most 100/],
      ["rollout.tolerance", /at least 0/],
      ["rollout.toleranceMode", /strict or soft/],
    ],
  },
  {
    title: "gates that ask for nothing or for what cannot be",
    changes: {
      rollout:
        '{ waves: [{ gate: {} }, { gate: { hours: "16:00-08:00", days: [someday] } }, { gate: { approval: true, aproval: true } }] }',
    },
    expected: [
      ["rollout.waves[0].gate", /asks for nothing/],
      ["rollout.waves[1].gate.hours", /no span of hours in UTC/],
      ["rollout.waves[1].gate.days[0]", /mon or tue/],
      ["rollout.waves[2].gate.aproval", /did you mean approval\?/],
    ],
  },
  {
    title: "a backend that is a folder",
    changes: { state: "{ backend: ./state }" },
    expected: [["state.backend", /file:\/\/\.\/state/]],
  },
  {
    title: "a journal that is in no bucket and no folder",
    changes: { state: "{ journal: https://journals }" },
    expected: [["state.journal", /is not the URL of a bucket, such as s3:\/\/bucket\/prefix/]],
  },
  {
    title: "a parameter that a journal's bucket does not have",
    changes: { state: '{ journal: "s3://journals/acme?region=eu-west-1&regoin=x" }' },
    expected: [["state.journal", /has regoin behind the \?, and only region, endpoint, profile,/]],
  },
  {
    title: "a proof as somebody who is not granted anything",
    changes: { proof: "{ as: { spott: { profile: x } } }" },
    expected: [["proof.as.spott", /did you mean spot\?/]],
  },
  {
    title: "permissions that do not exist, in an override",
    changes: { overrides: "[{ match: { ou: /A }, set: { spot: { permissions: none } } }]" },
    expected: [["overrides[0].set.spot.permissions", /full or read-only/]],
  },
  {
    title: "several problems in several parts, in the order of the file",
    changes: { name: "a b", hub: "{ acountId: x }", grants: "[{ party: spot, token: {} }]" },
    expected: [
      ["name", /letters, digits/],
      ["hub.accountId", /is missing/],
      ["hub.acountId", /did you mean accountId\?/],
      ["grants[0].token", /exactly one source/],
    ],
  },
];

describe("parseFleet", () => {
  for (const { title, changes, expected } of cases) {
    it(`refuses ${title}`, () => {
      const problems = problemsOf(fileWith(changes));
      expect(problems.map(({ path }) => path)).to.deep.equal(expected.map(([place]) => place));
      for (const [index, [, words]] of expected.entries()) expect(problems[index]?.message).to.match(words);
    });
  }

  it("says at which line and column a problem is", () => {
    const [problem] = problemsOf(
      'name: acme\nhub:\n  accountId: "1"\naccounts: { include: [{ ou: / }] }\ngrants: [{ party: spot, token: { env: A } }]',
    );
    expect(problem).to.include({ path: "hub.accountId", line: 3, column: 3 });
  });

  it("says where YAML itself is broken", () => {
    const [problem] = problemsOf("name: acme\nhub: [");
    expect(problem?.message).to.match(/^is not good YAML/);
    expect(problem?.line).to.equal(2);
  });

  it("refuses a key written twice", () => {
    expect(problemsOf("name: a\nname: b")[0]?.message).to.match(/unique/);
  });

  it("never repeats a value, which may be a token in the wrong place", () => {
    const text = fileWith({
      grants: "[{ party: spot, token: CANARYTOKEN, permissions: CANARYTOKEN, endpoint: CANARYTOKEN }]",
    });
    const problems = problemsOf(text);
    expect(problems).to.have.length(3);
    expect(JSON.stringify(problems)).not.to.include("CANARY");
  });

  it("fills in what is not written", () => {
    const { rollout, state, enter, hub, proof } = parseFleet(fileWith({}), "fleet.yaml");
    expect(rollout).to.deep.equal({
      ...{ canary: 0, waves: [], concurrency: 10, toleranceMode: "strict", retries: 2 },
      ...{ maxAge: "24h", maxTargets: 500, maxDeletes: 10 },
    });
    expect(state).to.deep.equal({ backend: "file://./state", secrets: "passphrase" });
    expect(enter.roleName).to.equal("OrganizationAccountAccessRole");
    expect(hub.region).to.equal("us-east-1");
    expect(proof).to.deep.equal({ as: {} });
  });

  it("leaves defaults out of an override, where they would replace what the grant says", () => {
    const overrides = "[{ match: { ou: /A }, set: { spot: { permissions: read-only } } }]";
    const settings = parseFleet(fileWith({ overrides }), "fleet.yaml");
    expect(settings.overrides[0]?.set).to.deep.equal({ spot: { permissions: "read-only" } });
  });

  it("reads JSON too", () => {
    const text = JSON.stringify({
      name: "acme",
      hub: { accountId: "111111111111" },
      accounts: { include: [{ ou: "/" }] },
      grants: [{ party: "spot", token: { env: "A" } }],
    });
    expect(parseFleet(text, "fleet.json").name).to.equal("acme");
  });
});

describe("loadFleet", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "fleet-file-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("says that a file does not exist, by the name it was given", async () => {
    const error = await loadFleet("no/such.yaml").catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(InputError).with.property("subject", "no/such.yaml");
    expect((error as InputError).message).to.match(/does not exist/);
  });

  it("says that a folder is no file", async () => {
    const error = await loadFleet(folder).catch((thrown: unknown) => thrown);
    expect(error)
      .to.be.instanceOf(InputError)
      .with.property("message")
      .that.match(/is a folder/);
  });

  it("takes relative paths from the folder of the file", async () => {
    const file = path.join(folder, "fleet.yaml");
    const overrides = "[{ match: { ou: /A }, set: { spot: { token: { file: other.txt } } } }]";
    const spacelift =
      "{ party: spacelift, endpoint: https://acme.app.spacelift.io, apiKey: { id: { env: KEY_ID }, secret: { file: key.txt } } }";
    const grants = `[{ party: spot, token: { file: secrets/spot.txt } }, ${spacelift}]`;
    await writeFile(file, fileWith({ grants, overrides }));
    const { settings } = await loadFleet(file);
    expect(settings.grants[0]).to.deep.include({ token: { file: path.join(folder, "secrets/spot.txt") } });
    const apiKey = { id: { env: "KEY_ID" }, secret: { file: path.join(folder, "key.txt") } };
    expect(settings.grants[1]).to.deep.include({ apiKey });
    expect(settings.overrides[0]?.set.spot?.token).to.deep.equal({ file: path.join(folder, "other.txt") });
    expect(settings.state.backend).to.equal(`file://${path.join(folder, "state")}`);

    const tokenFrom = async (command: string) => {
      await writeFile(file, fileWith({ grants: `[{ party: spot, token: { command: [${command}, a.txt] } }]` }));
      const [grant] = (await loadFleet(file)).settings.grants;
      return grant?.party === "spot" ? grant.token.command : undefined;
    };
    expect(await tokenFrom("./token.sh")).to.deep.equal([path.join(folder, "token.sh"), "a.txt"]);
    expect(await tokenFrom("vault")).to.deep.equal(["vault", "a.txt"]);
  });
});
