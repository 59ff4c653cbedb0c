import { findExternalIdProblem } from "../../trust/external-id-rules";
import { findChainedSessionProblem } from "../../trust/limits";
import { findPrincipalProblem, parsePrincipal } from "../../trust/principal";
import type { TrustProblem } from "../../trust/trust-problem";
import { partitionOf } from "../aws-services";
import { findHookProblems } from "./check-lifecycle-hook";
import type { SpinnakerAccountSettings } from "./spinnaker-settings";

/** Lists why clouddriver would drop an account, or take it for another. @internal */
export function findAccountProblems(account: SpinnakerAccountSettings, path: string, chained: boolean): TrustProblem[] {
  const { name, regions, externalId, ecsAccountName, sessionName, sessionDurationSeconds } = account;
  const problems: [string, string | undefined][] = [
    ["name", findAccountNameProblem(name)],
    ["roleArn", findRoleProblem(account.roleArn)],
    [
      "regions",
      regions.length === 0 ? "is empty, which clouddriver takes for the default regions: name them" : undefined,
    ],
    ...regions.map((region, index): [string, string | undefined] => [
      `regions[${index}]`,
      findRegionProblem(region, partitionOf(account.roleArn)) ??
        (regions.indexOf(region) < index ? `"${region}" is there twice: clouddriver drops the account` : undefined),
    ]),
    ...Object.entries(account.availabilityZones ?? {}).map(([region, zones]): [string, string | undefined] => [
      `availabilityZones.${region}`,
      findZoneProblem(region, zones, regions),
    ]),
    ["externalId", externalId === undefined ? undefined : findExternalIdProblem(externalId, [name])],
    ["externalId", externalId !== undefined && ecsAccountName !== undefined ? notWithEcs : undefined],
    ["ecsAccountName", ecsAccountName === undefined ? undefined : findAccountNameProblem(ecsAccountName)],
    ["sessionName", sessionName === undefined ? undefined : findSessionNameProblem(sessionName)],
    ["sessionDurationSeconds", findDurationProblem(sessionDurationSeconds, chained)],
  ];
  return [
    ...problems.flatMap(([field, message]) => (message === undefined ? [] : [{ path: `${path}.${field}`, message }])),
    ...(account.lifecycleHooks ?? []).flatMap((hook, index) =>
      findHookProblems(hook, `${path}.lifecycleHooks[${index}]`),
    ),
  ];
}

// Source: clouddriver-ecs `EcsAccountBuilder.java` copies the role and the session name, nothing else.
const notWithEcs =
  "is not sent by clouddriver for ECS: take it away from the role, or deploy to ECS under another account";

function findAccountNameProblem(name: string): string | undefined {
  return /^[A-Za-z0-9]([\w-]*[A-Za-z0-9])?$/.test(name)
    ? undefined
    : `"${name}" cannot name an account in Spinnaker: letters, digits, - and _`;
}

function findRoleProblem(arn: string): string | undefined {
  const isRole = findPrincipalProblem(arn) === undefined && parsePrincipal(arn).kind === "role";
  return isRole ? undefined : `"${arn}" is not the ARN of a role`;
}

/** Says why a text is no region of a partition, or nothing when it may be one. @internal */
export function findRegionProblem(region: string, partition: string): string | undefined {
  if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region)) {
    return `"${region}" is not a region`;
  }
  const home = region.startsWith("us-gov-") ? "aws-us-gov" : region.startsWith("cn-") ? "aws-cn" : "aws";
  return home === partition || !/^aws(-cn|-us-gov)?$/.test(partition)
    ? undefined
    : `"${region}" is in partition ${home}, the managed role in ${partition}`;
}

function findZoneProblem(region: string, zones: string[], regions: string[]): string | undefined {
  if (!regions.includes(region)) {
    return "is none of the account's regions";
  }
  const stranger = zones.find((zone) => !new RegExp(`^${region}[a-z0-9-]+$`).test(zone));
  if (zones.length === 0) {
    return "is empty: leave it out for all zones";
  }
  return stranger === undefined ? undefined : `"${stranger}" is not a zone of ${region}`;
}

function findSessionNameProblem(name: string): string | undefined {
  return /^[\w+=,.@-]{2,64}$/.test(name)
    ? undefined
    : `"${name}" cannot name a session: 2 to 64 letters, digits and _+=,.@-`;
}

function findDurationProblem(seconds: number | undefined, chained: boolean): string | undefined {
  if (seconds === undefined) {
    return undefined;
  }
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    return `${seconds} is no session duration: whole seconds from 900 to 43200`;
  }
  return chained ? findChainedSessionProblem(seconds) : undefined;
}
