import { expect } from "chai";
import { chooseTargets } from "../../../automation/fleet/choose-targets";
import { chooseToOffboard } from "../../../automation/fleet/choose-to-offboard";
import { findReasonToLeaveOut } from "../../../automation/fleet/left-out-reasons";
import { findManagingProblems } from "../../../automation/fleet/managing-problems";
import { resolveTargets } from "../../../automation/fleet/resolve-settings";
import { accountSettingsSchema } from "../../../components/account-settings";
import { sampleHub, sampleOrganization, sampleSettings } from "./sample-fleet";

const tooling = "555555555555";
const [prod, dev] = ["222222222222", "333333333333"];
const spinnaker = (managing: string) => `{ party: spinnaker, managing: ${managing} }`;
const userInTooling = spinnaker(`{ accountId: "${tooling}", user: { accessKey: true } }`);
const stacker = (rest = "") =>
  `{ party: stacker, managing: { accountId: "${tooling}", bucketName: acme-stacker${rest} } }`;
const workloads = "accounts: { include: [{ ou: /Workloads }] }";
const settings = sampleSettings(workloads, [userInTooling, stacker()]);
const { accounts } = sampleOrganization;
const namesOf = (targets: { account: { name: string } }[]) => targets.map(({ account }) => account.name);

describe("managing accounts of a fleet", () => {
  it("are targets though nobody chose them, with their managing sides and with no grant but the one they are half of", () => {
    const { targets, leftOut } = chooseTargets(settings, sampleOrganization, sampleHub);
    expect(namesOf(targets)).to.deep.equal(["shop-prod", "shop-dev", "playground"]);
    expect(leftOut.map(({ account }) => account.id)).to.not.include(tooling);
    const managing = targets.find(({ account }) => account.id === tooling)?.settings;
    expect(Object.keys(managing?.grants ?? {})).to.deep.equal(["stacker"]);
    expect(managing?.managing?.spinnaker).to.deep.include({
      user: { accessKey: true },
      managedRoleArns: [prod, dev].map((id) => `arn:aws:iam::${id}:role/spinnakerManaged`),
    });
    expect(managing?.managing?.stacker).to.deep.include({ bucketName: "acme-stacker", readerAccountIds: [prod, dev] });
    expect(accountSettingsSchema.parse(JSON.parse(JSON.stringify(managing)))).to.deep.equal(managing);
  });

  it("are trusted by the accounts' grants under the name they will have, of every kind and in every partition", () => {
    const oidc = `arn:aws:iam::${tooling}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1`;
    const kinds: [identity: string, principal: string][] = [
      ["user: {}", "user/SpinnakerManagingAccount"],
      ["user: { userName: cd }", "user/cd"],
      ["instanceRole: {}", "role/SpinnakerAuthRole"],
      [`serviceAccount: { oidcProviderArn: "${oidc}", roleName: cd }`, "role/cd"],
    ];
    for (const [identity, principal] of kinds) {
      const fleet = sampleSettings(workloads, [spinnaker(`{ accountId: "${tooling}", ${identity} }`)]);
      const hub = { partition: "aws-cn", enter: [] };
      const target = resolveTargets(fleet, accounts, hub).get(prod ?? "");
      expect(target?.settings.grants.spinnaker?.principalArns).to.deep.equal([
        `arn:aws-cn:iam::${tooling}:${principal}`,
      ]);
    }
    const existing = `arn:aws:iam::${tooling}:role/nodes`;
    const fleet = sampleSettings(workloads, [spinnaker(`{ accountId: "${tooling}", existingRoleArn: "${existing}" }`)]);
    const target = resolveTargets(fleet, accounts, sampleHub).get(prod ?? "");
    expect(target?.settings.grants.spinnaker?.principalArns).to.deep.equal([existing]);
  });

  it("are the hosts of Deadline, which the plugin's roles trust and which may assume exactly those", () => {
    const deadline = (managing: string) =>
      sampleSettings(
        `${workloads}\noverrides: [{ match: { accountId: "${dev}" }, set: { deadline: { roleName: Sep } } }]`,
        [`{ party: deadline, managing: { accountId: "${tooling}", ${managing} } }`],
      );
    const kinds: [identity: string, host: string][] = [
      ["instanceRole: {}", `arn:aws:iam::${tooling}:role/DeadlineHost`],
      ["user: { userName: rcs }", `arn:aws:iam::${tooling}:user/rcs`],
      [`existingRoleArn: "arn:aws:iam::${tooling}:role/nodes"`, `arn:aws:iam::${tooling}:role/nodes`],
    ];
    for (const [identity, host] of kinds) {
      const targets = resolveTargets(deadline(identity), accounts, sampleHub);
      expect(targets.get(prod ?? "")?.settings.grants.deadline?.principalArns).to.deep.equal([host]);
      expect(targets.get(tooling)?.settings.managing?.deadline?.managedRoleArns).to.deep.equal([
        `arn:aws:iam::${prod}:role/DeadlineEventPluginAdmin`,
        `arn:aws:iam::${dev}:role/Sep`,
      ]);
      expect(targets.get(tooling)?.settings.grants).to.deep.equal({});
    }
    expect(() => deadline("instanceRole: {}, user: {}")).to.throw(/names no single identity/);
  });

  it("name the roles that overrides give other names, and get all grants when they are chosen themselves", () => {
    const chosen = sampleSettings(
      `accounts: { include: [{ ou: / }] }\noverrides: [{ match: { accountId: "${dev}" }, set: { spinnaker: { roleName: cd } } }]`,
      [userInTooling, stacker()],
    );
    const managing = resolveTargets(chosen, accounts, sampleHub).get(tooling)?.settings;
    expect(Object.keys(managing?.grants ?? {})).to.deep.equal(["spinnaker", "stacker"]);
    expect(managing?.managing?.spinnaker?.managedRoleArns).to.deep.equal([
      `arn:aws:iam::${prod}:role/spinnakerManaged`,
      `arn:aws:iam::${dev}:role/cd`,
      `arn:aws:iam::${tooling}:role/spinnakerManaged`,
    ]);
    expect(managing?.managing?.stacker?.readerAccountIds).to.deep.equal([prod, dev]);
  });

  it("come along when only one account is asked for that is new, and not when it has its stack already", () => {
    const only = ["shop-dev"];
    const choose = (stacks: string[]) =>
      chooseTargets(settings, sampleOrganization, sampleHub, { only, stacks }).targets;
    expect(namesOf(choose([]))).to.deep.equal(["shop-dev", "playground"]);
    expect(namesOf(choose([dev ?? ""]))).to.deep.equal(["shop-dev"]);
  });

  it("are not offboarded while accounts that trust them stay, and are when those go in the same run", () => {
    const stacks = [prod ?? "", dev ?? "", tooling];
    const offboard = (only?: string[]) =>
      chooseToOffboard(settings, sampleOrganization, sampleHub, stacks, only).problems;
    expect(offboard(["playground"]).map(({ message }) => message)).to.deep.equal([
      "playground (555555555555) cannot go: Spinnaker's managing identity is trusted by 2 accounts that stay, shop-prod, shop-dev. Offboard them in the same run or before",
      "playground (555555555555) cannot go: stacker's master role and bucket is trusted by 2 accounts that stay, shop-prod, shop-dev. Offboard them in the same run or before",
    ]);
    expect(offboard()).to.deep.equal([]);
    expect(offboard(["shop-prod", "shop-dev", "playground"])).to.deep.equal([]);
    expect(offboard(["shop-prod"])).to.deep.equal([]);
  });

  const problemsOf = (fleet: typeof settings) => {
    const { targets } = chooseTargets(fleet, sampleOrganization, sampleHub);
    return findManagingProblems(fleet, accounts, targets).map(({ path, message }) => `${path}: ${message}`);
  };

  it("are refused when they do not exist or cannot be entered", () => {
    const missing = sampleSettings(workloads, [spinnaker('{ accountId: "777777777777", user: {} }')]);
    const suspended = sampleSettings(workloads, [spinnaker('{ accountId: "444444444444", user: {} }')]);
    expect(problemsOf(missing)).to.deep.equal([
      "grants[0].managing.accountId: 777777777777 is not among the accounts of the organization",
    ]);
    expect(problemsOf(suspended)[0]).to.match(/444444444444 is suspended/);
    expect(problemsOf(settings)).to.deep.equal([]);
  });

  it("are refused when each needs the other first", () => {
    const circle = sampleSettings("accounts: { include: [{ ou: / }] }", [
      spinnaker(`{ accountId: "${dev}", instanceRole: {} }`),
      stacker(),
    ]);
    expect(problemsOf(circle)).to.have.length(2);
    expect(problemsOf(circle)[0]).to.match(
      /^grants\[0\]\.managing\.accountId: 333333333333 needs another managing account/,
    );
  });

  it("let nobody outside of the fleet read from stacker's bucket", () => {
    const fleet = sampleSettings(workloads, [stacker(`, readerAccountIds: ["${prod}", "888888888888"]`)]);
    expect(problemsOf(fleet)).to.deep.equal([
      "grants[0].managing.readerAccountIds[1]: 888888888888 is not an account of the fleet: only those read templates from the bucket",
    ]);
  });

  it("are left out only for what they are, not for what was chosen", () => {
    const of = (id: string) => accounts.find((account) => account.id === id) ?? expect.fail(id);
    expect(findReasonToLeaveOut(settings, of(tooling))).to.equal(undefined);
    expect(findReasonToLeaveOut(sampleSettings(workloads), of(tooling))).to.equal("is not in accounts.include");
  });
});
