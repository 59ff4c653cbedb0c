import type {
  AttachRolePolicyCommandInput,
  AttachUserPolicyCommandInput,
  CreateAccessKeyCommandInput,
  CreateInstanceProfileCommandInput,
  CreatePolicyCommandInput,
  CreatePolicyVersionCommandInput,
  CreateRoleCommandInput,
  CreateServiceLinkedRoleCommandInput,
  CreateUserCommandInput,
  DeleteRoleCommandInput,
  PutRolePolicyCommandInput,
  PutUserPolicyCommandInput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateRoleCommandInput,
  UpdateRoleDescriptionCommandInput,
} from "@aws-sdk/client-iam";
import type { RequestRule } from "../connection/clients";
import type { Inspector } from "../connection/inspector";
import { assertDescription, assertName, assertPath, assertSessionSeconds, assertTags } from "./constraints";
import { assertIdentityPolicy } from "./identity-policy";
import { assertNoServiceRole, assertUnprotected } from "./protected-roles";
import {
  assertAccessKeys,
  assertAttachable,
  assertInlineLength,
  assertManagedPolicyLength,
  assertTrustLength,
} from "./quotas";
import { alreadyExists } from "./refusals";
import { assertTrustPolicy } from "./trust-policy";
import { assertTrustedExist } from "./trusted-entities";

/** Gets the inspector of the caller's account when a rule needs it. */
type Inspect = () => Promise<Inspector>;

/** The calls that are looked at before, and what they take. */
interface Inputs {
  AttachRolePolicy: AttachRolePolicyCommandInput;
  AttachUserPolicy: AttachUserPolicyCommandInput;
  CreateAccessKey: CreateAccessKeyCommandInput;
  CreateInstanceProfile: CreateInstanceProfileCommandInput;
  CreatePolicy: CreatePolicyCommandInput;
  CreatePolicyVersion: CreatePolicyVersionCommandInput;
  CreateRole: CreateRoleCommandInput;
  CreateServiceLinkedRole: CreateServiceLinkedRoleCommandInput;
  CreateUser: CreateUserCommandInput;
  DeleteRole: DeleteRoleCommandInput;
  PutRolePolicy: PutRolePolicyCommandInput;
  PutUserPolicy: PutUserPolicyCommandInput;
  UpdateAssumeRolePolicy: UpdateAssumeRolePolicyCommandInput;
  UpdateRole: UpdateRoleCommandInput;
  UpdateRoleDescription: UpdateRoleDescriptionCommandInput;
}

type Rule<Input> = (input: Input, inspect: Inspect) => Promise<void>;

// What AWS refuses and the emulator takes.
const rules: { [Operation in keyof Inputs]: Rule<Inputs[Operation]> } = {
  async CreateRole(input, inspect) {
    assertName("roleName", input.RoleName, 64);
    assertPath(input.Path);
    assertDescription(input.Description);
    assertSessionSeconds(input.MaxSessionDuration);
    assertTags(input.Tags);
    await assertTrust(input.AssumeRolePolicyDocument, inspect);
    const names = await (await inspect()).roleNames();
    assertFree(names, input.RoleName, (name) => `Role with name ${name} already exists.`);
  },
  async UpdateRole(input) {
    assertSessionSeconds(input.MaxSessionDuration);
    assertDescription(input.Description);
  },
  async UpdateRoleDescription(input) {
    assertDescription(input.Description);
  },
  async CreateServiceLinkedRole({ AWSServiceName: service = "", CustomSuffix: suffix }, inspect) {
    await assertNoServiceRole(service, suffix, await inspect());
  },
  async DeleteRole({ RoleName: role = "" }, inspect) {
    await assertUnprotected(role, inspect);
  },
  async UpdateAssumeRolePolicy(input, inspect) {
    await assertUnprotected(input.RoleName ?? "", inspect);
    await assertTrust(input.PolicyDocument, inspect);
  },
  async CreatePolicy(input, inspect) {
    assertName("policyName", input.PolicyName, 128);
    assertPath(input.Path);
    assertDescription(input.Description);
    assertTags(input.Tags);
    assertManagedPolicy(input.PolicyDocument);
    const names = await (await inspect()).policyNames();
    assertFree(
      names,
      input.PolicyName,
      (name) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
    );
  },
  async CreatePolicyVersion(input) {
    assertManagedPolicy(input.PolicyDocument);
  },
  async PutRolePolicy(input, inspect) {
    const { RoleName: role = "", PolicyName: name = "", PolicyDocument: document = "" } = input;
    await assertUnprotected(role, inspect);
    assertName("policyName", name, 128);
    assertIdentityPolicy(document);
    assertInlineLength("role", role, { name, document }, await (await inspect()).inlineOfRole(role));
  },
  async PutUserPolicy(input, inspect) {
    const { UserName: user = "", PolicyName: name = "", PolicyDocument: document = "" } = input;
    assertName("policyName", name, 128);
    assertIdentityPolicy(document);
    assertInlineLength("user", user, { name, document }, await (await inspect()).inlineOfUser(user));
  },
  async AttachRolePolicy({ RoleName: role = "", PolicyArn: arn = "" }, inspect) {
    await assertUnprotected(role, inspect);
    const inspector = await inspect();
    await assertAttachable("Role", arn, await inspector.attachedToRole(role), inspector);
  },
  async AttachUserPolicy({ UserName: user = "", PolicyArn: arn = "" }, inspect) {
    const inspector = await inspect();
    await assertAttachable("User", arn, await inspector.attachedToUser(user), inspector);
  },
  async CreateUser(input, inspect) {
    assertName("userName", input.UserName, 64);
    assertPath(input.Path);
    assertTags(input.Tags);
    assertFree(await (await inspect()).userNames(), input.UserName, (name) => `User with name ${name} already exists.`);
  },
  async CreateAccessKey({ UserName: user = "" }, inspect) {
    assertAccessKeys(await (await inspect()).accessKeyIds(user));
  },
  async CreateInstanceProfile(input, inspect) {
    assertName("instanceProfileName", input.InstanceProfileName, 128);
    assertPath(input.Path);
    assertTags(input.Tags);
    const names = await (await inspect()).instanceProfileNames();
    assertFree(names, input.InstanceProfileName, (name) => `Instance Profile ${name} already exists.`);
  },
};

/** The stand-in's own checks before a call to IAM, where AWS refuses something that the emulator takes. */
export function strictRule(inspect: Inspect): RequestRule {
  return async (operation, input) => {
    const rule = rules[operation as keyof Inputs] as Rule<unknown> | undefined;
    await rule?.(input, inspect);
  };
}

async function assertTrust(document = "", inspect: Inspect): Promise<void> {
  const trusted = assertTrustPolicy(document);
  assertTrustLength(document);
  if (trusted.length > 0) await assertTrustedExist(trusted, await inspect());
}

function assertManagedPolicy(document = ""): void {
  assertIdentityPolicy(document);
  assertManagedPolicyLength(document);
}

// Names differ by more than case. The emulator finds equal ones only.
function assertFree(taken: readonly string[], name = "", reason: (name: string) => string): void {
  if (taken.some((other) => other.toLowerCase() === name.toLowerCase())) throw alreadyExists(reason(name));
}
