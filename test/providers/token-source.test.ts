import { expect } from "chai";
import { describeTokenSource, type TokenSource, tokenSourceKey, tokenSourceSchema } from "../../providers/token-source";

const arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:spot/token-AbCdEf";
const sources: TokenSource[] = [
  { env: "SPOTINST_TOKEN" },
  { file: "./token" },
  { secretsManager: arn },
  { secretsManager: arn, key: "token" },
  { ssmParameter: "/spot/token" },
  { command: ["vault", "read", "-field=token", "secret/spot"] },
];

describe("where a token is read from", () => {
  const problemsOf = (source: unknown) =>
    tokenSourceSchema.safeParse(source).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

  it("is one of five sources", () => {
    for (const source of sources) expect(tokenSourceSchema.parse(source)).to.deep.equal(source);
    expect(problemsOf({})).to.deep.equal([
      ": name exactly one source for the token: env, file, secretsManager, ssmParameter or command",
    ]);
    expect(problemsOf({ env: "A", ssmParameter: "/b" })?.[0]).to.contain("exactly one source");
  });

  it("says at which field what is wrong with it, and repeats no value", () => {
    expect(problemsOf({ env: "not a name" })).to.deep.equal(["env: is not the name of an environment variable"]);
    expect(problemsOf({ secretsManager: "two words" })?.[0]).to.match(
      /^secretsManager: is neither the ARN nor the name/,
    );
    expect(problemsOf({ ssmParameter: "two words" })?.[0]).to.match(/^ssmParameter: is neither the name nor the ARN/);
    expect(problemsOf({ command: "vault read" })).to.deep.equal([
      "command: is a list: the program, then each of its arguments",
    ]);
    expect(problemsOf({ command: [] })?.[0]).to.contain("names no program");
    expect(problemsOf({ env: "A", key: "b" })).to.deep.equal(["key: is only for a secret of secretsManager"]);
  });

  it("has a name for messages, without the arguments of a command", () => {
    expect(sources.map(describeTokenSource)).to.deep.equal([
      "environment variable SPOTINST_TOKEN",
      "file ./token",
      `the secret ${arn} of AWS Secrets Manager`,
      `token in the secret ${arn} of AWS Secrets Manager`,
      "the SSM parameter /spot/token",
      "the command vault",
    ]);
  });

  it("is the same or another", () => {
    expect(new Set(sources.map(tokenSourceKey)).size).to.equal(sources.length);
    expect(tokenSourceKey({ secretsManager: arn, key: "a" })).to.equal(
      tokenSourceKey({ key: "a", secretsManager: arn }),
    );
  });
});
