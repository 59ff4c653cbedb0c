/** Limits of IAM and STS. Source: IAM User Guide, "IAM and AWS STS quotas"; the API reference for the character sets. */
export const iamLimits = {
  /** Characters of a trust policy; AWS raises it on request. */
  trustPolicy: 2048,
  /** Characters of a managed policy, white space not counted. */
  managedPolicy: 6144,
  /** Managed policies on one role or user; AWS raises it on request, up to 20 for a role. */
  attachedPolicies: 10,
  roleName: 64,
  instanceProfileName: 128,
  policyName: 128,
  path: 512,
  /** Seconds of a session of a role that was assumed by another role. */
  chainedSessionSeconds: 3600,
  /** Seconds a role may allow at most and at least for a session. */
  sessionSeconds: { min: 3600, max: 43200 },
} as const;

const nameCharacters = /^[\w+=,.@-]+$/;
const pathCharacters = /^\/(?:[\u0021-\u007e]+\/)?$/;

/** Says why a text cannot name an IAM role, or nothing when it can. */
export function findRoleNameProblem(name: string): string | undefined {
  return findNameProblem(name, "a role", iamLimits.roleName);
}

/** Says why a text cannot name a managed policy, or nothing when it can. */
export function findPolicyNameProblem(name: string): string | undefined {
  return findNameProblem(name, "a policy", iamLimits.policyName);
}

/** Says why a text cannot name an IAM user, or nothing when it can. */
export function findUserNameProblem(name: string): string | undefined {
  return findNameProblem(name, "a user", iamLimits.roleName);
}

function findNameProblem(name: string, thing: string, longest: number): string | undefined {
  if (name.length > longest) {
    return `has ${name.length} characters: the name of ${thing} has at most ${longest}`;
  }
  return nameCharacters.test(name) ? undefined : `"${name}" cannot name ${thing}: letters, digits and _+=,.@- only`;
}

/** Says why a text cannot be an IAM path, or nothing when it can. */
export function findPathProblem(path: string): string | undefined {
  if (path.length > iamLimits.path) {
    return `has ${path.length} characters: a path has at most ${iamLimits.path}`;
  }
  return pathCharacters.test(path) ? undefined : `"${path}" is not a path: it begins and ends with /, without spaces`;
}

/** Says why a role cannot allow sessions of so many seconds, or nothing when it can. */
export function findSessionDurationProblem(seconds: number): string | undefined {
  const { min, max } = iamLimits.sessionSeconds;
  return Number.isInteger(seconds) && seconds >= min && seconds <= max
    ? undefined
    : `${seconds} is no session duration: whole seconds from ${min} to ${max}`;
}

/** Says why a session that begins from another role cannot last so many seconds, or nothing when it can. */
export function findChainedSessionProblem(seconds: number): string | undefined {
  return seconds > iamLimits.chainedSessionSeconds
    ? `is ${seconds}: AWS gives a role that is assumed from another role at most ${iamLimits.chainedSessionSeconds} seconds`
    : undefined;
}

/** Says why a permissions boundary cannot be used, or nothing when it can. */
export function findPolicyArnProblem(arn: string): string | undefined {
  return /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(arn)
    ? undefined
    : `"${arn}" is not the ARN of a managed policy`;
}
