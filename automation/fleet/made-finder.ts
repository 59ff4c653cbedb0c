import { isDeepStrictEqual } from "node:util";
import type { MadeFinder } from "../engine/interrupted-creates";
import type { Target } from "../model";
import { AccountIam } from "../prove/account-iam";
import { connectionInto, type Hub } from "./hub-credentials";

/** What is looked at of an account to recognize what an interrupted creation made. */
export type MadeIam = Pick<AccountIam, "readRole" | "readPolicy" | "readInstanceProfile">;

type Inputs = Record<string, unknown>;
type Find = (
  iam: MadeIam,
  inputs: Inputs,
  account: { partition: string; accountId: string },
) => Promise<string | undefined>;

// IAM refuses to make these again. What is attached, or put into a role, is just put there once more.
const finds: Record<string, Find> = {
  "aws:iam/role:Role": async (iam, { name, path = "/", assumeRolePolicy }) => {
    const role = await iam.readRole(String(name));
    return role?.arn.endsWith(`:role${path}${name}`) && isSameDocument(role.trust, assumeRolePolicy)
      ? String(name)
      : undefined;
  },
  "aws:iam/policy:Policy": async (iam, { name, path = "/", policy }, { partition, accountId }) => {
    const arn = `arn:${partition}:iam::${accountId}:policy${path}${name}`;
    const document = await iam.readPolicy(arn);
    return document !== undefined && isSameDocument(document, policy) ? arn : undefined;
  },
  "aws:iam/instanceProfile:InstanceProfile": async (iam, { name, path = "/", role }) => {
    const profile = await iam.readInstanceProfile(String(name));
    // It is made first and given its role afterwards.
    if (!profile || profile.path !== path) return undefined;
    return profile.roleNames.every((one) => one === role) ? String(name) : undefined;
  },
};

/**
 * Looks in a target's account for what interrupted creations made.
 *
 * Only what is word for word what was to be made is taken for ours: a role of the same name with another trust policy is
 * somebody else's, and IAM's refusal to make it stands.
 */
export function createMadeFinder({ account, settings }: Target, hub: Hub): MadeFinder {
  return madeFinderIn(() => new AccountIam(connectionInto(hub, settings)), {
    partition: hub.partition,
    accountId: account.id,
  });
}

/** The same on any view of an account's IAM, which is opened for each look. */
export function madeFinderIn(
  open: () => MadeIam & { close(): void },
  account: { partition: string; accountId: string },
): MadeFinder {
  return {
    types: new Set(Object.keys(finds)),
    find: async ({ type, inputs = {} }) => {
      const iam = open();
      try {
        return await finds[type]?.(iam, inputs, account);
      } finally {
        iam.close();
      }
    },
  };
}

function isSameDocument(live: string, wanted: unknown): boolean {
  try {
    return typeof wanted === "string" && isDeepStrictEqual(JSON.parse(live), JSON.parse(wanted));
  } catch {
    return false;
  }
}
