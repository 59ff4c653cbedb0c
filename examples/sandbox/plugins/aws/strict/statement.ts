/** One statement of a policy document whose elements have the right shape. */
export interface Statement {
  sid: string;
  effect: string;
  actions: string[];
  notActions: string[];
  resources: string[];
  notResources: string[];
  /** As written; its shape differs between kinds of policies. */
  principal: unknown;
  notPrincipal: unknown;
  condition: unknown;
  /** Elements that no policy has. */
  unknownElements: string[];
}

/** A policy document whose elements have the right shape. */
export interface PolicyDocument {
  version: string | undefined;
  statements: Statement[];
  unknownElements: string[];
}

const documentElements = ["Version", "Id", "Statement"];
const statementElements = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

/** Reads a policy document; undefined when it is not JSON or an element has another shape than the policy language's. */
export function readDocument(text: string): PolicyDocument | undefined {
  const document = parseJson(text);
  if (!isObject(document)) return undefined;
  const { Version: version, Statement: written } = document;
  if (version !== undefined && typeof version !== "string") return undefined;
  if (document.Id !== undefined && typeof document.Id !== "string") return undefined;
  const list = Array.isArray(written) ? written : written === undefined ? [] : [written];
  const statements = list.map(readStatement);
  if (!statements.every((statement): statement is Statement => statement !== undefined)) return undefined;
  return { version, statements, unknownElements: unknownKeys(document, documentElements) };
}

/** One text or a list of texts, as a list; undefined for anything else. */
export function textsOf(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.every((item): item is string => typeof item === "string") ? list : undefined;
}

/** Whether a value is an object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readStatement(written: unknown): Statement | undefined {
  if (!isObject(written)) return undefined;
  const { Sid: sid = "", Effect: effect = "" } = written;
  const lists = ["Action", "NotAction", "Resource", "NotResource"].map((element) => textsOf(written[element]));
  const [actions, notActions, resources, notResources] = lists;
  if (typeof sid !== "string" || typeof effect !== "string") return undefined;
  if (!actions || !notActions || !resources || !notResources) return undefined;
  return {
    sid,
    effect,
    actions,
    notActions,
    resources,
    notResources,
    principal: written.Principal,
    notPrincipal: written.NotPrincipal,
    condition: written.Condition,
    unknownElements: unknownKeys(written, statementElements),
  };
}

function unknownKeys(value: Record<string, unknown>, known: readonly string[]): string[] {
  return Object.keys(value).filter((key) => !known.includes(key));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
