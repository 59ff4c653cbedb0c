import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import PQueue from "p-queue";
import { evaluateTrust } from "../../../../components/trust/evaluate-trust";
import { TrustError } from "../../../../components/trust/trust-problem";
import { connection, emulatorRoot } from "../../../../examples/sandbox/aws/connection";
import { packageRoot } from "../../../../examples/sandbox/source-folder";
import { startEmulator } from "../../../support/emulator";
import { type Caller, createCallers, oidcIssuer, target } from "./callers";
import { type Asked, type DifferentialCase, listCases } from "./cases";
import { type Disagreement, knownDisagreements, type Question } from "./disagreements";

type Answer = "in" | "out" | "undecided";

interface Settled extends Question {
  caller: string;
  emulators: Answer;
}

describe("evaluateTrust, case by case beside an STS that enforces trust", () => {
  let settled: Settled[];

  before(async function () {
    this.timeout(180_000);
    const emulator = await startEmulator();
    try {
      const { callers, ...placed } = await createCallers(emulator.endpoint);
      const cases = listCases(placed);
      const roles = await createRoles(emulator.endpoint, [...new Set(cases.map(({ trust }) => trust))]);
      settled = await inBulk(cases, (one) => settle(one, callers[one.caller], roles.get(one.trust) ?? ""));
      for (const { sts } of Object.values(callers)) sts.destroy();
    } finally {
      await emulator.close();
    }
  });

  /** Cases that the disagreements do not explain. */
  const findUnexplained = (disagreements: readonly Disagreement[]): Settled[] =>
    settled.filter(({ emulators, trust, request }) => {
      const taken = disagreements.reduce<Question>((question, one) => one.asTheEmulatorTakesIt(question), {
        trust,
        request,
      });
      return evaluate(taken) !== emulators;
    });

  it("agrees in several hundred cases, but for the known disagreements", () => {
    expect(findUnexplained(knownDisagreements)).to.deep.equal([]);
    expect(settled.length).to.be.greaterThan(750);
  });

  it("lets in and keeps out enough for the agreement to mean something", () => {
    const count = (answer: Answer): number => settled.filter(({ emulators }) => emulators === answer).length;
    expect(Math.min(count("in"), count("out"))).to.be.greaterThan(settled.length / 5);
  });

  for (const disagreement of knownDisagreements) {
    it(`still disagrees: ${disagreement.name}`, () => {
      const others = knownDisagreements.filter((other) => other !== disagreement);
      expect(findUnexplained(others)).to.not.deep.equal([]);
    });
  }

  it("has each known disagreement explained in CONTRIBUTING.md", () => {
    const text = readFileSync(path.join(packageRoot(), "CONTRIBUTING.md"), "utf8");
    for (const { name } of knownDisagreements) expect(text).to.contain(`| ${name} |`);
  });
});

async function createRoles(endpoint: string, trusts: string[]): Promise<Map<string, string>> {
  const iam = new IAMClient(connection(endpoint, emulatorRoot(target)));
  const made = await inBulk(trusts, async (trust): Promise<[string, string]> => {
    const RoleName = `case-${createHash("sha256").update(trust).digest("hex").slice(0, 16)}`;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    return [trust, `arn:aws:iam::${target}:role/${RoleName}`];
  });
  iam.destroy();
  return new Map(made);
}

async function settle(
  { trust, caller, asked }: DifferentialCase,
  { sts, known }: Caller,
  roleArn: string,
): Promise<Settled> {
  const named = { sessionName: "differential", ...asked };
  const emulators = await ask(sts, roleArn, named).then(
    () => "in" as const,
    (error: Error) => {
      if (error.name === "AccessDenied") return "out" as const;
      throw error;
    },
  );
  return { trust, caller, request: { ...named, ...known }, emulators };
}

function ask(sts: Caller["sts"], RoleArn: string, asked: Asked): Promise<unknown> {
  const { externalId, sessionName, sessionTags = {}, sourceIdentity, audience, subject } = asked;
  const wanted = { RoleArn, RoleSessionName: sessionName };
  if (subject !== undefined) {
    const WebIdentityToken = unsignedToken({ iss: `https://${oidcIssuer}`, aud: audience, sub: subject });
    return sts.send(new AssumeRoleWithWebIdentityCommand({ ...wanted, WebIdentityToken }));
  }
  const Tags = Object.entries(sessionTags).map(([Key, Value]) => ({ Key, Value }));
  return sts.send(new AssumeRoleCommand({ ...wanted, ExternalId: externalId, SourceIdentity: sourceIdentity, Tags }));
}

/** The emulator reads the claims of a token without asking who signed it. */
function unsignedToken(claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none", typ: "JWT" })}.${encode(claims)}.none`;
}

function evaluate({ trust, request }: Question): Answer {
  try {
    return evaluateTrust(trust, request).allowed ? "in" : "out";
  } catch (error) {
    if (error instanceof TrustError) return "undecided";
    throw error;
  }
}

function inBulk<Item, Result>(items: Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const queue = new PQueue({ concurrency: 8 });
  return queue.addAll(items.map((item) => () => work(item)));
}
