import type { ConvergenceResults } from "../convergenceResults.js";
import { type Html, html, table } from "../page.js";
import { groupRows, meanText, numberIn, type Row, textIn } from "../rows.js";
import { policyRows } from "./policyRows.js";

const COLUMNS: readonly { title: string; column: string; as: (value: number) => string }[] = [
  { title: "moves in the run", column: "moves", as: (value) => value.toFixed(0) },
  { title: "still want to move", column: "wanting", as: (value) => value.toFixed(1) },
  { title: "epsilon", column: "epsilon", as: (value) => value.toFixed(2) },
  { title: "epsilon, % of mean pay", column: "epsilonShare", as: (value) => (100 * value).toFixed(0) },
  { title: "NashConv", column: "nashConv", as: (value) => value.toFixed(2) },
  { title: "epsilon, changing for free", column: "epsilonFree", as: (value) => value.toFixed(2) },
  { title: "NashConv, changing for free", column: "nashConvFree", as: (value) => value.toFixed(2) },
  { title: "falls of welfare", column: "falls", as: (value) => value.toFixed(1) },
];

/** Whether runs come to rest, and how near to an equilibrium. */
export function endingSection({ policies, tables }: ConvergenceResults): Html {
  const { summary } = tables;
  const total = (column: string): string =>
    summary.reduce((sum, row) => sum + numberIn(row, column), 0).toLocaleString("en-US");
  const largest = (column: string): string => Math.max(...summary.map((row) => numberIn(row, column))).toExponential(1);
  return html`${table(
    ["operators' rest and certificate", "motion at the end (runs)", ...COLUMNS.map(({ title }) => title)],
    policyRows(summary, policies).map(({ policy, rows }) => [
      policy,
      endings(rows),
      ...COLUMNS.map(({ column, as }) => meanText(rows, column, as)),
    ]),
  )}
<p>At the end of every run each deviation of each operator was priced (${total("priced")} in all). <strong>Epsilon</strong> is the largest gain that one operator could make by changing alone, in tokens a day; <strong>NashConv</strong> the sum of the best gains of all. Both are 0 at an equilibrium, first with the cost of changing spread over the operators' horizon, then as if changing were free.</p>
<p>The prices were held against the deployed contract: ${total("quoted")} calls of <code>quote</code>, every operator's best deviation and random others, differed by at most ${largest("quoteError")} tokens a day; the stated bound is ${largest("quoteErrorBound")}.</p>
<p class="soft">Motion is read off the run that was seen: converged, nobody moved in the last epochs; cycle, the profile repeated; steady shares, operators move while shares do not; wandering, none of these yet, which a longer run may change. Falls of welfare: moves after which coverage value less cost was lower than before. Under MarginalCoverage with fixed measurements the operators' game has an exact potential, so that none is expected there when they move one by one.</p>`;
}

/** "wandering 2" or "converged 3 (from epoch 17), cycle of period 2 2": endings with their runs. */
export function endings(rows: readonly Row[]): string {
  return [...groupRows(rows, (row) => textIn(row, "ending"))]
    .map(([ending, group]) => {
      const epochs = group.map((row) => numberIn(row, "converged")).filter((epoch) => epoch >= 0);
      const mean = epochs.reduce((a, b) => a + b, 0) / epochs.length;
      return `${ending} × ${group.length}${epochs.length === 0 ? "" : `, from epoch ${mean.toFixed(0)}`}`;
    })
    .join("; ");
}
