import { groupRows, meanText, type Row, textIn } from "../../report/rows.js";

const COLUMNS: readonly { title: string; column: string; as: (value: number) => string }[] = [
  { title: "success %", column: "success", as: (value) => (100 * value).toFixed(1) },
  { title: "worst outage %", column: "worstSuccess", as: (value) => (100 * value).toFixed(1) },
  { title: "eff. rigs", column: "strategiesEffective", as: (value) => value.toFixed(1) },
  { title: "domains", column: "domainsUsed", as: (value) => value.toFixed(1) },
  { title: "active", column: "active", as: (value) => value.toFixed(0) },
  { title: "paid/day", column: "paid", as: (value) => value.toFixed(0) },
  { title: "welfare/day", column: "welfare", as: (value) => value.toFixed(0) },
  { title: "of optimum %", column: "welfareShare", as: (value) => (100 * value).toFixed(0) },
  { title: "epsilon/day", column: "epsilon", as: (value) => value.toFixed(2) },
];

/**
 * The answer as a table: one row per label (a policy, or a policy with what else varies), mean ± half of the 95% interval
 * over seeds. Shares in percent, money in tokens per day.
 */
export function outcomeTable(parameters: { summary: readonly Row[]; label: (row: Row) => string; title: string }): {
  head: string[];
  rows: string[][];
} {
  const { summary, label, title } = parameters;
  const rows = [...groupRows(summary, label)].map(([name, group]) => [
    name,
    ...COLUMNS.map(({ column, as }) => meanText(group, column, as)),
  ]);
  return { head: [title, ...COLUMNS.map((column) => column.title)], rows };
}

/**
 * What tells the cells of a grid apart beside the seed: `policy`, and every parameter with more than one value.
 *
 * @example labelOf(rows)(row) // "MarginalCoverage, emission 0.25"
 */
export function labelOf(summary: readonly Row[], parameters: readonly string[]): (row: Row) => string {
  const varying = parameters.filter(
    (name) => name !== "policy" && new Set(summary.map((row) => textIn(row, name))).size > 1,
  );
  return (row) => [textIn(row, "policy"), ...varying.map((name) => `${name} ${textIn(row, name)}`)].join(", ");
}
