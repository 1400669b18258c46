import { numberIn, type Row } from "../../report/rows.js";

/**
 * Means of columns over rows, where defined; null where no row has a value.
 *
 * @example columnMeans([{ success: 0.8 }, { success: null }], ["success"]) // { success: 0.8 }
 */
export function columnMeans<Column extends string>(
  rows: readonly Row[],
  columns: readonly Column[],
): Record<Column, number | null> {
  const mean = (column: Column): number | null => {
    const values = rows.map((row) => numberIn(row, column)).filter(Number.isFinite);
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  };
  return Object.fromEntries(columns.map((column) => [column, mean(column)])) as Record<Column, number | null>;
}
