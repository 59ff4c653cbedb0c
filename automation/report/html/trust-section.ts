import { type Markup, markup, trustedMarkup } from "../markup";
import type { Tone } from "../text-report";
import type { TrustGroup, TrustProof } from "../trust-groups";
import { lines, table, toned } from "./table";

const tones: Record<TrustProof, Tone> = { proven: "good", "not proven": "bad", "not asked": "warning" };

/** Above this, the names are left to the table of accounts. */
const mostNames = 10;

/** Who is let in where, as a picture and in words. @param picture SVG, see `drawTrust`. */
export function trustPicture(groups: readonly TrustGroup[], picture: string): Markup {
  const rows = groups.map(({ party, principals, role, conditions, proof, accounts }) => [
    party,
    lines(principals),
    role ?? "other roles",
    accounts.length,
    accounts.length > mostNames ? "" : lines(accounts.map(({ accountId, name }) => `${name} (${accountId})`)),
    conditions.join(", ") || "nothing more",
    toned(proof, tones[proof]),
  ]);
  return markup`<figure>
<div class="picture" role="img" tabindex="0" aria-label="Parties, who acts for them, and the roles that open for them; the table below says the same">
${trustedMarkup(picture)}
</div>
<figcaption class="quiet">From the party over who acts for it to the roles that let it in. The table says the same in words.</figcaption>
</figure>
${table({
  id: "trust",
  caption: "Who is let in where",
  columns: [
    { title: "Party", kind: "row" },
    { title: "Who" },
    { title: "Role" },
    { title: "Accounts", kind: "number" },
    { title: "Which" },
    { title: "Asked for" },
    { title: "Proof" },
  ],
  rows,
})}`;
}
