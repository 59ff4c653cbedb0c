import { expect } from "chai";
import fc from "fast-check";
import {
  renderStackerAwsConfig,
  type StackerAwsConfig,
  type StackerProfile,
} from "../../../components/stacker/aws-config";
import { TrustError } from "../../../components/trust/trust-problem";
import { type ProfileAnswer, type ProfileCase, StackerConsumer } from "../../support/stacker-consumer";

const masterArn = "arn:aws:iam::111111111111:role/Stacker";
const prodArn = "arn:aws:iam::222222222222:role/Stacker";
const prod: StackerProfile = { profile: "prod", roleArn: prodArn };
const minimal: StackerAwsConfig = { region: "us-east-1", master: { roleArn: masterArn }, accounts: [prod] };
const keys = { AWS_ACCESS_KEY_ID: "key of the operator", AWS_SECRET_ACCESS_KEY: "s" };

const write = (change: Partial<StackerAwsConfig> = {}) => renderStackerAwsConfig({ ...minimal, ...change });
const assumed = (RoleArn: string, by: string | null, more: Record<string, unknown> = {}) => ({
  Action: "AssumeRole",
  RoleArn,
  RoleSessionName: "stacker",
  by,
  host: "sts.us-east-1.amazonaws.com",
  ...more,
});

/** What we write, and what botocore then asks of STS. */
const ways: Record<string, { given: ProfileCase; calls: Record<string, unknown>[] }> = {
  "goes with the keys of the environment to the master, and with its session to the account": {
    given: { config: write(), profile: "prod", env: keys },
    calls: [assumed(masterArn, "key of the operator"), assumed(prodArn, masterArn)],
  },
  "assumes no role when AWS_PROFILE chooses the profile while keys are in the environment": {
    given: { config: write(), env: { ...keys, AWS_PROFILE: "prod" } },
    calls: [],
  },
  "presents the external id, and asks for the seconds, of the account alone": {
    given: {
      config: write({ accounts: [{ ...prod, externalId: "=:X,b@/3+.-k", durationSeconds: 900 }] }),
      profile: "prod",
      env: keys,
    },
    calls: [
      assumed(masterArn, "key of the operator"),
      assumed(prodArn, masterArn, { ExternalId: "=:X,b@/3+.-k", DurationSeconds: 900 }),
    ],
  },
  "asks the STS of the profile's own region": {
    given: { config: write({ accounts: [{ ...prod, region: "eu-west-1" }] }), profile: "prod", env: keys },
    calls: [
      assumed(masterArn, "key of the operator", { host: "sts.eu-west-1.amazonaws.com" }),
      assumed(prodArn, masterArn, { host: "sts.eu-west-1.amazonaws.com" }),
    ],
  },
  "begins from the role of an EC2 instance": {
    given: {
      config: write({ master: { roleArn: masterArn, credentialSource: "Ec2InstanceMetadata" } }),
      profile: "prod",
    },
    calls: [assumed(masterArn, "key of the instance"), assumed(prodArn, masterArn)],
  },
  "begins from the role of an ECS task": {
    given: {
      config: write({ master: { roleArn: masterArn, credentialSource: "EcsContainer" } }),
      profile: "prod",
      env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/role" },
    },
    calls: [assumed(masterArn, "key of the container"), assumed(prodArn, masterArn)],
  },
  "asks for the code of the second factor on the way to the master only": {
    given: {
      config: `${write({ sessionName: "ann", master: { roleArn: masterArn, sourceProfile: "me", mfaSerial: "arn:aws:iam::111111111111:mfa/ann" } })}
[profile me]\naws_access_key_id = key of ann\naws_secret_access_key = s\n`,
      profile: "prod",
    },
    calls: [
      assumed(masterArn, "key of ann", {
        RoleSessionName: "ann",
        SerialNumber: "arn:aws:iam::111111111111:mfa/ann",
        TokenCode: "123456",
      }),
      assumed(prodArn, masterArn, { RoleSessionName: "ann" }),
    ],
  },
  "begins from the token of a CI, by a profile outside of its own": {
    given: {
      config: `${write({ master: { roleArn: masterArn, sourceProfile: "ci" } })}
[profile ci]\nrole_arn = arn:aws:iam::111111111111:role/Ci\nrole_session_name = ci\nweb_identity_token_file = TOKEN_FILE\n`,
      profile: "prod",
    },
    calls: [
      {
        ...assumed("arn:aws:iam::111111111111:role/Ci", null, { RoleSessionName: "ci" }),
        Action: "AssumeRoleWithWebIdentity",
        WebIdentityToken: "token of CI",
      },
      assumed(masterArn, "arn:aws:iam::111111111111:role/Ci"),
      assumed(prodArn, masterArn),
    ],
  },
};

/** Text that we must never write, made from what we write; how botocore takes it; and what would have asked for it, where anything could. */
interface Trap {
  config: string;
  profile?: string;
  outcome: RegExp;
  asked?: [Partial<StackerAwsConfig>, string];
}

