import { expect } from "chai";
import { explainFailure, failureOf, OperationError } from "../../../automation/engine/errors";
import { PulumiProcessError } from "../../../automation/engine/pulumi-process";

const ended = (stderr: string, signal: NodeJS.Signals | null = null) =>
  new PulumiProcessError("pulumi up", signal ? null : 1, signal, "", stderr);

const spot = "urn:pulumi:1::acme::my:Comp$pulumi-nodejs:dynamic/cross-account:SpotAccount::access-account";
const role = "urn:pulumi:1::acme::my:Comp$aws:iam/role:Role::access-role";

describe("Explaining a failed operation", () => {
  it("tells the resource and its message, not the CLI's whole output", () => {
    const failure = explainFailure({
      error: ended("Updating (1):\n lots of text\n"),
      diagnostics: [{ urn: spot, message: "Spot refused the token (401)" }, { message: "update failed" }],
    });
    expect(failure).to.deep.equal({
      kind: "vendor",
      message: "SpotAccount access-account: Spot refused the token (401)",
    });
  });

  it("tells apart what AWS refused from what a vendor refused", () => {
    const kindOf = (urn: string) => explainFailure({ error: ended(""), diagnostics: [{ urn, message: "no" }] }).kind;
    expect(kindOf(role)).to.equal("aws");
    expect(kindOf("urn:pulumi:1::acme::pulumi:providers:aws::account")).to.equal("aws");
    expect(kindOf(spot)).to.equal("vendor");
    expect(kindOf("urn:pulumi:1::acme::random:index/randomId:RandomId::x")).to.equal("program");
  });

  it("names the first three failed resources and counts the rest", () => {
    const diagnostics = ["a", "b", "c", "d", "e"].map((name) => ({ urn: `${role}-${name}`, message: `no ${name}` }));
    const { message } = explainFailure({ error: ended(""), diagnostics });
    expect(message).to.equal(
      "Role access-role-a: no a; Role access-role-b: no b; Role access-role-c: no c; and 2 more",
    );
  });

  const texts: [string, string, RegExp][] = [
    [
      "error: the stack is currently locked by 1 lock(s). Either wait…\n  file: created by u@h (pid 1)",
      "locked",
      /pulumi cancel/,
    ],
    ["error: failed to load checkpoint: place 1: unexpected end of JSON input", "state", /backups/],
    ["error: snapshot integrity failure; refusing to use it", "state", /backups/],
    ["error: get stack secrets manager: incorrect passphrase", "state", /PULUMI_CONFIG_PASSPHRASE/],
    ["error: could not create lock: open x: read-only file system", "state", /writable/],
    ["error: saving update info: write x: no space left on device", "state", /room/],
    [
      'error: read ".pulumi/meta.yaml": blob (code=Unknown): dial tcp 127.0.0.1:1: connect: connection refused',
      "state",
      /reached/,
    ],
    ["error: no resource plugin 'pulumi-resource-aws-v7.48.0' found in the workspace", "plugin", /plugin/],
  ];
  for (const [stderr, kind, instruction] of texts) {
    it(`knows the class and the remedy of "${stderr.slice(7, 60)}"`, () => {
      const failure = explainFailure({ error: ended(`warning: something\n${stderr}\n\nmore`), diagnostics: [] });
      expect(failure.kind).to.equal(kind);
      expect(failure.message).to.equal(stderr.slice("error: ".length));
      expect(failure.instruction).to.match(instruction);
    });
  }

  it("tells a crash of the program from its refusal", () => {
    const crash = explainFailure({
      error: ended(""),
      diagnostics: [
        { message: "Unhandled exception: Error: boom\n    at somewhere" },
        { message: "One or more errors occurred: boom" },
      ],
    });
    expect(crash).to.include({ kind: "crash", message: "The program crashed: boom" });
    const refusal = explainFailure({
      error: ended(""),
      diagnostics: [{ message: "Unhandled exception: Error: no\n    at x" }, { message: "no" }],
    });
    expect(refusal).to.deep.equal({ kind: "program", message: "no" });
  });

  it("lets the reason for stopping win over what the CLI said about it", () => {
    const error = ended("error: update canceled");
    const diagnostics = [{ urn: spot, message: "interrupted" }];
    expect(explainFailure({ error, diagnostics, stopped: { kind: "cancelled" } }).kind).to.equal("cancelled");
    const timeout = explainFailure({ error, diagnostics, stopped: { kind: "timeout", afterMs: 90_000 } });
    expect(timeout).to.include({ kind: "timeout", message: "It did not end within 90 s and was stopped." });
    expect(
      explainFailure({ error: ended("", "SIGKILL"), diagnostics: [], stopped: { kind: "cancelled" } }).message,
    ).to.include("killed");
  });

  it("tells the program's own words when it was stopped for its fault, unless a resource had failed before", () => {
    const stopped = { kind: "fault", error: new Error("no such team: payments") } as const;
    const failure = explainFailure({ error: ended("error: update canceled"), diagnostics: [], stopped });
    expect(failure).to.include({ kind: "crash", message: "The program crashed: no such team: payments" });
    const diagnostics = [{ urn: role, message: "no such role" }];
    expect(explainFailure({ error: ended(""), diagnostics, stopped }).kind).to.equal("aws");
  });

  it("says by which signal the CLI ended when nobody asked it to", () => {
    expect(explainFailure({ error: ended("", "SIGKILL"), diagnostics: [] })).to.deep.equal({
      kind: "unknown",
      message: "The Pulumi CLI was ended by SIGKILL.",
    });
  });

  it("gives every thrown value a failure", () => {
    const failure = { kind: "aws", message: "no" };
    expect(failureOf(new OperationError(failure))).to.equal(failure);
    expect(failureOf(new DOMException("x", "AbortError")).kind).to.equal("cancelled");
    expect(failureOf("text")).to.deep.equal({ kind: "unknown", message: "text" });
  });
});
