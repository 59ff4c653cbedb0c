import type { AccountOutcome, GrantOutcome, ManagingOutcome, RoleOutcome } from "../model";

/**
 * What each grant and each managing side came to, from the outputs `grants` and `managing`; other fields than those of
 * {@link GrantOutcome} and {@link ManagingOutcome} are left behind.
 */
export function outcomeFrom(outputs: ReadonlyMap<string, unknown>): AccountOutcome {
  const grants = listOf(outputs.get("grants")).filter(isGrant).map(onlyGrantFields);
  const managing = listOf(outputs.get("managing")).filter(isManaging).map(onlyManagingFields);
  return { grants, ...(managing.length > 0 ? { managing } : {}) };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isManaging(value: unknown): value is ManagingOutcome {
  return typeof (value as Partial<ManagingOutcome> | undefined)?.party === "string";
}

function onlyManagingFields(side: ManagingOutcome): ManagingOutcome {
  const { party, principalArn, accessKeyId, bucketName, roles } = side;
  return {
    party,
    ...(principalArn === undefined ? {} : { principalArn }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(bucketName === undefined ? {} : { bucketName }),
    ...(roles?.length ? { roles: roles.map(onlyRoleFields) } : {}),
  };
}

function isGrant(value: unknown): value is GrantOutcome {
  const grant = value as Partial<GrantOutcome> | undefined;
  return typeof grant?.party === "string" && typeof grant.roleArn === "string";
}

function onlyGrantFields(grant: GrantOutcome): GrantOutcome {
  const { party, externalIdOrigin, otherRoles, vendorAccountId, vendorAccountName, adopted } = grant;
  return {
    party,
    ...onlyRoleFields(grant),
    ...(externalIdOrigin === undefined ? {} : { externalIdOrigin }),
    ...(otherRoles?.length ? { otherRoles: otherRoles.map(onlyRoleFields) } : {}),
    ...(vendorAccountId === undefined ? {} : { vendorAccountId }),
    ...(vendorAccountName === undefined ? {} : { vendorAccountName }),
    ...(adopted === undefined ? {} : { adopted }),
  };
}

function onlyRoleFields({ roleArn, externalIds = [], principals = [], requiresMfa }: RoleOutcome): RoleOutcome {
  return { roleArn, externalIds, principals, ...(requiresMfa === undefined ? {} : { requiresMfa }) };
}
