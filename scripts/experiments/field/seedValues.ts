import { pairedInterval } from "../../metrics/pairedInterval.js";
import { numberIn, type Row, textIn } from "../../report/rows.js";
import { interval } from "../interval.js";

/** A mean with the half-width of its interval, NaN where there is none. */
export type Spread = ReturnType<typeof interval>;

/** Which rows are meant: columns and what they must hold. */
export type Where = Readonly<Record<string, string | number>>;

/** Rows with exactly these values, by seed. */
export function rowsWhere(rows: readonly Row[], where: Where): Row[] {
  return rows
    .filter((row) => Object.entries(where).every(([column, value]) => textIn(row, column) === String(value)))
    .sort((a, b) => numberIn(a, "seed") - numberIn(b, "seed"));
}

/**
 * Mean and interval over seeds of a column, or of what a function makes of each row.
 *
 * @example over(rows, { policy: "EqualShare" }, "paid") // { mean: 12, half: 0.3 }
 */
export function over(rows: readonly Row[], where: Where, value: string | ((row: Row) => number)): Spread {
  return interval(rowsWhere(rows, where).map(typeof value === "string" ? (row) => numberIn(row, value) : value));
}

/** Mean difference of a column between two kinds of rows of the same seeds, with its interval. */
export function difference(rows: readonly Row[], first: Where, second: Where, column: string): Spread {
  const of = (where: Where): number[] => rowsWhere(rows, where).map((row) => numberIn(row, column));
  return pairedInterval({ first: of(first), second: of(second) });
}

/**
 * An estimate in words.
 *
 * @example said({ mean: 0.5, half: 0.1 }, percent) // "50% ± 10%"
 */
export function said({ mean, half }: Spread, as: (value: number) => string): string {
  if (!Number.isFinite(mean)) return "no value";
  return Number.isFinite(half) ? `${as(mean)} ± ${as(half)}` : as(mean);
}

/** @example percent(0.123) // "12.3%" */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** @example times(1.234) // "1.23" */
export function times(value: number): string {
  return value.toFixed(2);
}
