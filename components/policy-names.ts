import type { PermissionStatementArgs } from "./permission-documents";
import { renderPermissionPolicies } from "./trust/permission-policies";
import { permissionStatementSchema } from "./trust/permission-statement";

/** Name of the policy that is made of a document, by its number from 0 on: `<policyName>`, `<policyName>-2` and so on. @internal */
export function policySuffix(index: number): string {
  return index === 0 ? "" : `-${index + 1}`;
}

/**
 * Names of the managed policies that statements are written as; as many as their size asks for. Statements that cannot be used are told of
 * elsewhere, and count as one policy. Pure.
 *
 * @internal
 */
export function listPolicyNames(policyName: string, statements: readonly PermissionStatementArgs[]): string[] {
  const parsed = permissionStatementSchema.array().safeParse(statements);
  return (parsed.data ? documentsOf(parsed.data) : [""]).map(
    (_document, index) => `${policyName}${policySuffix(index)}`,
  );
}

function documentsOf(statements: Parameters<typeof renderPermissionPolicies>[0]): string[] {
  try {
    return renderPermissionPolicies(statements);
  } catch {
    return [""];
  }
}
