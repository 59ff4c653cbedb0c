import { expect } from "chai";
import {
  checkConfiguration,
  parseConfiguration,
} from "../../../../../../examples/sandbox/plugins/aws/connection/configuration";
import { unknownValue } from "../../../../../../examples/sandbox/plugins/kernel/property-values";

const emulator = "http://127.0.0.1:4566";
const endpoints = JSON.stringify([{ iam: emulator, sts: emulator }]);
const least = { region: "us-east-1", endpoints };

const problemsOf = (given: Record<string, string>) => checkConfiguration(given, {}).problems;

describe("the configuration of the aws stand-in", () => {
  it("keeps an endpoint for S3, which only buckets need", () => {
    const withBuckets = JSON.stringify([{ iam: emulator, sts: emulator, s3: emulator }]);
    const { endpoints: read } = parseConfiguration({ ...least, endpoints: withBuckets }, {});
    expect(read).to.deep.equal({ iam: emulator, sts: emulator, s3: emulator });
  });

  it("is read from the JSON in strings that the SDK and stack configuration send", () => {
    const configuration = parseConfiguration(
      {
        ...least,
        assumeRoles: JSON.stringify([
          { roleArn: "arn:aws:iam::111111111111:role/hub" },
          { roleArn: "arn:aws:iam::222222222222:role/entry", sessionName: "run", externalId: "id", duration: "30m20s" },
        ]),
        allowedAccountIds: '["222222222222"]',
        defaultTags: '{"tags":{"owner":"me"}}',
        skipCredentialsValidation: "false",
        skipMetadataApiCheck: "true",
        maxRetries: "2",
      },
      {},
    );
    expect(configuration).to.deep.include({
      allowedAccountIds: ["222222222222"],
      defaultTags: { tags: { owner: "me" } },
      endpoints: { iam: emulator, sts: emulator },
      maxRetries: 2,
    });
    expect(configuration.assumeRoles[1]).to.deep.equal({
      roleArn: "arn:aws:iam::222222222222:role/entry",
      sessionName: "run",
      externalId: "id",
      durationSeconds: 1820,
    });
  });

  it("takes the region from the environment when there is none, and says so when there is none there either", () => {
    expect(checkConfiguration({ endpoints }, { AWS_REGION: "eu-west-1" }).inputs.region).to.equal("eu-west-1");
    expect(checkConfiguration({ endpoints }, { AWS_DEFAULT_REGION: "eu-west-2" }).inputs.region).to.equal("eu-west-2");
    expect(problemsOf({ endpoints })).to.have.length(1);
    expect(problemsOf({ endpoints })[0]?.reason).to.contain("Missing region information");
  });

  for (const [what, given] of Object.entries({
    "no endpoints": undefined,
    "no endpoint for sts": [{ iam: emulator }],
    "an endpoint of AWS": [{ iam: "https://iam.amazonaws.com", sts: emulator }],
    "an endpoint elsewhere for another service": [{ iam: emulator, sts: emulator, s3: "http://10.0.0.1" }],
    "a name that only looks like this machine": [{ iam: "http://localhost.example.com", sts: emulator }],
    "a user part that only looks like this machine": [{ iam: "http://127.0.0.1@example.com", sts: emulator }],
    "an address that is no URL": [{ iam: "127.0.0.1:4566", sts: emulator }],
  })) {
    it(`is refused with ${what}`, () => {
      const configuration: Record<string, string> = { region: "us-east-1" };
      if (given) configuration.endpoints = JSON.stringify(given);
      const [problem, ...others] = problemsOf(configuration);
      expect(others).to.deep.equal([]);
      expect(problem?.property).to.equal("endpoints");
      expect(problem?.reason).to.contain("talks only to an emulator");
      expect(() => parseConfiguration(configuration, {})).to.throw("talks only to an emulator");
    });
  }

  for (const host of ["127.0.0.1", "127.8.8.8", "localhost", "[::1]"]) {
    it(`takes endpoints on ${host}`, () => {
      const url = `http://${host}:4566`;
      expect(
        problemsOf({ region: "us-east-1", endpoints: JSON.stringify([{ iam: url }, { sts: url }]) }),
      ).to.deep.equal([]);
    });
  }

  it("names every setting that it does not know, nested ones too", () => {
    const given = {
      ...least,
      httpProxy: "http://proxy",
      assumeRoles: '[{"roleArn":"arn:aws:iam::111111111111:role/x","policy":"{}"}]',
    };
    const reasons = problemsOf(given).map(({ reason }) => reason);
    expect(reasons).to.have.length(2);
    expect(reasons.join("\n"))
      .to.contain("does not implement httpProxy")
      .and.contain("does not implement assumeRoles.0.policy");
  });

  const roles: [what: string, role: Record<string, string>, reason: string][] = [
    ["an ARN that is not a role's", { roleArn: "arn:aws:iam::111111111111:user/x" }, "is not the ARN of an IAM role"],
    ["a session name with a space", { sessionName: "a b" }, "must be 2 to 64 letters"],
    ["an external id of one character", { externalId: "1" }, "must be 2 to 1,224 letters"],
    ["a session of ten minutes", { duration: "10m" }, "duration must be between 15 minutes (15m) and 12 hours (12h)"],
  ];
  for (const [what, role, reason] of roles) {
    it(`refuses to assume a role with ${what}`, () => {
      const assumeRoles = JSON.stringify([{ roleArn: "arn:aws:iam::111111111111:role/x", ...role }]);
      const problems = problemsOf({ ...least, assumeRoles });
      expect(problems).to.have.length(1);
      expect(problems[0]?.property).to.equal("assumeRoles");
      expect(problems[0]?.reason).to.contain(reason);
    });
  }

  it("refuses a session of more than an hour for a role that is assumed with another role", () => {
    const role = { roleArn: "arn:aws:iam::111111111111:role/x", duration: "2h" };
    expect(problemsOf({ ...least, assumeRoles: JSON.stringify([role]) })).to.deep.equal([]);
    const [problem] = problemsOf({ ...least, assumeRoles: JSON.stringify([role, role]) });
    expect(problem?.reason).to.contain("exceeds the 1 hour session limit for roles assumed by role chaining");
  });

  it("does not look at what is not known yet", () => {
    const { problems, inputs } = checkConfiguration(
      { ...least, assumeRoles: unknownValue, endpoints: unknownValue },
      {},
    );
    expect(problems).to.deep.equal([]);
    expect(inputs.assumeRoles).to.equal(unknownValue);
  });
});
