import { CreateRoleCommand, DeleteRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { readIdentity } from "../../../automation/fleet/hub-credentials";
import type { ProofResult, RoleOutcome, RoleProof } from "../../../automation/model";
import { AccountIam } from "../../../automation/prove/account-iam";
import type { ProofIdentities, ProofIdentity } from "../../../automation/prove/proof-identities";
import { type ProveRoleOptions, proveRole } from "../../../automation/prove/prove-role";
import { connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { createIdentities } from "../../../examples/sandbox/aws/identities";
import { startEmulator } from "../../support/emulator";

const accountId = "222222222222";
const spotAccountId = "922761411349";
const roleName = "ProofRole";
const externalId = "spot-made-this-4f1c9a77";
const spotRoot = `arn:aws:iam::${spotAccountId}:root`;
const patience = { inMs: 3_000, outMs: 300 };

function trust(principal: string | object, condition?: object): string {
  const Statement = [
    { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...(condition ? { Condition: condition } : {}) },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

const withId = { StringEquals: { "sts:ExternalId": externalId } };
const rightTrust = trust({ AWS: spotRoot }, withId);

const role: RoleOutcome = {
  roleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
  externalIds: [externalId],
  principals: [spotRoot],
};

describe("proveRole, against an STS that enforces trust", () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let iam: IAMClient;
  let accountIam: AccountIam;
  let spot: ProofIdentity;
  let stranger: ProofIdentity;
  let hub: ProofIdentity;
  let strangerRoot: string;

  before(async function () {
    this.timeout(120_000);
    emulator = await startEmulator();
    const keys = await createIdentities(emulator.endpoint, "111111111111");
    const open = async (identity: keyof typeof keys): Promise<ProofIdentity> => {
      const as = connection(emulator.endpoint, keys[identity]);
      return { ...(await readIdentity(as)), connection: as };
    };
    [spot, stranger, hub] = await Promise.all([open("spot"), open("stranger"), open("hub")]);
    strangerRoot = stranger.arn.replace(/:user.*/, ":root");
    const root = connection(emulator.endpoint, emulatorRoot(accountId));
    iam = new IAMClient(root);
    accountIam = new AccountIam(root);
  });
  after(() => emulator?.close());
  afterEach(() => iam.send(new DeleteRoleCommand({ RoleName: roleName })).catch(() => undefined));

  const createRole = (AssumeRolePolicyDocument: string) =>
    iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument }));
  const prove = (identities: ProofIdentities, rest: Partial<ProveRoleOptions> = {}): Promise<RoleProof> =>
    proveRole({
      accountId,
      party: "spot",
      role,
      identities,
      readTrust: async () => (await accountIam.readRole(roleName))?.trust,
      patience,
      ...rest,
    });
  const playedAll = (): ProofIdentities => ({ parties: new Map([["spot", spot]]), stranger });
  const answers = ({ results }: RoleProof): [string, string, string][] =>
    results.map(({ case: name, actual, method }: ProofResult) => [name, actual, method]);

  it("lets in the right party alone when trust is right", async () => {
    await createRole(rightTrust);
    const proof = await prove(playedAll());
    expect(answers(proof)).to.deep.equal([
      ["right-party", "in", "sts"],
      ["wrong-external-id", "out", "sts"],
      ["no-external-id", "out", "sts"],
      ["wrong-account", "out", "sts"],
    ]);
    expect(proof.proven).to.equal(true);
  });

  it("asks for external ids that were dropped too, and finds one that is still accepted", async () => {
    await createRole(rightTrust);
    const gone = await prove(playedAll(), { droppedExternalIds: ["an-id-of-before-0123456789"] });
    expect(answers(gone)).to.deep.include(["previous-external-id", "out", "sts"]);
    expect(gone.proven).to.equal(true);
    const kept = await prove(playedAll(), {
      droppedExternalIds: role.externalIds,
      patience: { inMs: 300, outMs: 300 },
    });
    expect(answers(kept)).to.deep.include(["previous-external-id", "in", "sts"]);
    expect(kept.proven).to.equal(false);
  });

  it("finds a role that asks for no external id", async () => {
    await createRole(trust({ AWS: spotRoot }));
    const proof = await prove(playedAll());
    expect(answers(proof)).to.deep.include.members([
      ["wrong-external-id", "in", "sts"],
      ["no-external-id", "in", "sts"],
    ]);
    expect(proof.proven).to.equal(false);
  });

  it("finds a role that opens for another account", async () => {
    await createRole(trust({ AWS: [spotRoot, strangerRoot] }, withId));
    const proof = await prove(playedAll());
    expect(answers(proof)).to.deep.include(["wrong-account", "in", "sts"]);
    expect(proof.proven).to.equal(false);
  });

  it("finds a role that does not open for the party", async () => {
    await createRole(trust({ AWS: strangerRoot }, withId));
    const proof = await prove(playedAll(), { patience: { inMs: 300, outMs: 300 } });
    expect(answers(proof)[0]).to.deep.equal(["right-party", "out", "sts"]);
    expect(proof.proven).to.equal(false);
  });

  it("waits for a role that is not known everywhere yet", async () => {
    const proving = prove(playedAll());
    await createRole(rightTrust);
    expect((await proving).proven).to.equal(true);
  });

  it("reads the live trust policy where nobody can play the party", async () => {
    await createRole(rightTrust);
    const proof = await prove({ parties: new Map(), stranger });
    expect(answers(proof)).to.deep.equal([
      ["right-party", "in", "evaluated"],
      ["wrong-external-id", "out", "evaluated"],
      ["no-external-id", "out", "evaluated"],
      ["wrong-account", "out", "sts"],
    ]);
    expect(proof.proven).to.equal(true);
  });

  it("is not deceived by a stranger whose own account keeps it from asking", async () => {
    await createRole(trust({ AWS: [spotRoot, "arn:aws:iam::111111111111:root"] }, withId));
    const proof = await prove({ parties: new Map([["spot", spot]]), stranger: hub });
    expect(answers(proof)).to.deep.include(["wrong-account", "in", "evaluated"]);
    expect(proof.proven).to.equal(false);
  });

  it("tells a role that is not there from one that opens for nobody", async () => {
    const proof = await prove(playedAll(), { patience: { inMs: 0, outMs: 0 } });
    expect(proof.results).to.deep.equal([
      {
        case: "right-party",
        expected: "in",
        actual: "out",
        method: "looked-up",
        detail: `there is no role ${role.roleArn}`,
      },
    ]);
    expect(proof.proven).to.equal(false);
  });

  it("finds an account that was let in besides, though nobody of it is at hand to ask", async () => {
    await createRole(trust({ AWS: [spotRoot, "arn:aws:iam::777777777777:role/Somebody"] }, withId));
    const { results, proven } = await prove(playedAll());
    const found = results.find((result) => result.case === "wrong-account");
    expect(found).to.deep.include({ actual: "in", method: "evaluated" });
    expect(found?.detail).to.include("777777777777");
    expect(proven).to.equal(false);
  });

  it("finds a role that opens for everybody", async () => {
    await createRole(trust({ AWS: "*" }, withId));
    expect(answers(await prove(playedAll()))).to.deep.include(["wrong-account", "in", "sts"]);
    expect(answers(await prove({ parties: new Map(), stranger: hub }))).to.deep.include([
      "wrong-account",
      "in",
      "evaluated",
    ]);
  });

  it("wants the party in with each of two external ids, and nobody with either", async () => {
    const second = "spot-made-this-9d2e5b01";
    const rotating = { ...role, externalIds: [externalId, second] };
    await createRole(rightTrust);
    expect(answers(await prove(playedAll(), { role: rotating, patience: { inMs: 0, outMs: 0 } }))[0]).to.deep.equal([
      "right-party",
      "out",
      "sts",
    ]);
    const both = { StringEquals: { "sts:ExternalId": [externalId, second] } };
    await iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: trust({ AWS: spotRoot }, both) }),
    );
    expect((await prove(playedAll(), { role: rotating })).proven).to.equal(true);
  });

  describe("where single principals were named", () => {
    const named = (): RoleOutcome => ({ ...role, principals: [spot.arn] });

    it("asks as somebody else of the account too, as the live policy has it where nobody is at hand", async () => {
      await createRole(trust({ AWS: spot.arn }, withId));
      const proof = await prove(playedAll(), { role: named() });
      expect(answers(proof)).to.deep.include(["wrong-principal", "out", "evaluated"]);
      expect(proof.proven).to.equal(true);
    });

    it("asks STS as somebody else of the account who is at hand", async () => {
      const principals = [`arn:aws:iam::${spotAccountId}:role/Somebody`];
      await createRole(trust({ AWS: principals[0] }, withId));
      const proof = await prove(playedAll(), { role: { ...role, principals } });
      expect(answers(proof).slice(0, 2)).to.deep.equal([
        ["right-party", "in", "evaluated"],
        ["wrong-principal", "out", "sts"],
      ]);
      expect(proof.proven).to.equal(true);
    });

    it("finds a role that was opened to the whole account", async () => {
      await createRole(trust({ AWS: spotRoot }, withId));
      const { results } = await prove(playedAll(), { role: named() });
      expect(results.filter(({ expected, actual }) => expected !== actual).map((result) => result.case)).to.deep.equal([
        "wrong-principal",
      ]);
    });
  });

  describe("where a second factor is asked for", () => {
    const careful: RoleOutcome = { ...role, requiresMfa: true };
    const withMfa = { ...withId, Bool: { "aws:MultiFactorAuthPresent": "true" } };

    it("is proven when it lets the party in with one, and STS keeps it out without", async () => {
      await createRole(trust({ AWS: spotRoot }, withMfa));
      const proof = await prove(playedAll(), { role: careful });
      expect(answers(proof)).to.deep.equal([
        ["right-party", "in", "evaluated"],
        ["wrong-external-id", "out", "evaluated"],
        ["no-external-id", "out", "evaluated"],
        ["wrong-account", "out", "sts"],
        ["no-mfa", "out", "sts"],
      ]);
      expect(proof.proven).to.equal(true);
    });

    it("finds that it is not asked for any more", async () => {
      await createRole(rightTrust);
      expect(answers(await prove(playedAll(), { role: careful }))).to.deep.include(["no-mfa", "in", "sts"]);
    });
  });

  describe("where a service works with the role", () => {
    const ofService: RoleOutcome = { ...role, externalIds: [], principals: ["ec2.amazonaws.com"] };
    const fromFleet = { StringEquals: { "aws:SourceAccount": accountId } };

    it("reads the service's part from the live policy, and asks STS as another account", async () => {
      await createRole(trust({ Service: "ec2.amazonaws.com" }, fromFleet));
      const proof = await prove(playedAll(), { role: ofService });
      expect(answers(proof)).to.deep.equal([
        ["right-party", "in", "evaluated"],
        ["wrong-principal", "out", "evaluated"],
        ["wrong-account", "out", "sts"],
      ]);
      expect(proof.proven).to.equal(true);
    });

    it("finds another service, and an account, that were let in besides", async () => {
      await createRole(trust({ Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"], AWS: "777777777777" }));
      expect(answers(await prove(playedAll(), { role: ofService }))).to.deep.include.members([
        ["wrong-principal", "in", "evaluated"],
        ["wrong-account", "in", "evaluated"],
      ]);
    });
  });

  describe("where an identity provider's tokens open the role", () => {
    const issuer = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
    const provider = `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
    const ofTokens: RoleOutcome = { ...role, externalIds: [], principals: [provider] };
    const tokenTrust = (Condition: object): string => {
      const allowed = { Effect: "Allow", Principal: { Federated: provider }, Action: "sts:AssumeRoleWithWebIdentity" };
      return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...allowed, Condition }] });
    };
    const audience = { [`${issuer}:aud`]: "sts.amazonaws.com" };

    it("reads from the live policy that one subject gets in and no other, and asks STS as another account", async () => {
      const subject = { [`${issuer}:sub`]: "system:serviceaccount:spinnaker:clouddriver" };
      await createRole(tokenTrust({ StringEquals: { ...audience, ...subject } }));
      const proof = await prove(playedAll(), { role: ofTokens });
      expect(answers(proof)).to.deep.equal([
        ["right-party", "in", "evaluated"],
        ["wrong-principal", "out", "evaluated"],
        ["wrong-account", "out", "sts"],
      ]);
      expect(proof.proven).to.equal(true);
    });

    it("finds that tokens of any subject open it", async () => {
      await createRole(tokenTrust({ StringEquals: audience }));
      const proof = await prove(playedAll(), { role: ofTokens });
      expect(answers(proof)).to.deep.include(["wrong-principal", "in", "evaluated"]);
      expect(proof.proven).to.equal(false);
    });

    it("asks as nobody else of a SAML provider that was let in whole", async () => {
      const saml = `arn:aws:iam::${accountId}:saml-provider/Okta`;
      const allowed = { Effect: "Allow", Principal: { Federated: saml }, Action: "sts:AssumeRoleWithSAML" };
      await createRole(JSON.stringify({ Version: "2012-10-17", Statement: [allowed] }));
      expect(answers(await prove(playedAll(), { role: { ...ofTokens, principals: [saml] } }))).to.deep.equal([
        ["right-party", "in", "evaluated"],
        ["wrong-account", "out", "sts"],
      ]);
    });
  });

  it("holds against a role that its policy asks for something nobody can decide here", async () => {
    await createRole(trust({ AWS: spotRoot }, { ...withId, StringEquals: { "aws:SourceVpc": "vpc-1" } }));
    const { results, proven } = await prove({ parties: new Map(), stranger });
    expect(results[0]).to.deep.include({ actual: "out", method: "evaluated" });
    expect(results[0]?.detail).to.include("aws:SourceVpc");
    expect(proven).to.equal(false);
  });

  it("takes a role for proven that asks for an address, an organization and a session name besides", async () => {
    const besides = {
      IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
      StringEquals: { "sts:ExternalId": externalId, "aws:PrincipalOrgID": "o-abcdef1234" },
      StringLike: { "sts:RoleSessionName": "spot-*" },
    };
    await createRole(trust({ AWS: spotRoot }, besides));
    expect((await prove({ parties: new Map(), stranger })).proven).to.equal(true);
  });

  it("does not take an STS that cannot be reached for a refusal", async () => {
    const nowhere = { ...connection("http://127.0.0.1:1", emulatorRoot(spotAccountId)), maxAttempts: 1 };
    const identities = { parties: new Map([["spot", { arn: spot.arn, connection: nowhere }]]), stranger };
    const error = await prove(identities).catch((thrown: unknown) => thrown);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property("message")
      .that.matches(/could not be found out/);
  });
});
