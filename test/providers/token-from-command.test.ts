import { expect } from "chai";
import { TokenError } from "../../providers/token-error";
import { readTokenFromCommand } from "../../providers/token-from-command";

const env = { PATH: process.env.PATH, SECRET: "canary-of-the-command" };

describe("a token from a command", () => {
  const run = (command: string[], timeoutMs?: number) =>
    readTokenFromCommand(command, { env, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  const refusalOf = async (running: Promise<string>): Promise<TokenError> => {
    const error = await running.then(
      () => expect.fail("the command succeeded"),
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(TokenError);
    return error as TokenError;
  };

  it("is what the program prints; its arguments go through no shell", async () => {
    expect(await run(["printf", "%s", "$SECRET; *"])).to.equal("$SECRET; *");
  });

  it("finds nobody to ask: a program that reads its input gets the end of it", async () => {
    expect(await run(["sh", "-c", "read answer || echo nobody"])).to.equal("nobody\n");
  });

  it("tells what a program that fails wrote to standard error, never what it printed, nor its arguments", async () => {
    const error = await refusalOf(
      run(["sh", "-c", 'echo "$SECRET"; echo "vault is sealed" >&2; exit 7', "an-argument"]),
    );

    expect(error.message).to.equal("No vendor token: the command sh failed with exit code 7: vault is sealed");
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).to.not.match(/canary|an-argument/);
  });

  it("hides the token from standard error where the program tells it there too, as a traced script does", async () => {
    const error = await refusalOf(run(["sh", "-xc", 'echo "$SECRET"; exit 1']));

    expect(error.message).to.contain("+ echo [hidden]").and.not.contain("canary");
  });

  it("ends a program that takes too long", async () => {
    const error = await refusalOf(run(["sh", "-c", "echo $SECRET; sleep 600"], 200));

    expect(error.message)
      .to.match(/the command sh did not end within 0.2 s/)
      .and.not.contain("canary");
  });

  it("names a program that is not there, may not be executed, or prints far too much", async () => {
    expect((await refusalOf(run(["no-such-program-here"]))).message).to.contain("no-such-program-here was not found");
    expect((await refusalOf(run(["/etc/passwd"]))).message).to.contain("/etc/passwd may not be executed");
    expect((await refusalOf(run(["yes"]))).message).to.contain("printed far more than a token");
  });
});
