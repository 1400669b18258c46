import type { TextTable } from "../../common/textTable.js";
import { groupRows, meanText, type Row, textIn } from "../../report/rows.js";

/**
 * One quantity as a table: a row for each value of what is varied, a column for each series; mean ± half of the 95% interval
 * over seeds.
 *
 * @example seriesTable({ title, rows, x: "idleShare", xTitle: "idle", xAs: percent, column: "idlePaid", as: percent })
 */
export function seriesTable(parameters: {
  title: string;
  rows: readonly Row[];
  x: string;
  xTitle: string;
  xAs: (value: number) => string;
  column: string;
  as: (value: number) => string;
  series?: (row: Row) => string;
}): TextTable & { title: string } {
  const { title, rows, x, xTitle, xAs, column, as, series = (row) => textIn(row, "policy") } = parameters;
  const names = [...new Set(rows.map(series))];
  const groups = groupRows(rows, (row) => textIn(row, x));
  return {
    title,
    head: [xTitle, ...names],
    rows: [...groups].map(([value, group]) => [
      xAs(Number(value)),
      ...names.map((name) =>
        meanText(
          group.filter((row) => series(row) === name),
          column,
          as,
        ),
      ),
    ]),
    right: names.map((_, i) => i + 1),
  };
}
