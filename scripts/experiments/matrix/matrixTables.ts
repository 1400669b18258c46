import type { TextTable } from "../../common/textTable.js";
import { groupRows, meanText, type Row, textIn } from "../../report/rows.js";
import { compact } from "../learning/outcomeTable.js";
import { MANIPULATIONS } from "./manipulations.js";
import { MATRIX_COLUMNS } from "./matrixColumns.js";

/** One combination of network and learning rule, and its rows. */
export interface Combination {
  readonly network: string;
  readonly rule: string;
  readonly rows: readonly Row[];
}

/** What the cells of the matrix belong to, in the order in which they were run. */
export function combinationsOf(summary: readonly Row[]): Combination[] {
  return [...groupRows(summary, (row) => `${textIn(row, "network")}|${textIn(row, "rule")}`)].map(([key, rows]) => {
    const [network = "", rule = ""] = key.split("|");
    return { network, rule, rows };
  });
}

const NOTES: Readonly<Record<string, string>> = {
  service: "what the network ends with",
  gains: "what an operator gains by it, in percent of its pay (sum of gains over sum of pay)",
  "money and gas": "tokens paid; thousand gas",
};

/** The matrix of one combination in tables that fit a terminal: mean ± half of the 95% interval over seeds. */
export function matrixTables({ network, rule, rows }: Combination): (TextTable & { title: string })[] {
  const policies = [...groupRows(rows, (row) => textIn(row, "policy"))];
  const place = `${network} network, ${rule}`;
  const made = (title: string, columns: readonly { title: string; cell: (group: readonly Row[]) => string }[]) => ({
    title: `${place}: ${title}`,
    head: ["rule", ...columns.map((column) => column.title)],
    rows: compact(policies.map(([policy, group]) => [policy, ...columns.map(({ cell }) => cell(group))])),
    right: columns.map((_, i) => i + 1),
  });
  const groups = [...new Set(MATRIX_COLUMNS.map(({ group }) => group))];
  const tokens = (title: string, suffix: string) =>
    made(
      title,
      MANIPULATIONS.map((manipulation) => ({
        title: manipulation,
        cell: (own: readonly Row[]) => meanText(own, `${manipulation}${suffix}`, (value) => value.toFixed(1)),
      })),
    );
  return [
    ...groups.map((group) =>
      made(
        NOTES[group] ?? group,
        MATRIX_COLUMNS.filter((each) => each.group === group).map(({ title, column, as }) => ({
          title,
          cell: (own: readonly Row[]) => meanText(own, column, as),
        })),
      ),
    ),
    tokens("the same gains in tokens a day, mean over operators", "Gain"),
    tokens("the same gains in tokens a day, of the operator that gains most", "Largest"),
  ];
}
