import type { ConvergenceResults } from "../convergenceResults.js";
import { type Html, html, table } from "../page.js";
import { estimate, groupRows, meanText, type Row, textIn } from "../rows.js";

const percent = (value: number): string => (100 * value).toFixed(1);

/** Success under shocks larger than a failure domain, the worst first. */
export function shocksSection({ policies, tables }: ConvergenceResults): Html {
  const lines = [...groupRows(tables.shocks, (row) => textIn(row, "shock"))]
    .map(([shock, hit]) => {
      const groups = policies.map((policy) => underShock({ hit, summary: tables.summary, policy }));
      return { shock, groups, lowest: Math.min(...groups.map((rows) => estimate(rows, "success").mean)) };
    })
    .sort((a, b) => a.lowest - b.lowest || (a.shock < b.shock ? -1 : 1));
  const undisturbed = policies.map((policy) => tables.summary.filter((row) => textIn(row, "policy") === policy));
  return html`<p>Shocks that cross the declared domains are priced by no rule. The share of requests, in percent, that is still served with everything of one kind down, at the end of the run; where that hits nobody, what is served anyway.</p>
${table(
  ["all of these down", ...policies],
  [{ shock: "nothing", groups: undisturbed }, ...lines].map(({ shock, groups }) => [
    shock.replace(":", ": "),
    ...groups.map((rows) => meanText(rows, "success", percent)),
  ]),
)}`;
}

/** One row per seed of a policy with its success under a shock: that of the run itself where the shock hits nobody. */
export function underShock(parameters: { hit: readonly Row[]; summary: readonly Row[]; policy: string }): Row[] {
  const { hit, summary, policy } = parameters;
  const own = new Map(
    hit.filter((row) => textIn(row, "policy") === policy).map((row) => [textIn(row, "seed"), row] as const),
  );
  return summary.filter((row) => textIn(row, "policy") === policy).map((run) => own.get(textIn(run, "seed")) ?? run);
}
