import { isCondition } from "./condition";
import { malformedPolicy } from "./refusals";
import { readDocument, type Statement } from "./statement";

const versions = ["2008-10-17", "2012-10-17"];

/**
 * Refuses a policy of permissions that AWS refuses, in AWS's order and words.
 *
 * Texts as measured against AWS by getmoto/moto `tests/test_iam/test_iam_policies.py`.
 */
export function assertIdentityPolicy(text: string): void {
  const document = readDocument(text);
  if (!document || document.unknownElements.length > 0 || document.statements.length === 0) throw syntaxErrors();
  if (document.version !== undefined && !versions.includes(document.version)) throw syntaxErrors();
  for (const statement of document.statements) assertSyntax(statement);
  if (document.version !== "2012-10-17")
    throw malformedPolicy("Policy document must be version 2012-10-17 or greater.");
  assertSids(document.statements);
  for (const statement of document.statements) assertContent(statement);
}

function assertSyntax(statement: Statement): void {
  if (statement.principal !== undefined || statement.notPrincipal !== undefined) {
    throw malformedPolicy("Policy document should not specify a principal.");
  }
  const { actions, notActions, resources, notResources } = statement;
  const exclusive = (actions.length > 0 && notActions.length > 0) || (resources.length > 0 && notResources.length > 0);
  const badEffect = !["allow", "deny"].includes(statement.effect.toLowerCase());
  if (exclusive || badEffect || statement.unknownElements.length > 0 || !isCondition(statement.condition)) {
    throw syntaxErrors();
  }
  if (!["Allow", "Deny"].includes(statement.effect)) throw legacyParsing();
}

function assertSids(statements: Statement[]): void {
  const sids = statements.map((statement) => statement.sid).filter((sid) => sid !== "");
  if (new Set(sids).size < sids.length) {
    throw malformedPolicy("Statement IDs (SID) in a single policy must be unique.");
  }
  if (sids.some((sid) => !/^[0-9A-Za-z]+$/.test(sid))) {
    throw malformedPolicy(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
  }
}

function assertContent(statement: Statement): void {
  const actions = [...statement.actions, ...statement.notActions];
  const resources = [...statement.resources, ...statement.notResources];
  if (actions.length === 0) throw malformedPolicy("Policy statement must contain actions.");
  if (resources.length === 0) throw malformedPolicy("Policy statement must contain resources.");
  for (const resource of resources) assertResource(resource);
  for (const action of actions) assertAction(action);
}

function assertResource(resource: string): void {
  if (resource === "*") return;
  if (!resource.includes(":")) throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
  const [, partition = "", service = "*", region = "*", account = "*", ...rest] = resource.split(":");
  if (!/^aws(-[a-z]+)*$/.test(partition)) {
    const arn = ["arn", partition, service, region, account, rest.join(":") || "*"].join(":");
    throw malformedPolicy(`Partition "${partition}" is not valid for resource "${arn}".`);
  }
  if (rest.length === 0) throw legacyParsing();
  if (service === "iam" && region !== "") {
    throw malformedPolicy(`IAM resource ${resource} cannot contain region information.`);
  }
}

function assertAction(action: string): void {
  if (action === "*") return;
  const [vendor = "", ...rest] = action.split(":");
  if (rest.length === 0) {
    throw malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  if (rest.length > 1) throw malformedPolicy("Actions/Condition can contain only one colon.");
  if (!/^[a-zA-Z0-9\-.]+$/.test(vendor)) throw malformedPolicy(`Vendor ${vendor} is not valid`);
}

const syntaxErrors = () => malformedPolicy("Syntax errors in policy.");
const legacyParsing = () => malformedPolicy("The policy failed legacy parsing");
