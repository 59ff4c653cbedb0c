import type { Graph } from "@viz-js/viz";
import { count } from "./text-report";
import type { TrustGroup, TrustProof } from "./trust-groups";

type Node = NonNullable<Graph["nodes"]>[number];

/** Accounts that a node of a picture names; of more it tells the number. */
const mostNames = 3;

const proofSigns: Record<TrustProof, string> = {
  proven: "✓ proven",
  "not proven": "✗ NOT PROVEN",
  "not asked": "not asked",
};

/**
 * The trust picture as SVG, from parties over who acts for them to the roles that open: to be put into a page, whose style sheet gives
 * the classes `party`, `principal` and `role`, and `proven`, `not-proven` and `not-asked` their colours. Graphviz is loaded when it is needed.
 */
export async function drawTrust(groups: readonly TrustGroup[]): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const drawn = viz.renderString(trustGraph(groups), { format: "svg" });
  return (
    drawn
      .slice(drawn.indexOf("<svg"))
      // Names of the nodes, which a browser would show where the pointer is.
      .replace(/<!--[\s\S]*?-->\n?/g, "")
      .replace(/<title>[^<]*<\/title>\n?/g, "")
      .trim()
  );
}

/** What is drawn, as Graphviz takes it. Pure. */
export function trustGraph(groups: readonly TrustGroup[]): Graph {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, NonNullable<Graph["edges"]>[number]>();
  const nodeOf = (key: string, kind: string, lines: readonly string[]): string => {
    const known = nodes.get(key);
    const name = known?.name ?? `n${nodes.size}`;
    if (!known) nodes.set(key, { name, attributes: { label: labelOf(lines), class: kind } });
    return name;
  };
  for (const [index, group] of groups.entries()) {
    const { party, principals, proof } = group;
    const from = nodeOf(`party ${party}`, "party", [party]);
    const by = nodeOf(
      `principals ${party} ${principals.join()}`,
      "principal",
      principals.length > 0 ? principals : ["nobody"],
    );
    const to = nodeOf(`role ${index}`, `role ${proof.replace(" ", "-")}`, roleLines(group));
    edges.set(`${from} ${by}`, { tail: from, head: by });
    edges.set(`${by} ${to}`, { tail: by, head: to, attributes: { label: labelOf(group.conditions) } });
  }
  return {
    directed: true,
    graphAttributes: { rankdir: "LR", bgcolor: "transparent", nodesep: 0.15, ranksep: 1.2 },
    nodeAttributes: { shape: "box", fontname: "Courier", fontsize: 11, margin: "0.15,0.08" },
    edgeAttributes: { fontname: "Courier", fontsize: 10, arrowsize: 0.7 },
    nodes: [...nodes.values()],
    edges: [...edges.values()],
  };
}

function roleLines({ role, accounts, proof }: TrustGroup): string[] {
  const many = accounts.length > mostNames;
  const where = many
    ? [`in ${count(accounts.length, "account")}`]
    : accounts.map(({ accountId, name }) => `${name} (${accountId})`);
  return [role ?? "other roles", ...where, proofSigns[proof]];
}

/** Graphviz reads entities and escapes in its labels; here they are to stand as they are. */
function labelOf(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll("&", "&amp;").replaceAll("\\", "\\\\")).join("\n");
}
