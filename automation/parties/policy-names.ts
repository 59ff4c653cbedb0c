import type { PermissionStatementArgs } from "../../components/permission-documents";
import { listPolicyNames } from "../../components/policy-names";
import type { WantedName } from "./party";

/** The managed policies that statements come to, under the names they get: where one is too small for them, several. */
export function wantedPolicies(name: string, statements: readonly PermissionStatementArgs[]): WantedName[] {
  return listPolicyNames(name, statements).map((one) => ({ kind: "policy", name: one }));
}
