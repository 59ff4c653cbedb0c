import { expect } from "chai";
import { createRedactor, describeCommand } from "../../../automation/engine/redaction";

describe("Redaction", () => {
  it("hides the values of variables whose name says they are secret, the longest first", () => {
    const redact = createRedactor({
      SPOTINST_TOKEN: "canary-token",
      OTHER_SECRET: "canary-token-and-more",
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
      HOME: "/home/somebody",
      SHORT_TOKEN: "a",
    });
    expect(redact("canary-token-and-more, canary-token, correct horse, /home/somebody, a")).to.equal(
      "[hidden], [hidden], [hidden], /home/somebody, a",
    );
  });

  it("hides a password in the URL of a backend, however short, and leaves the rest of it readable", () => {
    const url = "postgres://fleet:pw@db.example.com:5432/state?sslmode=require";
    const redact = createRedactor({ PULUMI_BACKEND_URL: url, ELSEWHERE: "https://example.com:8080/a@b" });
    expect(redact(`unable to open bucket ${url}: no pw`)).to.equal(
      "unable to open bucket postgres://fleet:[hidden]@db.example.com:5432/state?sslmode=require: no pw",
    );
  });

  it("leaves the path in a _FILE variable readable", () => {
    expect(createRedactor({ PULUMI_CONFIG_PASSPHRASE_FILE: "/run/pass.txt" })("/run/pass.txt")).to.equal(
      "/run/pass.txt",
    );
  });

  it("shows a command line without any configuration value", () => {
    expect(describeCommand(["up", "--yes", "--stack", "1"])).to.equal("pulumi up --yes --stack 1");
    const all = describeCommand([
      "config",
      "set-all",
      "--secret",
      "tok=hunter2",
      "--plaintext=a=hunter3",
      "-c",
      "hunter4",
    ]);
    expect(all).to.equal("pulumi config set-all --secret [hidden] --plaintext=[hidden] -c [hidden]");
    expect(describeCommand(["config", "set", "key", "hunter2"])).not.to.include("hunter2");
  });
});
