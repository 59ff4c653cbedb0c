import type { ResourceType } from "../../kernel/plugin";
import type { AwsSession } from "../connection/session";
import { decodeDocument } from "../documents/policy-text";
import { nameToMake, requiredText } from "../inputs/reading";
import { nameRules, policyRule } from "../inputs/rules";
import { all, iamName, type Validation } from "../inputs/validation";
import { during, ifFound, unlessGone } from "./doing";

const longestName = 128;

/** What differs between the inline policies of roles and of users. */
export interface InlinePolicyCalls {
  token: string;
  /** The input that names the owner. */
  owner: "role" | "user";
  put(session: AwsSession, owner: string, name: string, document: string): Promise<unknown>;
  get(session: AwsSession, owner: string, name: string): Promise<{ PolicyDocument?: string }>;
  remove(session: AwsSession, owner: string, name: string): Promise<unknown>;
}

/** A resource type for inline policies; its id is `<owner>:<name>`. */
export function inlinePolicyType(calls: InlinePolicyCalls): ResourceType<AwsSession> {
  const title = calls.owner === "role" ? "Role" : "User";

  async function put(owner: string, name: string, document: string, session: AwsSession): Promise<void> {
    await during(`putting IAM ${title} (${owner}) Policy (${name})`, () => calls.put(session, owner, name, document));
  }

  return {
    token: calls.token,
    naming: { maxLength: longestName, takesPrefix: true },
    inputs: {
      ...nameRules(longestName),
      policy: policyRule,
      [calls.owner]: { kind: "string", required: true, replaces: true, complaint: all(nameNotArn, iamName(128)) },
    },
    outputs: [],

    async create(inputs, session) {
      const [owner, name, policy] = [
        requiredText(inputs, calls.owner),
        nameToMake(inputs),
        requiredText(inputs, "policy"),
      ];
      await put(owner, name, policy, session);
      return { id: `${owner}:${name}`, state: { ...inputs, name } };
    },

    async read(id, known, session) {
      const [owner, name] = partsOf(id);
      const found = await during(`reading IAM ${title} Policy (${id})`, () =>
        ifFound(() => calls.get(session, owner, name)),
      );
      if (!found) return undefined;
      return { id, state: { ...known, [calls.owner]: owner, name, policy: decodeDocument(found.PolicyDocument) } };
    },

    async update({ id, from, to }, session) {
      const [owner, name] = partsOf(id);
      await put(owner, name, requiredText(to, "policy"), session);
      return { ...from, ...to };
    },

    async delete(id, _, session) {
      const [owner, name] = partsOf(id);
      await during(`deleting IAM ${title} Policy (${id})`, () => unlessGone(() => calls.remove(session, owner, name)));
    },
  };
}

const nameNotArn: Validation = (value, property) =>
  String(value).startsWith("arn:") ? `"${property}" must be the ${property}'s name not its ARN` : undefined;

function partsOf(id: string): [owner: string, name: string] {
  const [owner = "", name] = id.split(/:(.*)/s);
  if (name === undefined) throw new Error(`the id must be of the form <owner name>:<policy name>, got ${id}`);
  return [owner, name];
}
