import type * as pulumi from "@pulumi/pulumi";
import { type SpaceliftApiKeySource, spaceliftApiKeySchema } from "../../providers";
import { InputCheck } from "../input-check";
import { findTrustProblems } from "../trust/check-trust";
import { findPathProblem, findRoleNameProblem } from "../trust/limits";
import { isAccountId } from "../trust/principal";
import type { TrustProblem } from "../trust/trust-problem";
import { SpaceliftExternalIds, type StackUse } from "./external-ids";
import type { SpaceliftIntegrationArgs } from "./integration-args";
import { describeTrust, findWorkerProblems, type RoleTrustSettings } from "./role-trust";
import { spaceliftApiKey } from "./spacelift-api-key";

/** What a component for Spacelift works with, after defaults. @internal */
export interface SpaceliftInputs {
  api: { endpoint: pulumi.Input<string>; apiKey: pulumi.Input<SpaceliftApiKeySource> };
  integrationName: pulumi.Input<string>;
  durationSeconds: pulumi.Input<number>;
  roleName: string;
  /** Known before the role is there, so that the integration can be made first. */
  roleArn: string;
  trust: RoleTrustSettings;
}

/** Checks the inputs and fills in defaults; throws `pulumi.InputPropertiesError` with every problem at once. @internal */
export function normalizeSpaceliftInputs(
  name: string,
  args: SpaceliftIntegrationArgs,
  component: pulumi.ComponentResource,
): SpaceliftInputs {
  const check = new InputCheck("SpaceliftIntegration", name, component);
  const { accountId, roleName = "SpaceliftRole", rolePath = "/" } = args;
  check.value("accountId", accountId, findAccountIdProblem);
  check.value("roleName", roleName, findRoleNameProblem);
  check.value("rolePath", rolePath, findPathProblem);
  check.optional("externalIds", args.externalIds, findBindingProblem);
  const trust = normalizeTrust(args);
  check.report([
    ...findStackProblems(trust.stacks),
    ...(trust.worker ? findWorkerProblems(trust.worker) : []),
    ...findContradictions(args, trust),
  ]);
  const inputs: SpaceliftInputs = {
    api: {
      endpoint: check.value("endpoint", args.endpoint, findEndpointProblem),
      apiKey: check.value("apiKey", args.apiKey ?? spaceliftApiKey, findApiKeyProblem),
    },
    integrationName: check.value("integrationName", args.integrationName ?? `aws-${accountId}`, findEmptyName),
    durationSeconds: check.value("durationSeconds", args.durationSeconds ?? 3600, findDurationProblem),
    roleName,
    roleArn: `arn:aws:iam::${accountId}:role${rolePath}${roleName}`,
    trust,
  };
  check.assertNone();
  check.report(findTrustProblemsEarly(trust, args));
  check.assertNone();
  return inputs;
}

function normalizeTrust(args: SpaceliftIntegrationArgs): RoleTrustSettings {
  return {
    stacks: (args.stacks ?? []).map(({ stackId, read = true, write = true }) => ({ stackId, read, write })),
    binding: args.externalIds ?? SpaceliftExternalIds.Exact,
    worker: args.worker,
    ownPrincipals: args.principals !== undefined,
    tagSessions: args.tagSessions ?? false,
  };
}

// The shortest names Spacelift gives, so that what is too long for AWS with them is too long with any.
const shortestIntegration = { accountName: "a1", integrationId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" };
const knownAccount = "324880187172";

/** Judges the trust policy before the integration it waits for is made. */
function findTrustProblemsEarly(trust: RoleTrustSettings, { principals }: SpaceliftIntegrationArgs): TrustProblem[] {
  const integration = { ...shortestIntegration, principals: principals ?? [knownAccount] };
  return findTrustProblems(describeTrust(trust, integration)).map(({ path, message }) => ({
    path: `trust.${path}`,
    message,
  }));
}

function findStackProblems(stacks: StackUse[]): TrustProblem[] {
  return stacks.flatMap(({ stackId, read, write }, index) => {
    const path = `stacks[${index}]`;
    const problems: TrustProblem[] = [];
    if (!/^[A-Za-z0-9][\w.-]*$/.test(stackId)) {
      const message = `"${stackId}" is not the id of a stack: letters, digits, ".", "_" and "-", as in its address`;
      problems.push({ path: `${path}.stackId`, message });
    }
    if (!(read || write)) {
      problems.push({ path, message: `"${stackId}" is neither read nor write: switch one of them on` });
    }
    if (stacks.findIndex((other) => other.stackId === stackId) < index) {
      problems.push({ path: `${path}.stackId`, message: `"${stackId}" is named twice` });
    }
    return problems;
  });
}

function findContradictions(
  args: SpaceliftIntegrationArgs,
  { stacks, binding, worker }: RoleTrustSettings,
): TrustProblem[] {
  const problems: TrustProblem[] = [];
  const bindsStacks = worker === undefined && binding !== SpaceliftExternalIds.Integration;
  if (bindsStacks && stacks.length === 0) {
    const message = `are missing: the role opens for named stacks only; name them, or set externalIds to "${SpaceliftExternalIds.Integration}"`;
    problems.push({ path: "stacks", message });
  }
  if (bindsStacks && args.autoattach === true) {
    const message = `lets in stacks that are not named here: set externalIds to "${SpaceliftExternalIds.Integration}" with it`;
    problems.push({ path: "autoattach", message });
  }
  if (args.autoattach === true && !args.labels?.some((label) => label.startsWith("autoattach:"))) {
    problems.push({ path: "labels", message: 'have no "autoattach:<label>", by which stacks would be found' });
  }
  if (worker !== undefined && args.principals !== undefined) {
    problems.push({ path: "principals", message: "are Spacelift's accounts, but workers assume the role: drop one" });
  }
  return problems;
}

function findAccountIdProblem(accountId: string): string | undefined {
  return isAccountId(accountId) ? undefined : `"${accountId}" is not an AWS account id: twelve digits, as a string`;
}

function findBindingProblem(binding: string): string | undefined {
  const known = Object.values<string>(SpaceliftExternalIds);
  return known.includes(binding) ? undefined : `"${binding}" is none of ${known.join(", ")}`;
}

function findEndpointProblem(endpoint: string): string | undefined {
  return /^https?:\/\/[^\s/]/.test(endpoint) ? undefined : `"${endpoint}" is not an http or https address`;
}

function findApiKeyProblem(apiKey: SpaceliftApiKeySource): string | undefined {
  // The problem names no content: somebody may have put the key itself here.
  return spaceliftApiKeySchema.safeParse(apiKey).success
    ? undefined
    : "names no source for id and secret: each is { env: NAME } or { file: PATH }; never the key itself";
}

function findEmptyName(integrationName: string): string | undefined {
  return integrationName.trim() === "" ? "is empty" : undefined;
}

// Source: docs.spacelift.io, 15 minutes to 1 hour; a role assumed by a role gets no longer session from AWS either.
function findDurationProblem(seconds: number): string | undefined {
  return Number.isInteger(seconds) && seconds >= 900 && seconds <= 3600
    ? undefined
    : `${seconds} is no duration of a run's credentials: whole seconds from 900 to 3600`;
}
