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

/** A mean with its 95% interval over rows; NaN where no row has a value, `half` also where only one has. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly half: number;
}

/**
 * The mean of a column with its 95% interval over rows (one for each seed).
 *
 * @param range what the column can possibly be: the interval is cut off there, its half-width is not
 * @example estimate(rows, "success", [0, 1]) // { mean: 0.9, low: 0.7, high: 1, half: 0.2 }
 */
export function estimate(rows: readonly Row[], column: string, range?: readonly [number, number]): Estimate {
  const { mean, half } = interval(rows.map((row) => numberIn(row, column)));
  const spread = Number.isFinite(half) ? half : 0;
  const [least, most] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { mean, low: Math.max(least, mean - spread), high: Math.min(most, mean + spread), half };
}

/**
 * An estimate as text: "86.1 ± 3.0", without the interval where there is one value only, "–" where there is none.
 *
 * @example meanText(rows, "success", (value) => (100 * value).toFixed(1)) // "86.1 ± 3.0"
 */
export function meanText(rows: readonly Row[], column: string, as: (value: number) => string): string {
  const { mean, half } = estimate(rows, column);
  if (!Number.isFinite(mean)) return "–";
  const text = as(mean).replace(/^-(?=[0.]+$)/, "");
  return Number.isFinite(half) ? `${text} ± ${as(half)}` : text;
}
