import fc from "fast-check";
import type { TrustPolicy, TrustStatement } from "../../../components/trust/trust-policy";

export const accountIds = fc.stringMatching(/^[1-9]\d{11}$/);
const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9+=,.@_-]{0,19}$/);

/** External ids as a random maker would give them: letters of both cases and digits. */
export const externalIds = fc
  .array(fc.constantFrom(..."ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz"), { minLength: 14, maxLength: 20 })
  .chain((letters) => fc.stringMatching(/^\d{6}$/).map((digits) => `aB${letters.join("")}9x8Q7z${digits}`));

export const rolePrincipals = fc
  .tuple(accountIds, names)
  .map(([account, name]) => `arn:aws:iam::${account}:role/${name}`);
const userPrincipals = fc.tuple(accountIds, names).map(([account, name]) => `arn:aws:iam::${account}:user/${name}`);
const rootPrincipals = accountIds.map((account) => `arn:aws:iam::${account}:root`);

/** Accounts, their roots, roles and users; none of them a known party's. */
export const principals = fc.oneof(accountIds, rootPrincipals, rolePrincipals, userPrincipals);

const conditions = fc.record(
  {
    externalIds: fc.array(externalIds, { minLength: 1, maxLength: 2 }),
    organizationIds: fc.array(fc.stringMatching(/^o-[a-z0-9]{10}$/), { minLength: 1, maxLength: 2 }),
    sourceIps: fc.array(fc.ipV4(), { minLength: 1, maxLength: 2 }),
    sessionNames: fc.array(names, { minLength: 1, maxLength: 2 }),
    principalTags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.array(names, { minLength: 1, maxLength: 2 }), {
      minKeys: 1,
      maxKeys: 2,
    }),
  },
  { requiredKeys: [] },
);

const statements: fc.Arbitrary<TrustStatement> = fc
  .tuple(fc.array(principals, { minLength: 1, maxLength: 2 }), conditions)
  .map(([names, met]) => ({ principals: names, ...met }));

/** Trust policies that are acceptable: what is refused has tests of its own. */
export const policies: fc.Arbitrary<TrustPolicy> = fc
  .array(statements, { minLength: 1, maxLength: 2 })
  .map((list) => ({ statements: list }));
