import { findRoleNameProblem } from "../trust/limits";
import { TrustError, type TrustProblem } from "../trust/trust-problem";
import { findRoleArnProblem } from "./stacker-names";

/** What the AWS configuration for stacker is written from. */
export interface StackerAwsConfig {
  /** Region of the profiles that name none. */
  region: string;
  /** The master account. */
  master: StackerMasterProfile;
  /** The other accounts. */
  accounts: StackerProfile[];
  /** Name of stacker's sessions in CloudTrail, better one a person. @default "stacker" */
  sessionName?: string;
}

/** One profile of `.aws/config`, entered by a role. */
export interface StackerProfile {
  /** Name of the profile, as stacker.yaml and `--profile` say it. */
  profile: string;
  /** ARN of the account's Stacker role. */
  roleArn: string;
  /** @default that of the whole configuration */
  region?: string;
  /** External id to present. @default none */
  externalId?: string;
  /** Seconds the session lasts; at most 3,600, as it begins from another role. @default 3600, of AWS */
  durationSeconds?: number;
}

/** The profile of the master account. Its keys come from the environment unless `sourceProfile` or `credentialSource` is set. */
export interface StackerMasterProfile {
  /** @default "master" */
  profile?: string;
  /** ARN of the master account's Stacker role. */
  roleArn: string;
  /** Where the first keys come from: `Environment`, `Ec2InstanceMetadata` or `EcsContainer`. @default "Environment" */
  credentialSource?: string;
  /** Profile outside of this file's own that has the first keys, in place of `credentialSource`. @default none */
  sourceProfile?: string;
  /** ARN of the second factor, with `sourceProfile`: whoever uses the profile is asked for its code. @default none */
  mfaSerial?: string;
}

const credentialSources = ["Environment", "Ec2InstanceMetadata", "EcsContainer"];

/**
 * Writes the `.aws/config` with which stacker goes from one's own keys to the master account, and from there to each other one.
 *
 * Choose a profile with `--profile`, not with `AWS_PROFILE`: while keys are in the environment, that one is passed over and no role
 * assumed (github aws/aws-cli issue 3875). Every profile has a region, and comments stand on lines of their own.
 *
 * @throws TrustError with every value botocore would refuse or, worse, misread.
 */
export function renderStackerAwsConfig(config: StackerAwsConfig): string {
  const problems = findConfigProblems(config);
  if (problems.length > 0) {
    throw new TrustError("The AWS configuration for stacker", problems);
  }
  const { region, master, accounts, sessionName = "stacker" } = config;
  const masterProfile = master.profile ?? "master";
  const firstKeys =
    master.sourceProfile === undefined
      ? { credential_source: master.credentialSource ?? "Environment" }
      : { source_profile: master.sourceProfile, mfa_serial: master.mfaSerial };
  const shared = { role_session_name: sessionName };
  const sections = [
    writeSection(masterProfile, { region, role_arn: master.roleArn, ...shared, ...firstKeys }),
    ...accounts.map((account) =>
      writeSection(account.profile, {
        region: account.region ?? region,
        role_arn: account.roleArn,
        ...shared,
        external_id: account.externalId,
        duration_seconds: account.durationSeconds?.toString(),
        source_profile: masterProfile,
      }),
    ),
  ];
  return sections.join("\n");
}

