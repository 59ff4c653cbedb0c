import type * as pulumi from "@pulumi/pulumi";
import type { PermissionStatementArgs } from "./permission-documents";

/** Lets a managing identity assume exactly these roles. @internal */
export function assumeStatements(managedRoleArns: pulumi.Input<string>[]): PermissionStatementArgs[] {
  if (managedRoleArns.length === 0) return [];
  return [{ sid: "AssumeManagedRoles", actions: ["sts:AssumeRole"], resources: managedRoleArns }];
}
