import { createHash } from "node:crypto";
import type { PluginFunction } from "../../kernel/plugin";
import { isMap, type Properties, type PropertyValue, withoutAbsent } from "../../kernel/property-values";
import type { AwsSession } from "../connection/session";

/**
 * `aws:iam/getPolicyDocument`, from statements alone: documents to begin from or to lay over it are refused.
 *
 * Written as the real plugin writes it: empty elements left out, a single item as text, lists sorted.
 */
export const getPolicyDocument: PluginFunction<AwsSession> = {
  token: "aws:iam/getPolicyDocument:getPolicyDocument",
  takes: ["policyId", "statements", "version"],
  async call(args) {
    const statements = listOf(args.statements).map((statement) => (isMap(statement) ? render(statement) : {}));
    const document = withoutAbsent({ Version: args.version ?? "2012-10-17", Id: args.policyId, Statement: statements });
    const json = JSON.stringify(document, undefined, 2);
    const id = String(createHash("sha256").update(json).digest().readUInt32BE());
    return { ...args, id, json, minifiedJson: JSON.stringify(document) };
  },
};

function render(statement: Properties): Properties {
  return withoutAbsent({
    Sid: statement.sid === "" ? undefined : statement.sid,
    Effect: statement.effect ?? "Allow",
    Action: oneOrSorted(statement.actions),
    NotAction: oneOrSorted(statement.notActions),
    Resource: oneOrSorted(statement.resources),
    NotResource: oneOrSorted(statement.notResources),
    Principal: principals(statement.principals),
    NotPrincipal: principals(statement.notPrincipals),
    Condition: conditions(statement.conditions),
  });
}

function principals(written: PropertyValue | undefined): PropertyValue | undefined {
  const blocks = listOf(written).filter(isMap);
  if (blocks.length === 0) return undefined;
  const [only] = blocks;
  if (blocks.length === 1 && only?.type === "*") return "*";
  const merged: Record<string, PropertyValue[]> = {};
  for (const { type, identifiers } of blocks) {
    const kind = String(type);
    merged[kind] = [...(merged[kind] ?? []), ...listOf(identifiers)];
  }
  return withoutAbsent(Object.fromEntries(Object.entries(merged).map(([kind, all]) => [kind, oneOrSorted(all)])));
}

function conditions(written: PropertyValue | undefined): PropertyValue | undefined {
  const blocks = listOf(written).filter(isMap);
  if (blocks.length === 0) return undefined;
  const operators: Record<string, Properties> = {};
  for (const { test, variable, values } of blocks) {
    const keys = operators[String(test)] ?? {};
    operators[String(test)] = keys;
    const all = [...listOf(keys[String(variable)]), ...listOf(values)];
    keys[String(variable)] = all.length === 1 ? (all[0] ?? "") : all;
  }
  return operators;
}

function oneOrSorted(written: PropertyValue | undefined): PropertyValue | undefined {
  const items = listOf(written).map(String).sort().reverse();
  return items.length > 1 ? items : items[0];
}

function listOf(value: PropertyValue | undefined): PropertyValue[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