const source = "credential_source = Environment";
const traps: Record<string, Trap> = {
  "two sources of keys": {
    config: write().replace(source, `${source}\nsource_profile = prod`),
    outcome: /^InvalidConfigError.*both source_profile and credential_source/,
    asked: [{ master: { roleArn: masterArn, credentialSource: "Environment", sourceProfile: "me" } }, "master"],
  },
  "no source of keys": {
    config: write().replace(source, ""),
    outcome: /^PartialCredentialsError/,
    asked: [{ master: { roleArn: masterArn, credentialSource: "" } }, "master.credentialSource"],
  },
  "a source profile that is not there": {
    config: write().replace("[profile master]", "[profile other]"),
    outcome: /^InvalidConfigError.*"master".*does not exist/,
  },
  "a circle of profiles": {
    config: write().replace(source, "source_profile = prod"),
    outcome: /^InfiniteLoopConfigError/,
    asked: [{ master: { roleArn: masterArn, sourceProfile: "prod" } }, "master.sourceProfile"],
  },
  "a source in lower case": {
    config: write().replace(source, source.toLowerCase()),
    outcome: /^InvalidConfigError.*"environment".*not valid/,
    asked: [{ master: { roleArn: masterArn, credentialSource: "environment" } }, "master.credentialSource"],
  },
  "a section without the word profile": {
    config: write().replace("[profile prod]", "[prod]"),
    outcome: /^ProfileNotFound/,
  },
  "a name with a space": {
    config: write().replace("[profile prod]", "[profile prod east]"),
    profile: "prod east",
    outcome: /^ProfileNotFound/,
    asked: [{ accounts: [{ ...prod, profile: "prod east" }] }, "accounts[0].profile"],
  },
  "a profile twice": {
    config: `${write()}\n[profile prod]\nrole_arn = ${prodArn}\n`,
    outcome: /^ConfigParseError/,
    asked: [{ accounts: [prod, prod] }, "more than once"],
  },
  "an external id of one character": {
    config: write({ accounts: [{ ...prod, externalId: "xy" }] }).replace("= xy", "= x"),
    outcome: /^ParamValidationError.*ExternalId/s,
    asked: [{ accounts: [{ ...prod, externalId: "x" }] }, "accounts[0].externalId"],
  },
  "a comment behind a role": {
    config: write().replace(prodArn, `${prodArn} # prod`),
    outcome: /"RoleArn":"[^"]*Stacker # prod"/,
    asked: [{ accounts: [{ ...prod, roleArn: `${prodArn} # prod` }] }, "accounts[0].roleArn"],
  },
  "seconds that are not whole, which it passes over in silence": {
    config: write({ accounts: [{ ...prod, durationSeconds: 900 }] }).replace("= 900", "= 900.5"),
    outcome: /^(?!.*DurationSeconds).*222222222222/,
    asked: [{ accounts: [{ ...prod, durationSeconds: 900.5 }] }, "accounts[0].durationSeconds"],
  },
};

const text = (pattern: RegExp) => fc.stringMatching(pattern);
const anyConfig: fc.Arbitrary<StackerAwsConfig> = fc.record(
  {
    region: fc.constant("us-east-1"),
    sessionName: text(/^[\w+=,.@-]{2,64}$/),
    master: fc.constant({ profile: "the-master", roleArn: masterArn }),
    accounts: fc.tuple(
      fc.record(
        {
          profile: text(/^[\w+.@-]{1,20}$/),
          roleArn: text(/^arn:aws:iam::[0-9]{12}:role\/[\w+=,.@-]{1,64}$/),
          externalId: text(/^[\w+=,.@:/-]{2,40}$/),
          durationSeconds: fc.integer({ min: 900, max: 3600 }),
        },
        { requiredKeys: ["profile", "roleArn"] },
      ),
    ),
  },
  { requiredKeys: ["region", "master", "accounts"] },
);

describe("the AWS configuration for stacker, read by botocore", function () {
  this.timeout(180_000);
  const drawn = fc.sample(anyConfig, 10);
  let answers: Map<unknown, ProfileAnswer>;

  before(async () => {
    const cases = new Map<unknown, ProfileCase>([
      ...Object.values(ways).map((way): [unknown, ProfileCase] => [way, way.given]),
      ...Object.values(traps).map((trap): [unknown, ProfileCase] => [trap, { profile: "prod", env: keys, ...trap }]),
      ...drawn.map((config): [unknown, ProfileCase] => [
        config,
        { config: renderStackerAwsConfig(config), profile: String(config.accounts[0]?.profile), env: keys },
      ]),
    ]);
    const given = await (await StackerConsumer.install()).ask([...cases.values()]);
    answers = new Map([...cases.keys()].map((key, index) => [key, given[index] ?? { calls: [] }]));
  });

  for (const [what, way] of Object.entries(ways)) {
    it(what, () => {
      const { calls, key, error } = answers.get(way) ?? { calls: [] };
      expect(error).to.equal(undefined);
      expect(calls).to.deep.equal(way.calls);
      expect(key).to.equal(way.calls.at(-1)?.RoleArn ?? "key of the operator");
    });
  }

  it("asks for exactly what was meant, whatever names and values we accept", () => {
    for (const config of drawn) {
      const [account] = config.accounts;
      const session = { RoleSessionName: config.sessionName ?? "stacker" };
      const { externalId, durationSeconds } = account ?? {};
      const more = {
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
        ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
      };
      const { calls, error } = answers.get(config) ?? { calls: [] };
      expect(error, JSON.stringify(config)).to.equal(undefined);
      expect(calls, JSON.stringify(config)).to.deep.equal([
        assumed(masterArn, "key of the operator", session),
        assumed(String(account?.roleArn), masterArn, { ...session, ...more }),
      ]);
    }
  });

  for (const [what, trap] of Object.entries(traps)) {
    it(`would not stand ${what}${trap.asked ? ", which we refuse to write" : ""}`, () => {
      const { calls, error } = answers.get(trap) ?? { calls: [] };
      expect(error ?? JSON.stringify(calls)).to.match(trap.outcome);
      const { asked } = trap;
      if (asked) expect(() => write(asked[0])).to.throw(TrustError, asked[1]);
    });
  }
});
