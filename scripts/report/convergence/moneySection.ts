import { type OutcomePanel, outcomeChart } from "../charts/outcomeChart.js";
import type { ConvergenceResults } from "../convergenceResults.js";
import { drawFigure } from "../drawFigure.js";
import { type Html, html, table } from "../page.js";
import { estimate, meanText, numberIn, type Row } from "../rows.js";
import { overSeeds, policyRows } from "./policyRows.js";

/** What is paid, what it costs and what it brings, against the optimum. */
export async function moneySection({ policies, tables }: ConvergenceResults): Promise<Html> {
  const groups = policyRows(withBounds(tables.summary), policies);
  const mean = (column: string): number => estimate(withBounds(tables.summary), column).mean;
  const columns = ["paid", "cost", "surplus", "welfare"] as const;
  const means = columns.flatMap((column) => groups.map(({ rows }) => estimate(rows, column).mean));
  const known = [...means, mean("welfareUpper")].filter(Number.isFinite);
  const range: [number, number] = [Math.min(0, 1.15 * Math.min(...known)), 1.15 * Math.max(...known, 1)];
  const titles: Readonly<Record<(typeof columns)[number], string>> = {
    paid: "Paid to operators",
    cost: "Cost of their rigs",
    surplus: "Left to operators",
    welfare: "Welfare",
  };
  const panels: OutcomePanel[] = columns.map((column) => ({
    title: titles[column],
    unit: "tokens/day",
    range,
    format: ",.0f",
    ...(column === "welfare" ? { references: [mean("welfareLower"), mean("welfareUpper")] } : {}),
  }));
  const rows = groups.flatMap((group) =>
    columns.map((column) => ({ policy: group.policy, panel: titles[column], ...estimate(group.rows, column, range) })),
  );
  const chart = await drawFigure({
    spec: (size) => outcomeChart({ rows, policies, panels, size }),
    description: "Tokens per day under each rule: paid, cost, surplus of operators, welfare, with the optimum's bounds",
    caption: `Tokens per day at the end of the run: ${overSeeds(tables.summary)}, cut off at the ends of the axes. Dashed under Welfare: the best assignment found by local search, and the proved bound that no assignment exceeds; where they touch they look like one line.`,
  });
  const whole = (value: number): string => value.toFixed(0);
  const percent = (value: number): string => (100 * value).toFixed(0);
  return html`${chart}
${table(
  [
    "tokens/day",
    "emitted",
    "paid",
    "cost",
    "surplus",
    "coverage value",
    "welfare",
    "best found",
    "proved bound",
    "welfare, % of best found",
    "% of proved bound",
  ],
  groups.map(({ policy, rows: own }) => [
    policy,
    ...["emitted", "paid", "cost", "surplus", "coverageValue", "welfare", "welfareLower", "welfareUpper"].map(
      (column) => meanText(own, column, whole),
    ),
    meanText(own, "welfareShare", percent),
    meanText(own, "shareOfUpper", percent),
  ]),
)}
<p class="soft">Emitted is what the rule could pay; what it does not pay stays in the vault. Surplus is pay less cost, coverage value is V times coverage, welfare is coverage value less cost. Rules that pay different sums are not alike in what they cost their payers: compare welfare at equal emission here, and at equal tokens paid in runs with other emissions.</p>`;
}

/** Rows of `summary` with V times coverage, and with welfare as a share of the proved bound. */
function withBounds(summary: readonly Row[]): Row[] {
  return summary.map((row) => ({
    ...row,
    coverageValue: numberIn(row, "valuePerDay") * numberIn(row, "coverage"),
    shareOfUpper: numberIn(row, "welfare") / numberIn(row, "welfareUpper"),
  }));
}
