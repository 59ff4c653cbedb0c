import * as pulumi from "@pulumi/pulumi";
import type { InputCheck } from "./input-check";
import { outputPlaceholder } from "./output-placeholder";
import { iamLimits } from "./trust/limits";
import { policySize, renderPermissionPolicies } from "./trust/permission-policies";
import { type PermissionStatement, permissionStatementSchema } from "./trust/permission-statement";
import { TrustError } from "./trust/trust-problem";

/** One statement of an identity policy as input of a component. */
export interface PermissionStatementArgs {
  /** Name of the statement: letters and digits. */
  sid?: string;
  /** `Allow` or `Deny`. @default "Allow" */
  effect?: string;
  /** Actions such as `ec2:DescribeInstances`. */
  actions: string[];
  /** ARNs the actions are for. @default ["*"] */
  resources?: pulumi.Input<string>[];
  /** Conditions as in a policy document: operator, then condition key, then values. */
  conditions?: Record<string, Record<string, pulumi.Input<string>[]>>;
}

/**
 * Writes statements as managed policy documents, split where one would be too large for IAM.
 *
 * @throws TrustError when a statement cannot be used; outputs that outgrow their room are reported when they are known.
 * @internal
 */
export function renderPermissionDocuments(
  statements: readonly PermissionStatementArgs[],
  check: InputCheck,
): pulumi.Input<string>[] {
  const outputs: pulumi.Input<string>[] = [];
  const plain = statements.map((statement, index) => parseStatement(withPlaceholders(statement, outputs), index));
  const documents = renderPermissionPolicies(plain);
  return outputs.length === 0 ? documents : documents.map((document) => fillIn(document, outputs, check));
}

function parseStatement(statement: unknown, index: number): PermissionStatement {
  const parsed = permissionStatementSchema.safeParse(statement);
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: `permissions[${index}]${path.map((step) => `.${String(step)}`).join("")}`,
    message,
  }));
  throw new TrustError("The permissions are refused", problems);
}

function withPlaceholders(
  { resources, conditions, ...rest }: PermissionStatementArgs,
  outputs: pulumi.Input<string>[],
) {
  const hold = (value: pulumi.Input<string>): string =>
    typeof value === "string" ? value : outputPlaceholder(outputs.push(value) - 1);
  const holdKeys = (keys: Record<string, pulumi.Input<string>[]>) => mapValues(keys, (values) => values.map(hold));
  return {
    ...rest,
    ...(resources && { resources: resources.map(hold) }),
    ...(conditions && { conditions: mapValues(conditions, holdKeys) }),
  };
}

function fillIn(document: string, outputs: pulumi.Input<string>[], check: InputCheck): pulumi.Output<string> {
  return pulumi.all(outputs).apply(async (values) => {
    const filled = values.reduce(
      (text, value, index) => text.split(outputPlaceholder(index)).join(JSON.stringify(value).slice(1, -1)),
      document,
    );
    if (policySize(filled) > iamLimits.managedPolicy) {
      const message = `come to ${policySize(filled)} characters: AWS takes ${iamLimits.managedPolicy}; name fewer resources in one statement`;
      await check.reportLate([{ path: "permissions", message }]);
    }
    return filled;
  });
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
