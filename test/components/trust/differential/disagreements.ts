import type { AssumeRequest } from "../../../../components/trust/assume-request";
import { type DocumentStatement, readTrustDocument } from "../../../../components/trust/policy-document";
import { home } from "./callers";

/** A trust policy document and who asks, as `evaluateTrust` takes them. */
export interface Question {
  trust: string;
  request: AssumeRequest;
}

/** A way in which the emulator's STS answers otherwise than AWS, which `evaluateTrust` follows. */
export interface Disagreement {
  /** Stands in the table of CONTRIBUTING.md, word by word. */
  name: string;
  /** The question as the emulator takes it: `evaluateTrust` answers that one as the emulator answers the real one. */
  asTheEmulatorTakesIt(question: Question): Question;
}

/** Every known disagreement; together they explain each case in which the two differ, and none of them can be left out. */
export const knownDisagreements: readonly Disagreement[] = [
  {
    name: "A service principal lets the account's root in",
    asTheEmulatorTakesIt: ({ trust, request }) => {
      if (!request.principalArn.endsWith(":root")) return { trust, request };
      return { request, trust: withPrincipals(trust, (text) => (isService(text) ? request.principalArn : text)) };
    },
  },
  {
    name: "Principals are compared without regard to case",
    asTheEmulatorTakesIt: ({ trust, request }) => ({
      request,
      trust: withPrincipals(trust, (text) =>
        text.toLowerCase() === request.principalArn.toLowerCase() ? request.principalArn : text,
      ),
    }),
  },
  {
    name: "`aws:PrincipalArn` of a role session is the session's ARN, not the role's",
    asTheEmulatorTakesIt: ({ trust, request }) => {
      if (!request.principalArn.includes(":assumed-role/")) return { trust, request };
      const nobody = "arn:aws:iam::000000000000:role/nobody";
      const replaced = (value: string): string => (value.includes(":role/") ? nobody : value);
      return {
        request,
        trust: withConditions(trust, (operator, key, values) =>
          key === "aws:PrincipalArn" ? [operator, values.map(replaced)] : [operator, values],
        ),
      };
    },
  },
  {
    name: "A wildcard in `ArnLike` reaches over colons",
    asTheEmulatorTakesIt: ({ trust, request }) => ({
      request,
      trust: withConditions(trust, (operator, _key, values) => [operator.replace("ArnLike", "StringLike"), values]),
    }),
  },
  {
    name: "Only the management account belongs to the organization",
    asTheEmulatorTakesIt: ({ trust, request: { organizationId, ...request } }) => {
      const known = request.principalArn.split(":")[4] === home ? { organizationId } : {};
      return { trust, request: { ...request, ...known } };
    },
  },
  {
    name: "A source identity is neither asked about nor needs `sts:SetSourceIdentity`",
    asTheEmulatorTakesIt: ({ trust, request: { sourceIdentity: _ignored, ...request } }) => ({ trust, request }),
  },
  {
    name: "`aws:CurrentTime` is known, where `evaluateTrust` refuses to decide",
    asTheEmulatorTakesIt: ({ trust, request }) => ({
      request,
      trust: withConditions(trust, (operator, key, values) =>
        key === "aws:CurrentTime" ? undefined : [operator, values],
      ),
    }),
  },
];

function isService(principal: string): boolean {
  return principal.endsWith(".amazonaws.com");
}

/** Of what kind a principal is, a document says twice: its text is enough. */
function withPrincipals(trust: string, change: (principal: string) => string): string {
  return rewrite(trust, ({ Principal = {}, ...rest }) => {
    return { ...rest, Principal: { any: Object.values(Principal).flat().map(change) } };
  });
}

/** Changes conditions one key at a time; what comes back as nothing is left out. */
function withConditions(
  trust: string,
  change: (operator: string, key: string, values: string[]) => [string, string[]] | undefined,
): string {
  return rewrite(trust, ({ Condition = {}, ...rest }) => {
    const changed: Record<string, Record<string, string[]>> = {};
    for (const [operator, keys] of Object.entries(Condition)) {
      for (const [key, values] of Object.entries(keys)) {
        const [newOperator, newValues] = change(operator, key, values) ?? [];
        if (newOperator && newValues) changed[newOperator] = { ...changed[newOperator], [key]: newValues };
      }
    }
    return { ...rest, Condition: changed };
  });
}

function rewrite(trust: string, change: (statement: DocumentStatement) => DocumentStatement): string {
  const document = readTrustDocument(trust);
  return JSON.stringify({ ...document, Statement: document.Statement.map(change) });
}
