import { canonicalJson, uniqueSorted } from "./canonical-json";
import { iamLimits } from "./limits";
import type { PermissionStatement } from "./permission-statement";
import { TrustError } from "./trust-problem";

/**
 * Puts statements together that differ in nothing but their actions, and drops repeated actions; nothing else is lost.
 *
 * A `sid` survives only on a statement that was not put together with another.
 */
export function mergeStatements(statements: readonly PermissionStatement[]): PermissionStatement[] {
  const groups = new Map<string, PermissionStatement[]>();
  for (const statement of statements) {
    const { effect, resources, conditions } = statement;
    const key = canonicalJson([effect, uniqueSorted(resources), conditions]);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].flatMap(mergeGroup);
}

function mergeGroup(group: PermissionStatement[]): PermissionStatement[] {
  const [first, ...others] = group;
  if (first === undefined) {
    return [];
  }
  const { sid, ...rest } = first;
  const actions = uniqueSorted(group.flatMap((statement) => statement.actions));
  const merged = { ...rest, actions, resources: uniqueSorted(first.resources) };
  return [others.length === 0 && sid !== undefined ? { sid, ...merged } : merged];
}

/**
 * Writes statements as few managed policy documents as their size allows, without losing or widening anything.
 *
 * Statements are merged first; one that is too large for a policy of its own is cut into several. Deterministic: the order of
 * statements decides which document they are in, and equal statements give equal text.
 *
 * @param limit Characters a document may have, white space not counted. @default 6144
 * @throws TrustError when a single action on a single resource does not fit.
 */
export function renderPermissionPolicies(
  statements: readonly PermissionStatement[],
  limit: number = iamLimits.managedPolicy,
): string[] {
  const pieces = mergeStatements(statements).flatMap((statement) => cutToSize(statement, limit));
  const documents: PermissionStatement[][] = [];
  for (const piece of pieces) {
    const open = documents.find((document) => policySize(writePolicy([...document, piece])) <= limit);
    if (open === undefined) {
      documents.push([piece]);
    } else {
      open.push(piece);
    }
  }
  return documents.map(writePolicy);
}

/** Characters of a policy document as AWS counts them: white space outside and inside strings does not count. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}

function cutToSize(statement: PermissionStatement, limit: number): PermissionStatement[] {
  const fits = (piece: PermissionStatement): boolean => policySize(writePolicy([piece])) <= limit;
  if (fits(statement)) {
    return [statement];
  }
  // Allowing (or denying) a list of actions on a list of resources is the same as doing it part by part.
  const field = statement.actions.length > 1 ? "actions" : "resources";
  const values = statement[field];
  if (values.length < 2) {
    const message = `${statement.actions[0]} on ${statement.resources[0]} does not fit into ${limit} characters; shorten its conditions`;
    throw new TrustError("The permission policy is refused", [{ path: "", message }]);
  }
  const { sid: _sid, ...unnamed } = statement;
  const count = Math.max(
    1,
    countFitting(values, (part) => fits({ ...unnamed, [field]: part })),
  );
  return [values.slice(0, count), values.slice(count)].flatMap((part) =>
    cutToSize({ ...unnamed, [field]: part }, limit),
  );
}

/** How many of the first values fit together, by halving. */
function countFitting(values: readonly string[], fits: (part: string[]) => boolean): number {
  let [enough, tooMany] = [0, values.length];
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2);
    [enough, tooMany] = fits(values.slice(0, middle)) ? [middle, tooMany] : [enough, middle];
  }
  return enough;
}

function writePolicy(statements: readonly PermissionStatement[]): string {
  const sids = statements.map(({ sid }) => sid);
  return canonicalJson({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect, actions, resources, conditions }, index) => ({
      Sid: sids.indexOf(sid) === index ? sid : undefined,
      Effect: effect,
      Action: oneOrList(actions),
      Resource: oneOrList(resources),
      Condition: conditions === undefined ? undefined : writeConditions(conditions),
    })),
  });
}

function writeConditions(conditions: NonNullable<PermissionStatement["conditions"]>): Record<string, unknown> {
  const entries = Object.entries(conditions).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, oneOrList(uniqueSorted(values))])),
  ]);
  return Object.fromEntries(entries);
}

function oneOrList(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? "") : values;
}
