import type { ConvergenceResults } from "../convergenceResults.js";
import { type Html, html, table } from "../page.js";
import { groupRows, meanText, numberIn, textIn } from "../rows.js";

/** Success under shocks larger than a failure domain, those that hurt somebody most first. */
export function shocksSection({ policies, tables }: ConvergenceResults): Html {
  const shocks = [...groupRows(tables.shocks, (row) => textIn(row, "shock"))]
    .map(([shock, rows]) => ({ shock, rows, lowest: Math.min(...rows.map((row) => numberIn(row, "success"))) }))
    .sort((a, b) => a.lowest - b.lowest || (a.shock < b.shock ? -1 : 1));
  return html`<p>Shocks that cross the declared domains are priced by no rule. The share of requests, in percent, that is still served with everything of one kind down, at the end of the run; – where nobody would be hit.</p>
${table(
  ["all of these down", ...policies],
  shocks.map(({ shock, rows }) => [
    shock.replace(":", ": "),
    ...policies.map((policy) =>
      meanText(
        rows.filter((row) => textIn(row, "policy") === policy),
        "success",
        (value) => (100 * value).toFixed(1),
      ),
    ),
  ]),
)}
<p class="soft">A seed in which a shock would hit nobody is left out of its mean.</p>`;
}
