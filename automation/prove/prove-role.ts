import { TrustError } from "../../components/trust/trust-problem";
import type { ProofResult, RoleOutcome, RoleProof } from "../model";
import { askSts, type EntryAnswer } from "./ask-sts";
import { awaitAnswer, type Patience } from "./await-answer";
import { LiveTrust } from "./live-trust";
import { findAsker, listCallers } from "./proof-askers";
import { listQuestions, type ProofQuestion } from "./proof-cases";
import type { ProofIdentities, ProofIdentity } from "./proof-identities";

/** What a proof is made with. */
export interface ProveRoleOptions {
  accountId: string;
  party: string;
  /** What the role was made for. */
  role: RoleOutcome;
  identities: ProofIdentities;
  /** External ids that were accepted before and must not be any more. */
  droppedExternalIds?: readonly string[];
  /** Reads the role's trust policy as it is in the account now; nothing when there is no such role. */
  readTrust(): Promise<string | undefined>;
  /** How long an answer that is not the expected one may take to become it. Default: as long as IAM needs after a change. */
  patience?: Patience;
  signal?: AbortSignal;
}

const nobody = "somebody-else";

type Answer = EntryAnswer & Pick<ProofResult, "method">;

/**
 * Gathers evidence of who gets in by a role: the right party with every external id, and nobody else and nothing else.
 *
 * STS is asked where we hold an identity that can play the caller; otherwise the live trust policy is evaluated, which also tells
 * who was let in besides. What cannot be decided counts against the role.
 *
 * @throws Error when a question could not be answered at all, such as when STS cannot be reached.
 */
export async function proveRole(options: ProveRoleOptions): Promise<RoleProof> {
  const { accountId, party, role, readTrust } = options;
  const [rightParty, ...others] = listQuestions(role, options.droppedExternalIds);
  const common = { accountId, party, roleArn: role.roleArn };
  // A role that is not known everywhere yet refuses everybody, which would prove nothing about the others.
  const right = await settle(rightParty, options);
  if (right.actual === "out" && (await readTrust()) === undefined) {
    const absent: ProofResult = { ...right, method: "looked-up", detail: `there is no role ${role.roleArn}` };
    return { ...common, results: [absent], proven: false };
  }
  const results = [right, ...(await Promise.all(others.map((other) => settle(other, options))))];
  const proven = results.every(({ expected, actual }) => expected === actual);
  return { ...common, results, proven };
}

async function settle(question: ProofQuestion, options: ProveRoleOptions): Promise<ProofResult> {
  const { party, role, identities, patience, signal } = options;
  const { name, expected } = question;
  const identity = findAsker(question, { party, role }, identities);
  const ask = (): Promise<Answer> =>
    identity ? askAs(identity, question, options) : evaluateLive(question, options, []);
  return { case: name, expected, ...(await awaitAnswer(expected, ask, patience, signal)) };
}

async function askAs(identity: ProofIdentity, question: ProofQuestion, options: ProveRoleOptions): Promise<Answer> {
  const { role, signal } = options;
  const answers: EntryAnswer[] = [];
  for (const externalId of question.externalIds) {
    const request = { roleArn: role.roleArn, ...(externalId === undefined ? {} : { externalId }) };
    answers.push(await askSts(identity, request, signal));
  }
  const told: Answer = { ...decisive(answers, question), method: "sts" };
  if (question.name === "no-mfa" && told.actual === "in") {
    const live = await evaluateLive(question, options, []);
    return live.actual === "out"
      ? { ...live, detail: `${live.detail}; ${identity.arn} itself has a second factor` }
      : told;
  }
  if (question.asker === "party" || told.actual === "in") return told;
  // STS also refuses somebody whose own account does not let them ask; then only the policy tells.
  const live = await evaluateLive(question, options, [identity.arn]);
  return live.actual === "in" ? live : told;
}

async function evaluateLive(
  question: ProofQuestion,
  { role, readTrust }: ProveRoleOptions,
  moreCallers: readonly string[],
): Promise<Answer> {
  const trust = await readTrust();
  if (trust === undefined) return { actual: "out", method: "looked-up", detail: `there is no role ${role.roleArn}` };
  try {
    const live = new LiveTrust(trust);
    const answers = [...moreCallers, ...listCallers(question, role, live)].flatMap((principalArn) =>
      question.externalIds.map((externalId) =>
        live.ask({
          principalArn,
          externalId: externalId?.replace(/[*?]/g, "x"),
          withMfa: question.withMfa,
          // A provider that is named itself vouches for others too, who must not get in.
          subject: question.asker === "neighbour" && role.principals.includes(principalArn) ? nobody : undefined,
        }),
      ),
    );
    return { ...decisive(answers, question), method: "evaluated" };
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return { actual: question.expected === "in" ? "out" : "in", method: "evaluated", detail: error.message };
  }
}

/** One answer that is not the expected one decides against all others. */
function decisive(answers: readonly EntryAnswer[], { expected }: ProofQuestion): EntryAnswer {
  const [first = { actual: "out", detail: "nobody is named" }] = answers;
  return answers.find(({ actual }) => actual !== expected) ?? first;
}
