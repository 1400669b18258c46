import Table from "cli-table3";

/** A terminal table without lines between its rows. */
export interface TextTable {
  head: string[];
  rows: (string | number | bigint)[][];
  /** Columns to align right, by index. */
  right?: number[];
  /** Total widths in characters; a column with one wraps its words. */
  widths?: (number | null)[];
}

/**
 * Lays a table out for the terminal.
 *
 * @example textTable({ head: ["class", "weight"], rows: [["chat", 40]], right: [1] })
 */
export function textTable({ head, rows, right = [], widths }: TextTable): string {
  const table = new Table({
    head,
    colAligns: head.map((_, column) => (right.includes(column) ? "right" : "left")),
    ...(widths === undefined ? {} : { colWidths: widths, wordWrap: true }),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => row.map(String)));
  return table.toString();
}
