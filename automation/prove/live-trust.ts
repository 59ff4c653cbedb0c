import type { AssumeRequest } from "../../components/trust/assume-request";
import { evaluateTrust } from "../../components/trust/evaluate-trust";
import { parseTrustPolicy } from "../../components/trust/parse-trust";
import { readTrustDocument } from "../../components/trust/policy-document";
import { findPrincipalProblem, parsePrincipal, type TrustPrincipal } from "../../components/trust/principal";
import type { TrustStatement } from "../../components/trust/trust-policy";
import type { EntryAnswer } from "./ask-sts";

/** Who asks, and what it presents of what a role asks for. */
export interface LiveRequest {
  principalArn: string;
  externalId?: string | undefined;
  withMfa: boolean;
  /** The subject of its token. Default: one that the policy names. */
  subject?: string | undefined;
}

/** A role's trust policy as it is in the account now, to be asked who gets in. */
export class LiveTrust {
  private readonly circumstances: Partial<AssumeRequest>[];

  constructor(private readonly document: string) {
    this.circumstances = listCircumstances(document);
  }

  /** Principals that are let in by name, those that can be read. */
  listPrincipals(): TrustPrincipal[] {
    return readTrustDocument(this.document)
      .Statement.filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Principal = {} }) => Object.values(Principal).flat())
      .filter((text) => findPrincipalProblem(text) === undefined)
      .map((text) => parsePrincipal(text));
  }

  /**
   * Whether a request gets in under any circumstances that the policy itself names, such as its addresses, its organization or the
   * subject of its tokens: nothing but the caller, the external id and the second factor keeps it out then.
   *
   * @throws TrustError when the policy asks for something that cannot be decided.
   */
  ask({ principalArn, externalId, withMfa, subject }: LiveRequest): EntryAnswer {
    const presented = {
      ...(externalId === undefined ? {} : { externalId }),
      ...(withMfa ? { mfaAgeSeconds: 1 } : {}),
      ...(subject === undefined ? {} : { subject }),
    };
    const decisions = this.circumstances.map((found) =>
      evaluateTrust(this.document, { ...found, principalArn: callerOf(principalArn, found), ...presented }),
    );
    const decision = decisions.find(({ allowed }) => allowed) ?? decisions[0];
    return { actual: decision?.allowed ? "in" : "out", detail: decision?.reason ?? "there is no statement" };
  }
}

function listCircumstances(document: string): Partial<AssumeRequest>[] {
  try {
    return [{}, ...parseTrustPolicy(document).statements.map(findCircumstances)];
  } catch {
    // Somebody wrote what this package does not write; it is evaluated without circumstances.
    return [{}];
  }
}

function findCircumstances(statement: TrustStatement): Partial<AssumeRequest> {
  const { sourceIps, organizationIds, sessionNames, sourceIdentities, sourceAccounts, sourceArns } = statement;
  const { audiences, subjects, subjectPatterns, requestTags, principalTags, principalArns } = statement;
  const circumstances = {
    principalArn: sample(principalArns),
    sourceIp: sourceIps?.[0]?.split("/")[0],
    organizationId: organizationIds?.[0],
    sessionName: sample(sessionNames),
    sourceIdentity: sample(sourceIdentities),
    sourceAccount: sourceAccounts?.[0],
    sourceArn: sample(sourceArns),
    audience: sample(audiences),
    subject: sample(subjects ?? subjectPatterns),
    sessionTags: sampleTags(requestTags),
    principalTags: sampleTags(principalTags),
  };
  return Object.fromEntries(Object.entries(circumstances).filter(([, value]) => value !== undefined));
}

/** A whole account that is narrowed to some of its principals is asked for as one of these. */
function callerOf(principalArn: string, { principalArn: narrowed }: Partial<AssumeRequest>): string {
  if (narrowed === undefined || findPrincipalProblem(narrowed) !== undefined) return principalArn;
  const [asked, found] = [parsePrincipal(principalArn), parsePrincipal(narrowed)];
  return asked.kind === "account" && asked.accountId === found.accountId ? narrowed : principalArn;
}

/** The first of some patterns with its wildcards filled. */
function sample(patterns: readonly string[] | undefined): string | undefined {
  return patterns?.[0]?.replace(/[*?]/g, "x");
}

function sampleTags(tags: Record<string, string[]> | undefined): Record<string, string> | undefined {
  if (tags === undefined) return undefined;
  return Object.fromEntries(Object.entries(tags).map(([key, values]) => [key, sample(values) ?? ""]));
}
