import { type PayPoint, payChart } from "../charts/payChart.js";
import type { ConvergenceResults } from "../convergenceResults.js";
import { drawFigure } from "../drawFigure.js";
import { type Html, html, table } from "../page.js";
import { estimate, meanText, numberIn, type Row, textIn } from "../rows.js";
import { policyRows } from "./policyRows.js";

/** Spots across and up that a panel tells apart. */
const SPOTS = 80;

/** Does pay follow what an operator saves? */
export async function alignmentSection({ policies, tables }: ConvergenceResults): Promise<Html> {
  const points = payPoints(tables.operators);
  const valuePerDay = estimate(tables.summary, "valuePerDay").mean;
  const chart = await drawFigure({
    spec: (size) => payChart({ points, policies, valuePerDay, size }),
    description: "Pay against requests lost without the operator, one panel per rule",
    caption:
      "Each dot is an operator at the end of a run, larger where several stand on one spot. Across: the share of the very same requests that fail when it alone is taken away. Up: its pay, on each panel's own scale. Dashed: pay equal to what the saved requests are worth. Dots along a rising line: the rule pays for what is saved. Dots in a flat or upright line: it does not.",
  });
  return html`${chart}
${table(
  ["pay against requests saved", "correlation", "rank correlation", "pay per worth saved"],
  policyRows(tables.summary, policies).map(({ policy, rows }) => [
    policy,
    meanText(rows, "alignment", (value) => value.toFixed(2)),
    meanText(rows, "alignmentRank", (value) => value.toFixed(2)),
    meanText(rows, "level", (value) => value.toFixed(2)),
  ]),
)}
<p class="soft">Correlations are Pearson's and Spearman's over active operators; – where all are paid alike, so that there is nothing to go with. Pay per worth saved: 1 when all pay together equals what all saved requests are worth.</p>`;
}

/** Operators of all seeds, those on one spot of a panel taken together; who stays out is left out. */
export function payPoints(operators: readonly Row[]): PayPoint[] {
  const known = operators
    .map((row) => ({
      policy: textIn(row, "policy"),
      marginal: numberIn(row, "marginalRequests"),
      pay: numberIn(row, "pay"),
    }))
    .filter(({ marginal, pay }) => Number.isFinite(marginal) && Number.isFinite(pay));
  const widest = Math.max(...known.map(({ marginal }) => Math.abs(marginal)), Number.MIN_VALUE);
  const highest = new Map<string, number>();
  for (const { policy, pay } of known) highest.set(policy, Math.max(highest.get(policy) ?? Number.MIN_VALUE, pay));
  const spots = new Map<string, PayPoint>();
  for (const { policy, marginal, pay } of known) {
    const across = Math.round((SPOTS * marginal) / widest);
    const up = Math.round((SPOTS * pay) / (highest.get(policy) ?? 1));
    const key = `${policy}|${across}|${up}`;
    const spot = spots.get(key);
    spots.set(key, spot ? { ...spot, operators: spot.operators + 1 } : { policy, marginal, pay, operators: 1 });
  }
  return [...spots.values()];
}