function writeSection(profile: string, entries: Record<string, string | undefined>): string {
  const lines = Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}`]));
  return [`[profile ${profile}]`, ...lines, ""].join("\n");
}

function findConfigProblems(config: StackerAwsConfig): TrustProblem[] {
  const { master, accounts, sessionName, region } = config;
  const masterProfile = master.profile ?? "master";
  const profiles = [masterProfile, ...accounts.map(({ profile }) => profile)];
  const checks: [string, string | undefined, (value: string) => string | undefined][] = [
    ["region", region, findRegionProblem],
    ["sessionName", sessionName, findSessionNameProblem],
    ["master.profile", masterProfile, findProfileProblem],
    ["master.roleArn", master.roleArn, findRoleArnProblem],
    ["master.sourceProfile", master.sourceProfile, findProfileProblem],
    ["master.credentialSource", master.credentialSource, findSourceProblem],
    ["master.mfaSerial", master.mfaSerial, findSerialProblem],
    ...accounts.flatMap(({ profile, roleArn, region: own, externalId }, index): typeof checks => [
      [`accounts[${index}].profile`, profile, findProfileProblem],
      [`accounts[${index}].roleArn`, roleArn, findRoleArnProblem],
      [`accounts[${index}].region`, own, findRegionProblem],
      [`accounts[${index}].externalId`, externalId, findExternalIdTextProblem],
    ]),
  ];
  const found = checks.flatMap(([path, value, rule]) => {
    const message = value === undefined ? undefined : rule(value);
    return message === undefined ? [] : [{ path, message }];
  });
  return [
    ...found,
    ...findDurationProblems(accounts),
    ...findSourceConflicts(master, profiles),
    ...findRepeated(profiles),
  ];
}

function findDurationProblems(accounts: StackerProfile[]): TrustProblem[] {
  return accounts.flatMap(({ durationSeconds: seconds }, index) => {
    const right = seconds === undefined || (Number.isInteger(seconds) && seconds >= 900 && seconds <= 3600);
    const message = `${seconds} is no duration of a session that begins from another role: whole seconds from 900 to 3600`;
    return right ? [] : [{ path: `accounts[${index}].durationSeconds`, message }];
  });
}

function findSourceConflicts(master: StackerMasterProfile, profiles: string[]): TrustProblem[] {
  const { sourceProfile, credentialSource, mfaSerial } = master;
  const problems: TrustProblem[] = [];
  if (sourceProfile !== undefined && credentialSource !== undefined) {
    problems.push({ path: "master", message: "has both sourceProfile and credentialSource: botocore takes one" });
  }
  if (sourceProfile !== undefined && profiles.includes(sourceProfile)) {
    const message = `"${sourceProfile}" is itself entered from the master profile: the first keys must come from elsewhere`;
    problems.push({ path: "master.sourceProfile", message });
  }
  if (mfaSerial !== undefined && sourceProfile === undefined) {
    const message = "needs sourceProfile: keys of the environment carry the second factor already";
    problems.push({ path: "master.mfaSerial", message });
  }
  return problems;
}

function findRepeated(profiles: string[]): TrustProblem[] {
  const repeated = [...new Set(profiles.filter((profile, index) => profiles.indexOf(profile) !== index))];
  return repeated.map((profile) => ({ path: "accounts", message: `has the profile "${profile}" more than once` }));
}

// A name with a space would need quotes, and stacker.yaml and the command line each their own.
function findProfileProblem(profile: string): string | undefined {
  return /^[\w+.@-]+$/.test(profile) ? undefined : `"${profile}" cannot name a profile: letters, digits and _+.@- only`;
}

function findRegionProblem(region: string): string | undefined {
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? undefined : `"${region}" is not a region`;
}

function findSessionNameProblem(name: string): string | undefined {
  return name.length < 2 ? `"${name}" is too short for a session's name` : findRoleNameProblem(name);
}

function findSourceProblem(source: string): string | undefined {
  return credentialSources.includes(source) ? undefined : `"${source}" is none of ${credentialSources.join(", ")}`;
}

function findSerialProblem(serial: string): string | undefined {
  return /^arn:aws[a-z-]*:iam::\d{12}:mfa\/\S+$/.test(serial)
    ? undefined
    : `"${serial}" is not the ARN of a second factor`;
}

function findExternalIdTextProblem(id: string): string | undefined {
  return /^[\w+=,.@:/-]{2,1224}$/.test(id) ? undefined : "holds characters STS does not take, or too few";
}
