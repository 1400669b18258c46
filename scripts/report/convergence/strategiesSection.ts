import { bandChart } from "../charts/bandChart.js";
import { type ShareRow, shareChart, strategyFill } from "../charts/shareChart.js";
import type { ConvergenceResults } from "../convergenceResults.js";
import { drawFigure } from "../drawFigure.js";
import { fillLegend, policyLegend } from "../legend.js";
import { type Html, html, table } from "../page.js";
import { meanText, numberIn, type Row, textIn } from "../rows.js";
import { bandRows, type EpochPanel } from "./bandRows.js";
import { overSeeds, policyRows } from "./policyRows.js";

/** Rigs that a chart names; the rest is "other". */
const NAMED_RIGS = 6;

const DIVERSITY: readonly { title: string; column: string; digits: number }[] = [
  { title: "operators active", column: "active", digits: 0 },
  { title: "effective rigs and domains", column: "strategiesEffective", digits: 1 },
  { title: "effective domains", column: "domainsEffective", digits: 1 },
  { title: "effective GPU types", column: "hardwareEffective", digits: 1 },
  { title: "similarity of two rigs", column: "similarity", digits: 2 },
  { title: "Nakamoto, operators", column: "nakamotoOperator", digits: 1 },
  { title: "Nakamoto, domains", column: "nakamotoDomain", digits: 1 },
  { title: "HHI of pay, operators", column: "hhiOperator", digits: 3 },
  { title: "HHI of pay, domains", column: "hhiDomain", digits: 2 },
  { title: "Gini of pay", column: "giniPay", digits: 2 },
];

/** What operators run, and how different they are. */
export async function strategiesSection({ policies, tables }: ConvergenceResults): Promise<Html> {
  const { rows: shares, strategies } = strategyShares(tables.shares, policies);
  const strategy = await drawFigure({
    spec: (size) => shareChart({ rows: shares, policies, strategies, size }),
    legend: fillLegend(strategies.map((name, i) => ({ name, fill: strategyFill(strategies, i) }))),
    description: "Shares of operators by rig over epochs, one panel per rule",
    caption: `What operators run, all seeds together: the ${strategies.length - 2} commonest rigs by name, GPUs x type, model/precision, verification. One colour over a whole panel: everybody does the same.`,
  });
  const highest = (column: string): number => 1.15 * Math.max(1, ...policyMeans(tables.epochs, column));
  const panels: EpochPanel[] = [
    { title: "Rigs and domains", column: "strategiesEffective", most: mostOperators(tables.epochs) },
    { title: "Failure domains", column: "domainsEffective", most: mostDomains(tables.heat) },
  ].map(({ title, column, most }) => ({
    title,
    column,
    unit: "effective number",
    range: [0, Math.min(1.02 * most, highest(column))],
    possible: [0, most],
    format: "~f",
  }));
  const rows = bandRows(tables.epochs, panels);
  const diversity = await drawFigure({
    spec: (size) => bandChart({ rows, policies, panels, size }),
    legend: policyLegend(policies, true),
    description: "Effective number of strategies and of domains over epochs, one line per rule",
    caption: `How many equally common strategies (a rig in a domain), and how many domains, the operators amount to: the exponential of Shannon's entropy, 1 when all do the same. Drawn are ${overSeeds(tables.epochs)}, cut off at what is possible and at the axis.`,
  });
  return html`${strategy}<h3>How different they are</h3>${diversity}
${table(
  ["at the end", ...DIVERSITY.map(({ title }) => title)],
  policyRows(tables.summary, policies).map(({ policy, rows: own }) => [
    policy,
    ...DIVERSITY.map(({ column, digits }) => meanText(own, column, (value) => value.toFixed(digits))),
  ]),
)}
<p class="soft">Similarity: 1 for two operators that share everything. Nakamoto: how many operators, or domains, together take more than half of the pay. HHI: sum of squared shares of pay, 1 when one takes all. Gini: 0 when all are paid alike.</p>`;
}

/** Shares of the commonest rigs; every (policy, epoch, rig) has a row, so that areas stack. */
export function strategyShares(
  rows: readonly Row[],
  policies: readonly string[],
): { rows: ShareRow[]; strategies: string[] } {
  const totals = new Map<string, number>();
  const cells = new Map<string, number>();
  const all = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, value: number) => map.set(key, (map.get(key) ?? 0) + value);
  for (const row of rows) {
    const strategy = textIn(row, "strategy");
    if (strategy !== "out") add(totals, strategy, numberIn(row, "count"));
  }
  const named = [...totals]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, NAMED_RIGS)
    .map(([name]) => name);
  const epochs = new Set<number>();
  for (const row of rows) {
    const at = `${textIn(row, "policy")}|${textIn(row, "epoch")}`;
    const name = textIn(row, "strategy");
    epochs.add(numberIn(row, "epoch"));
    add(cells, `${at}|${named.includes(name) || name === "out" ? name : "other"}`, numberIn(row, "count"));
    add(all, at, numberIn(row, "count"));
  }
  const strategies = [...named, "other", "out"];
  const filled = policies.flatMap((policy) =>
    [...epochs].flatMap((epoch) =>
      strategies.map((strategy) => ({
        policy,
        epoch,
        strategy,
        share: (cells.get(`${policy}|${epoch}|${strategy}`) ?? 0) / (all.get(`${policy}|${epoch}`) ?? 1),
      })),
    ),
  );
  return { rows: filled, strategies };
}

/** Means over seeds at every policy and epoch. */
function policyMeans(epochs: readonly Row[], column: string): number[] {
  const sums = new Map<string, { sum: number; seeds: number }>();
  for (const row of epochs) {
    const key = `${textIn(row, "policy")}|${textIn(row, "epoch")}`;
    const known = sums.get(key) ?? { sum: 0, seeds: 0 };
    sums.set(key, { sum: known.sum + numberIn(row, column), seeds: known.seeds + 1 });
  }
  return [...sums.values()].map(({ sum, seeds }) => sum / seeds);
}

const mostOperators = (epochs: readonly Row[]): number => Math.max(1, ...epochs.map((row) => numberIn(row, "active")));
const mostDomains = (heat: readonly Row[]): number =>
  Math.max(1, new Set(heat.map((row) => textIn(row, "domain"))).size);
