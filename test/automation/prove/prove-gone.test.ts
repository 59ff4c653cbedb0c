import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { Hub } from "../../../automation/fleet/hub-credentials";
import { resolveTarget } from "../../../automation/fleet/resolve-settings";
import type { AccountOutcome, RoleProof } from "../../../automation/model";
import { proveGone } from "../../../automation/prove/prove-gone";
import { findTraces } from "../../../automation/prove/traces";
import { connection, emulatorRoot } from "../../../examples/sandbox/aws/connection";
import { createIdentities } from "../../../examples/sandbox/aws/identities";
import { defaultTokenReader } from "../../../providers/token-reader";
import { startEmulator } from "../../support/emulator";
import { type SpotDouble, startSpotDouble } from "../../support/spot-double";
import { sampleAccount, sampleSettings } from "../fleet/sample-fleet";

const accountId = "222222222222";
const tokenName = "PROVE_GONE_TEST_TOKEN";

interface GoneOptions {
  retainVendorAccount?: boolean;
  deletedVendorAccounts?: string[];
  given?: AccountOutcome;
}

describe("proveGone, against an IAM and a Spot", () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  let double: SpotDouble;
  let iam: IAMClient;
  let hub: Hub;
  let spotIdentity: { arn: string; connection: ReturnType<typeof connection> };

  before(async function () {
    this.timeout(120_000);
    process.env[tokenName] = "a-token-for-tests";
    [emulator, double] = await Promise.all([startEmulator(), startSpotDouble()]);
    const keys = await createIdentities(emulator.endpoint, "111111111111");
    const root = connection(emulator.endpoint, emulatorRoot(accountId));
    iam = new IAMClient(root);
    // The hub is in the account already, as nothing is to be learned here about entering it.
    hub = { accountId, arn: `arn:aws:iam::${accountId}:root`, partition: "aws", enter: [], connection: root };
    spotIdentity = {
      arn: "arn:aws:iam::922761411349:user/spot-service",
      connection: connection(emulator.endpoint, keys.spot),
    };
  });
  after(async () => {
    delete process.env[tokenName];
    await Promise.all([emulator?.close(), double?.close()]);
  });

  const policyArn = `arn:aws:iam::${accountId}:policy/SpotManagedPolicy`;
  beforeEach(async () => {
    double.reset();
    double.accounts.push({ accountId: "act-1", name: "shop", awsAccountId: accountId });
    const Statement = [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::922761411349:root" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "spot-made-this-4f1c9a77" } },
      },
    ];
    const allowed = [{ Effect: "Allow", Action: "ec2:Describe*", Resource: "*" }];
    const document = (statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
    await iam.send(new CreateRoleCommand({ RoleName: "SpotRole", AssumeRolePolicyDocument: document(Statement) }));
    await iam.send(new CreatePolicyCommand({ PolicyName: "SpotManagedPolicy", PolicyDocument: document(allowed) }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: "SpotRole", PolicyArn: policyArn }));
  });
  const deletePolicy = async () => {
    await iam.send(new DetachRolePolicyCommand({ RoleName: "SpotRole", PolicyArn: policyArn })).catch(() => undefined);
    await iam.send(new DeletePolicyCommand({ PolicyArn: policyArn })).catch(() => undefined);
  };
  const deleteRole = async () => {
    await iam.send(new DetachRolePolicyCommand({ RoleName: "SpotRole", PolicyArn: policyArn })).catch(() => undefined);
    await iam.send(new DeleteRoleCommand({ RoleName: "SpotRole" })).catch(() => undefined);
  };
  afterEach(async () => {
    await deletePolicy();
    await deleteRole();
  });

  const proveAfter = async (
    takeAway: () => Promise<void>,
    { retainVendorAccount = false, deletedVendorAccounts = ["act-1"], given = { grants: [] } }: GoneOptions = {},
  ): Promise<RoleProof[]> => {
    const settings = sampleSettings("accounts: { include: [{ ou: / }] }");
    const grants = settings.grants.map((grant) => ({
      ...grant,
      endpoint: double.endpoint,
      token: { env: tokenName },
      retainVendorAccount,
    }));
    const resolved = resolveTarget({ ...settings, grants }, sampleAccount({ id: accountId }), hub);
    const target = { ...resolved, settings: { ...resolved.settings, enter: [] } };
    const traces = await findTraces(target, hub, given);
    await takeAway();
    const identities = { parties: new Map([["spot", spotIdentity]]), stranger: spotIdentity };
    const deleted = () => deletedVendorAccounts;
    return proveGone(traces, {
      target,
      hub,
      identities,
      tokens: defaultTokenReader(),
      deletedVendorAccounts: deleted,
      patience: { inMs: 300, outMs: 300 },
    });
  };
  const stillThere = (proofs: RoleProof[]): string[] =>
    proofs.flatMap(({ results }) => results.filter(({ actual }) => actual === "in").map((result) => result.case));

  it("finds nothing after everything was taken away, and the party is refused", async () => {
    const proofs = await proveAfter(async () => {
      await deletePolicy();
      await deleteRole();
      double.accounts.length = 0;
    });
    expect(proofs.map(({ proven }) => proven)).to.deep.equal([true]);
    expect(proofs[0]?.results.map((result) => [result.case, result.actual, result.method])).to.have.deep.members([
      ["role-gone", "out", "looked-up"],
      ["policies-gone", "out", "looked-up"],
      ["vendor-account-gone", "out", "looked-up"],
      ["right-party", "out", "sts"],
    ]);
  });

  it("finds everything that is still there", async () => {
    const proofs = await proveAfter(async () => undefined);
    expect(proofs[0]?.proven).to.equal(false);
    expect(stillThere(proofs)).to.have.members(["role-gone", "policies-gone", "vendor-account-gone", "right-party"]);
  });

  it("finds a policy that was left behind, by its name", async () => {
    const proofs = await proveAfter(async () => {
      await deleteRole();
      double.accounts.length = 0;
    });
    expect(stillThere(proofs)).to.deep.equal(["policies-gone"]);
    expect(proofs[0]?.results.find((result) => result.case === "policies-gone")?.detail).to.include(policyArn);
  });

  it("looks for the role of a managing side by the name its stack recorded", async () => {
    const RoleName = "DeadlineHostOfBefore";
    const Statement = [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const roleArn = `arn:aws:iam::${accountId}:role/${RoleName}`;
    const roles = [{ roleArn, externalIds: [], principals: ["ec2.amazonaws.com"] }];
    const given: AccountOutcome = { grants: [], managing: [{ party: "deadline", principalArn: roleArn, roles }] };
    const takeAwayGrant = async () => {
      await deletePolicy();
      await deleteRole();
      double.accounts.length = 0;
    };
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const left = await proveAfter(takeAwayGrant, { given });
    expect(left.map(({ party, proven }) => [party, proven])).to.have.deep.members([
      ["spot", true],
      ["deadline", false],
    ]);
    expect(stillThere(left)).to.deep.equal(["role-gone"]);
    const gone = await proveAfter(() => iam.send(new DeleteRoleCommand({ RoleName })).then(() => undefined), { given });
    expect(gone.find((proof) => proof.roleArn === roleArn)?.proven).to.equal(true);
  });

  it("does not look for a vendor account that was to stay", async () => {
    const proofs = await proveAfter(
      async () => {
        await deletePolicy();
        await deleteRole();
      },
      { retainVendorAccount: true },
    );
    expect(proofs[0]?.proven).to.equal(true);
    expect(proofs[0]?.results.map((result) => result.case)).not.to.include("vendor-account-gone");
  });

  it("does not take an account that somebody else connected for one that was left behind", async () => {
    double.accounts.push({ accountId: "act-foreign", name: "theirs", awsAccountId: accountId });
    const proofs = await proveAfter(async () => {
      await deletePolicy();
      await deleteRole();
      double.accounts.shift();
    });
    expect(stillThere(proofs)).to.deep.equal([]);
  });
});
