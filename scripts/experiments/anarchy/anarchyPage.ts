import { html, list, page, table } from "../../report/page.js";
import type { ReportInput } from "../experiment.js";
import { commitOf } from "../runner/commitOf.js";
import { anarchyFigures } from "./anarchyFigures.js";
import { anarchyTables } from "./anarchyTables.js";
import { anarchyVerdicts } from "./anarchyVerdicts.js";
import { ANARCHY_HYPOTHESES } from "./hypotheses.js";

const SET_UP = [
  "Resources are workload classes with whole-number weights; an operator's plan is a set of classes that it serves. Rules: leave-one-out (FlatMarginalCoverage), Shapley, Gairing.",
  "Worst cases: every operator is registered on a local chain and measured with the highest reliability that the ledger takes, 0.999, and capacity to spare; the deployed policy quotes every plan of every operator. The optimum is the best of all profiles.",
  "Ring: n operators each serve j of n common resources in a ring, or one that they do not serve then and a private one. Star: all serve one common resource, or each a private one worth a little less than what the rule pays the last of n.",
  "With cost: the dear operator keeps out a cheap one; a crowd of twelve equal operators serves a resource that needs one; EqualShare pays for existing where nearly all demand is elsewhere.",
  "Random games: 2 to 4 operators of three plans, 3 to 5 resources; all equilibria of each by looking at every profile in plain arithmetic, the worst ones of some certified on the chain.",
];

/** Writes `report.html` of a run: answer, charts, tables, verdicts. */
export async function anarchyPage({ results, manifest }: ReportInput): Promise<Record<string, string>> {
  const rows = {
    cases: await results.rows("cases"),
    random: await results.rows("random"),
    distribution: await results.rows("distribution"),
  };
  const tables = anarchyTables(rows);
  const verdicts = anarchyVerdicts(rows);
  const origin = `npx hardhat experiment run ${String(manifest.experiment)}; commit ${commitOf(manifest)}. Everything behind this page is in the folder it lies in; npx hardhat experiment verify re-runs and compares.`;
  const body = html`<p class="soft">Breadth, experiment anarchy</p>
<h1>What equilibria keep of the best welfare, and what participation cost does to it</h1>
<p class="lead">Every rule here has an equilibrium always. How bad the worst one and how good the best one can be is a choice: leave-one-out makes the optimum an equilibrium, with costs too, Gairing's weights make the worst one as good as can be without costs, Shapley pays out exactly the value.</p>
<h2>Set-up</h2>${list(SET_UP)}
<h2>Hypotheses, written before the results</h2><ul>${ANARCHY_HYPOTHESES.map((text, i) => html`<li>${text} <span class="verdict ${kindOf(verdicts[i])}">${verdicts[i] ?? ""}</span></li>\n`)}</ul>
<h2>Charts</h2>${await anarchyFigures(rows)}
<h2>Tables</h2>${tables.map(
    ({ title, head, rows: lines }) =>
      html`<h3>${title}</h3>${table(
        head,
        lines.map((line) => line.map(String)),
      )}`,
  )}
<p class="origin">${origin}</p>`;
  return { "report.html": page({ title: "Breadth: anarchy", body }) };
}

function kindOf(verdict = ""): string {
  if (verdict.startsWith("Held")) return "held";
  return verdict.startsWith("Refuted") ? "refuted" : "open";
}
