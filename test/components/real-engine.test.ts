import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  ExternalId,
  evaluateTrust,
  ManagedRole,
  type ManagedRoleArgs,
  ManagingAccount,
  SpotOnboarding,
  type SpotOnboardingArgs,
} from "../../components";
import { OutsideView } from "../support/outside-view";
import { useSandbox } from "../support/sandbox-suite";
import { ComponentStack } from "./component-stack";

describe("The components on the real engine", function () {
  this.timeout(180_000);
  const sandbox = useSandbox();
  let view: OutsideView;
  const stacks: ComponentStack[] = [];

  before(() => {
    view = new OutsideView(sandbox().aws.endpoint, sandbox().env);
  });
  after(async () => {
    await Promise.all(stacks.map((stack) => stack.remove()));
  });

  const openStack = async (account: string): Promise<ComponentStack> => {
    const stack = await ComponentStack.create(sandbox(), sandbox().organization.account(account).id);
    stacks.push(stack);
    return stack;
  };

  describe("SpotOnboarding", () => {
    const onboard =
      (stack: ComponentStack, more: Partial<SpotOnboardingArgs> = {}) =>
      (provider: Provider) => {
        const { accountId, token } = stack;
        const args = { accountId, token, endpoint: sandbox().spot.endpoint, ...more };
        const { spotAccountId, spotAccountName, roleArn, externalIds } = new SpotOnboarding("spot", args, {
          providers: [provider],
        });
        return { spotAccountId, spotAccountName, roleArn, externalIds };
      };
    const spotAccountsOf = (accountId: string) =>
      sandbox()
        .spot.accounts()
        .filter(({ link }) => link?.awsAccountId === accountId);

    it("lives through up, no change, more permissions, fewer, and destroy", async () => {
      const stack = await openStack("shop-dev");
      const { accountId } = stack;

      const made = await stack.up(onboard(stack));
      expect(made.outputs.spotAccountName).to.equal("acme-shop-dev");
      expect(spotAccountsOf(accountId).map(({ name }) => name)).to.deep.equal(["acme-shop-dev"]);
      expect(await view.policyNames(accountId)).to.deep.equal(["SpotManagedPolicy"]);
      const [externalId] = made.outputs.externalIds as string[];
      expect(await view.assume("spot", String(made.outputs.roleArn), externalId)).to.equal("in");

      expect(Object.keys((await stack.up(onboard(stack))).changes)).to.deep.equal(["same"]);

      const extraStatements = [{ actions: ["ssm:GetParameter"] }];
      const changed = await stack.up(onboard(stack, { extraStatements }));
      expect(changed.changes, "only the policy, in place")
        .to.deep.include({ update: 1 })
        .and.not.have.any.keys("replace", "create");
      expect(await view.allowedActions(accountId, "SpotRole")).to.include("ssm:GetParameter");

      const many = [{ actions: Array.from({ length: 200 }, (_, index) => `service:ActionNumber${index}`) }];
      const grown = await stack.up(onboard(stack, { extraStatements: many }));
      expect(grown.changes).to.deep.include({ create: 2, update: 1 }).and.not.have.any.keys("replace", "delete");
      expect(await view.policyNames(accountId)).to.deep.equal(["SpotManagedPolicy", "SpotManagedPolicy-2"]);
      expect(await view.allowedActions(accountId, "SpotRole")).to.include.members([
        "service:ActionNumber199",
        "ec2:Describe*",
      ]);

      const shrunk = await stack.up(onboard(stack));
      expect(shrunk.changes).to.deep.include({ delete: 2, update: 1 }).and.not.have.any.keys("replace", "create");
      expect(await view.policyNames(accountId)).to.deep.equal(["SpotManagedPolicy"]);
      expect(await view.allowedActions(accountId, "SpotRole")).to.have.length(150);

      await stack.destroy();
      expect(await view.roleNames(accountId)).to.not.include("SpotRole");
      expect(await view.policyNames(accountId)).to.deep.equal([]);
      expect(spotAccountsOf(accountId)).to.deep.equal([]);
    });

    it("keeps the Spot account's name where the AWS account has no alias, and the Spot account with retain", async () => {
      const stack = await openStack("payments-dev");
      const { accountId } = stack;
      const { outputs } = await stack.up(onboard(stack, { retain: true }));
      expect(outputs.spotAccountName).to.equal(`aws-${accountId}`);
      await stack.destroy();
      expect(await view.roleNames(accountId)).to.not.include("SpotRole");
      expect(spotAccountsOf(accountId).map(({ id }) => id)).to.deep.equal([outputs.spotAccountId]);
    });

    it("says what is wrong with a plain input before anything is made", async () => {
      const stack = await openStack("data-lake");
      const failure = await stack.up(onboard(stack, { roleName: "no spaces" })).catch((error: unknown) => error);
      expect(String(failure)).to.match(/"no spaces" cannot name a role/);
      expect(await view.policyNames(stack.accountId)).to.deep.equal([]);
      expect(spotAccountsOf(stack.accountId)).to.deep.equal([]);
    });
  });

  it("ends at once, with the reason and nothing made, when an output turns out to be bad", async () => {
    const stack = await openStack("data-lake");
    const program = (provider: Provider) => {
      const statements = [{ principals: ["111111111111"], externalIds: [pulumi.output("short")] }];
      const args = {
        roleName: "LateRole",
        trust: { statements },
        permissions: [{ actions: ["s3:*"] }],
        instanceProfile: true,
      };
      return { roleArn: new ManagedRole("late", args, { providers: [provider] }).roleArn };
    };
    const failure = await stack.up(program).catch((error: unknown) => error);
    expect(String(failure)).to.match(/trust\.statements\[0\]\.externalIds\[0\].*guessable/);
    expect(await view.roleNames(stack.accountId)).to.not.include("LateRole");
    await stack.destroy();
  });

  describe("ManagedRole with ExternalId and ManagingAccount", () => {
    const partner = (args: Partial<ManagedRoleArgs>, generations?: string[]) => (provider: Provider) => {
      const options = { providers: [provider] };
      const externalId = new ExternalId("partner", { ...(generations && { generations }) }, options);
      const statements = [{ principals: ["922761411349"], externalIds: externalId.values }];
      const role = new ManagedRole(
        "partner",
        { roleName: "PartnerRole", trust: { statements }, instanceProfile: true, ...args },
        options,
      );
      const user = { userName: "managing", accessKey: true };
      const managing = new ManagingAccount("managing", { user, managedRoleArns: [role.roleArn] }, options);
      const { principalArn, accessKeyId, secretAccessKey } = managing;
      const { roleArn, trustPolicy } = role;
      return {
        roleArn,
        trustPolicy,
        ids: externalId.values,
        id: externalId.value,
        principalArn,
        accessKeyId,
        secretAccessKey,
      };
    };

    it("lets in as evaluateTrust says, keeps its external id, rotates it without a gap, and goes without a trace", async () => {
      const stack = await openStack("playground");
      const { accountId } = stack;
      const { outputs } = await stack.up(partner({ permissions: [{ actions: ["iam:ListRoles"] }] }));
      const roleArn = String(outputs.roleArn);
      const id = String(outputs.id);
      expect(id).to.match(/^[A-Za-z0-9]{32}$/);
      expect(outputs.accessKeyId).to.be.a("string").and.not.equal("");
      expect(await view.roleNames(accountId)).to.include("PartnerRole");

      const callers = {
        spot: "arn:aws:iam::922761411349:user/spot",
        stranger: "arn:aws:iam::555555555555:user/stranger",
      };
      for (const [profile, principalArn] of Object.entries(callers)) {
        for (const externalId of [id, `${id}x`, undefined]) {
          const { allowed } = evaluateTrust(String(outputs.trustPolicy), { principalArn, externalId });
          const actual = await view.assume(profile, roleArn, externalId);
          expect(actual, `${profile} with ${externalId}`).to.equal(allowed ? "in" : "out");
          expect(allowed).to.equal(profile === "spot" && externalId === id);
        }
      }

      const rotating = await stack.up(partner({}, ["1", "2"]));
      expect(rotating.outputs.ids).to.have.length(2).and.include(id);
      expect(rotating.changes).to.not.have.property("replace");
      const next = String(rotating.outputs.id);
      expect(next).to.not.equal(id);
      const rotated = await stack.up(partner({}, ["2"]));
      expect(rotated.outputs.ids).to.deep.equal([next]);

      const preview = await stack.preview(partner({}, ["2"]));
      expect(Object.keys(preview)).to.deep.equal(["same"]);
      await stack.destroy();
      expect(await view.roleNames(accountId)).to.not.include("PartnerRole");
      expect(await view.policyNames(accountId)).to.deep.equal([]);
    });
  });
});
