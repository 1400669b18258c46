import { groupRows, meanText, type Row, textIn } from "../../report/rows.js";

const COLUMNS: readonly { title: string; column: string; as: (value: number) => string }[] = [
  { title: "success %", column: "success", as: (value) => (100 * value).toFixed(1) },
  { title: "worst %", column: "worstSuccess", as: (value) => (100 * value).toFixed(1) },
  { title: "eff. rigs", column: "strategiesEffective", as: (value) => value.toFixed(1) },
  { title: "domains", column: "domainsUsed", as: (value) => value.toFixed(1) },
  { title: "active", column: "active", as: (value) => value.toFixed(0) },
  { title: "paid", column: "paid", as: (value) => value.toFixed(0) },
  { title: "welfare", column: "welfare", as: (value) => value.toFixed(0) },
  { title: "of best %", column: "welfareShare", as: (value) => (100 * value).toFixed(0) },
  { title: "epsilon", column: "epsilon", as: (value) => value.toFixed(1) },
];

/**
 * The answer as a table: one row per label (a policy, or a policy with what else varies), mean ± half of the 95% interval
 * over seeds. Success also in the worst single-domain outage; welfare also as a share of the best assignment found; shares in
 * percent, money in tokens per day.
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
 * The same cells without blanks round ±, for a terminal.
 *
 * @example compact([["EqualShare", "24.2 ± 4.2"]]) // [["EqualShare", "24.2±4.2"]]
 */
export function compact(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row) => row.map((cell) => cell.replaceAll(" ± ", "±")));
}

/** Where the tokens go: paid, cost, what operators keep, welfare by coverage and by what was really served. */
export function moneyTable(parameters: { summary: readonly Row[]; label: (row: Row) => string; title: string }): {
  head: string[];
  rows: string[][];
} {
  const { summary, label, title } = parameters;
  const rows = [...groupRows(summary, label)].map(([name, group]) => [
    name,
    ...MONEY.map(([, column]) => meanText(group, column, (value) => value.toFixed(0))),
  ]);
  return { head: [title, ...MONEY.map(([name]) => name)], rows };
}

const MONEY = [
  ["emitted", "emitted"],
  ["paid", "paid"],
  ["cost", "cost"],
  ["surplus", "surplus"],
  ["welfare", "welfare"],
  ["served welfare", "servedWelfare"],
] as const;

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
