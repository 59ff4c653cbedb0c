import type { FailureGroup } from "../failure-groups";
import { type Markup, markup } from "../markup";
import { count } from "../text-report";

/** What failed: each reason once, with the accounts it was told for. */
export function failureGroups(groups: readonly FailureGroup[]): Markup[] {
  return groups.map(({ kind, message, instruction, accounts }) => {
    const named = accounts.map(({ accountId, name }) => markup`<li>${name} (${accountId})</li>\n`);
    return markup`<details${accounts.length <= 10 ? trueAttribute : undefined}>
<summary><strong class="bad">${count(accounts.length, "account")}</strong> <span class="quiet">(${kind})</span> ${message}</summary>
${instruction === undefined ? undefined : markup`<p>What to do: ${instruction}</p>`}
<ul>
${named}</ul>
</details>
`;
  });
}

const trueAttribute = markup` open`;
