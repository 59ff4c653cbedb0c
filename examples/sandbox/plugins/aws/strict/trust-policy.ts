import { isCondition } from "./condition";
import { assertPrincipals, type TrustedArn } from "./principals";
import { malformedPolicy } from "./refusals";
import { isObject, readDocument, type Statement } from "./statement";

// Source: IAM User Guide, "IAM JSON policy elements", and the STS API reference.
const trustActions = [
  "sts:assumerole",
  "sts:assumerolewithsaml",
  "sts:assumerolewithwebidentity",
  "sts:tagsession",
  "sts:setsourceidentity",
  "sts:setcontext",
];

/**
 * Refuses a role's trust policy that AWS refuses, in AWS's words; returns the roles and users it trusts, for a look
 * whether they exist.
 *
 * Texts as measured against AWS by versity/versitygw `iamapi/internal/policy`, and from reports of users.
 */
export function assertTrustPolicy(text: string): TrustedArn[] {
  const document = readDocument(text);
  if (!document) throw malformedPolicy("This policy contains invalid Json");
  const [unknown] = document.unknownElements;
  if (unknown !== undefined) throw malformedPolicy(`Unknown field ${unknown}`);
  if (document.version !== undefined && !["2008-10-17", "2012-10-17"].includes(document.version)) {
    throw malformedPolicy("The policy must contain a valid version string");
  }
  if (document.statements.length === 0) throw malformedPolicy("Could not parse the policy: Statement is empty!");
  const trusted = document.statements.flatMap(assertStatement);
  const sids = document.statements.map((statement) => statement.sid).filter((sid) => sid !== "");
  if (new Set(sids).size < sids.length) throw malformedPolicy("The Statement Ids in the policy are not unique");
  return trusted;
}

function assertStatement(statement: Statement): TrustedArn[] {
  const [unknown] = statement.unknownElements;
  if (unknown !== undefined) throw malformedPolicy(`Unknown field ${unknown}`);
  assertEffect(statement.effect);
  if (statement.notPrincipal !== undefined) {
    throw malformedPolicy(
      statement.effect === "Allow"
        ? "Allow with NotPrincipal is not allowed."
        : "AssumeRole policy must not contain NotPrincipal field.",
    );
  }
  const trusted = assertPrincipal(statement.principal);
  if (!isCondition(statement.condition)) throw malformedPolicy("Syntax error in policy.");
  assertActions(statement);
  if (statement.resources.length > 0) throw malformedPolicy("Has prohibited field Resource");
  if (statement.notResources.length > 0) throw malformedPolicy("AssumeRole policy must not contain resources.");
  return trusted;
}

function assertEffect(effect: string): void {
  if (effect === "") throw malformedPolicy("Missing required field Effect");
  if (effect !== "Allow" && effect !== "Deny") throw malformedPolicy(`Invalid effect: ${effect}`);
}

function assertPrincipal(principal: unknown): TrustedArn[] {
  if (principal === undefined) throw malformedPolicy("Missing required field Principal");
  // AWS takes the bare star for everybody and no other bare text.
  if (principal === "*") return [];
  if (!isObject(principal)) throw malformedPolicy("Principal must be a JSON object.");
  if (Object.keys(principal).length === 0) throw malformedPolicy("Missing required field Principal cannot be empty!");
  return assertPrincipals(principal);
}

function assertActions({ actions, notActions }: Statement): void {
  if (actions.length > 0 && notActions.length > 0) throw malformedPolicy("Syntax error in policy.");
  const all = [...actions, ...notActions];
  if (all.length === 0) throw malformedPolicy("Missing required field Action");
  if (!all.every(isTrustAction)) throw malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.");
}

// A pattern such as sts:* or sts:AssumeRole* is one too.
function isTrustAction(action: string): boolean {
  const written = action.toLowerCase();
  return written.startsWith("sts:") && (written.includes("*") || trustActions.includes(written));
}
