import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { connection, emulatorRoot } from "../../examples/sandbox/aws/connection";
import type { Ministack } from "../../examples/sandbox/aws/ministack";
import { createSpotClient } from "../../providers";
import { createTokenReader } from "../../providers/token-reader";
import type { TokenSource } from "../../providers/token-source";
import { startEmulator } from "../support/emulator";
import { refusal, type SpotDouble, startSpotDouble } from "../support/spot-double";
import { refusalOf } from "./token-refusal";

const canary = "canary0token0in0aws";

describe("a token that AWS holds", function () {
  this.timeout(60_000);
  let emulator: Ministack;
  let secrets: SecretsManagerClient;
  let arn: string;
  const aws = async () => connection(emulator.endpoint, emulatorRoot("111111111111"));
  const read = (source: TokenSource) => createTokenReader({ aws }).read(source);
  before(async () => {
    emulator = await startEmulator();
    secrets = new SecretsManagerClient(await aws());
    const plain = await secrets.send(new CreateSecretCommand({ Name: "spot/token", SecretString: `${canary}\n` }));
    arn = plain.ARN ?? "";
    const SecretString = JSON.stringify({ spot: canary, nested: { no: "text" } });
    await secrets.send(new CreateSecretCommand({ Name: "vendors", SecretString }));
    await secrets.send(
      new CreateSecretCommand({ Name: "binary", SecretBinary: new TextEncoder().encode(`${canary}\n`) }),
    );
    const ssm = new SSMClient(await aws());
    await ssm.send(new PutParameterCommand({ Name: "/spot/token", Type: "SecureString", Value: canary }));
    ssm.destroy();
  });
  after(async () => {
    secrets.destroy();
    await emulator.close();
  });

  it("is read from Secrets Manager by ARN or name, whole or a field of it", async () => {
    const sources = [
      { secretsManager: arn },
      { secretsManager: "spot/token" },
      { secretsManager: "vendors", key: "spot" },
      { secretsManager: "binary" },
    ];
    for (const source of sources) expect(await read(source), JSON.stringify(source)).to.equal(canary);
  });

  it("is read from an encrypted SSM parameter", async () => {
    expect(await read({ ssmParameter: "/spot/token" })).to.equal(canary);
  });

  it("is asked for in the region of its ARN", async () => {
    expect(await refusalOf(read({ secretsManager: arn.replace("us-east-1", "eu-west-1") }))).to.match(
      /ResourceNotFound/,
    );
  });

  it("is not there: the secret, the parameter and what it takes to read them are named", async () => {
    expect(await refusalOf(read({ secretsManager: "no/such" }))).to.match(
      /the secret no\/such of AWS Secrets Manager cannot be read \(ResourceNotFoundException: .*secretsmanager:GetSecretValue/,
    );
    expect(await refusalOf(read({ ssmParameter: "/no/such" }))).to.match(
      /the SSM parameter \/no\/such cannot be read \(ParameterNotFound.*ssm:GetParameter/,
    );
  });

  it("is one field of a secret, and which is to be said; what the secret holds is not shown", async () => {
    expect(await refusalOf(read({ secretsManager: "vendors" })))
      .to.contain("Name the field with the token as key")
      .and.not.contain(canary);
    expect(await refusalOf(read({ secretsManager: "vendors", key: "nested" }))).to.contain("has no such text field");
    expect(await refusalOf(read({ secretsManager: "spot/token", key: "spot" }))).to.contain("is no JSON object");
  });

  it("is read again when it was rotated and the vendor refuses the old one", async () => {
    const spot: SpotDouble = await startSpotDouble();
    try {
      const tokens = createTokenReader({ aws });
      const client = createSpotClient({ endpoint: spot.endpoint, token: { secretsManager: arn }, tokens });
      await client.listAccounts();
      await secrets.send(new PutSecretValueCommand({ SecretId: arn, SecretString: "rotated0token" }));
      spot.interfere = ({ authorization }) =>
        authorization === "Bearer rotated0token" ? undefined : refusal(401, "UNAUTHORIZED", "unknown token");

      const created = await client.createAccount("aws-111111111111");

      expect(spot.accounts.map(({ accountId }) => accountId)).to.deep.equal([created.accountId]);
      expect(spot.seen.map(({ authorization }) => authorization)).to.deep.equal([
        `Bearer ${canary}`,
        `Bearer ${canary}`,
        "Bearer rotated0token",
      ]);
    } finally {
      await spot.close();
    }
  });

  it("costs nothing where none is used: the clients of both services are loaded for it alone", async () => {
    const script = `require(${JSON.stringify(require.resolve("../../providers/index"))}); console.log(Object.keys(require.cache).join("\\n"))`;
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script]);

    expect(stdout)
      .to.contain("token-from-aws")
      .and.not.match(/client-(ssm|secrets-manager)/);
  });
});
