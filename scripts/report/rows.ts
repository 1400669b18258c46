import { interval } from "../experiments/interval.js";

/** One row of a result table. */
export type Row = Readonly<Record<string, number | string | boolean | null>>;

/** A column that must hold numbers; what is not known is NaN. */
export function numberIn(row: Row, column: string): number {
  const value = row[column];
  if (value === null) return Number.NaN;
  if (typeof value !== "number") throw new RangeError(`column ${column} must hold numbers, got ${String(value)}`);
  return value;
}

/** A column that must be there, as text. */
export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) throw new RangeError(`no column ${column} in a row of ${Object.keys(row).join(", ")}`);
  return String(value);
}

/** Rows by what a function says of them, in the order in which each value first comes. */
export function groupRows<T extends Row>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/**
 * The mean of a column with its 95% interval over rows (one for each seed).
 *
 * @example estimate(rows, "success") // { mean: 0.9, low: 0.88, high: 0.92, half: 0.02 }
 */
export function estimate(
  rows: readonly Row[],
  column: string,
): { mean: number; low: number; high: number; half: number } {
  const { mean, half } = interval(rows.map((row) => numberIn(row, column)));
  const spread = Number.isFinite(half) ? half : 0;
  return { mean, low: mean - spread, high: mean + spread, half };
}
