import type { Coverage, CoverageState } from "../../fleet/coverage";
import { coverageTones } from "../coverage-tones";
import { type Markup, markup } from "../markup";
import { roleTitle } from "../text-report";
import { lines, table, toned } from "./table";

/** The organization, the roles and the vendors' accounts side by side. */
export function coverageRows({ accounts, counts }: Pick<Coverage, "accounts" | "counts">): Markup {
  const numbers = Object.entries(counts).filter(([, number]) => number > 0);
  const rows = accounts.map(({ accountId, name, ouPath, state, grants, reason, advice }) => [
    accountId,
    name,
    ouPath,
    toned(state.replace("-", " "), coverageTones[state as CoverageState]),
    lines(
      grants.map(({ role, roleArn }) =>
        role === "not-looked-at" ? "" : roleArn ? `${roleTitle(roleArn)}: ${role}` : role,
      ),
    ),
    lines(grants.flatMap(({ vendorAccounts }) => vendorAccounts.map((account) => `${account.id} ${account.name}`))),
    lines([reason, advice]),
  ]);
  return markup`${numberList(numbers.map(([state, number]) => [state.replace("-", " "), number]))}
${table({
  id: "coverage",
  caption: "Coverage: accounts, roles and vendor accounts",
  columns: [
    { title: "Account", kind: "id" },
    { title: "Name", kind: "row" },
    { title: "Unit" },
    { title: "State" },
    { title: "Role" },
    { title: "Vendor account" },
    { title: "Why, and what to do", kind: "text" },
  ],
  rows,
})}`;
}

/** Numbers with what they count. */
export function numberList(numbers: readonly (readonly [name: string, value: string | number])[]): Markup {
  return markup`<dl class="numbers">${numbers.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
