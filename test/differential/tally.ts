import type { Decimal } from "decimal.js";
import { Exact } from "../../scripts/reference/exact.js";

/** What is compared. */
export type Quantity = "earned" | "liability" | "coverage" | "quote" | "P1" | "surplus";

interface Row {
  readonly quantity: Quantity;
  /** Empty for what does not depend on a rule. */
  readonly rule: string;
  comparisons: number;
  /** Largest error in units of its bound, by sign: the chain above the reference, and below it. */
  above: number;
  below: number;
  /** Largest absolute error, in the quantity's own unit. */
  largest: number;
  /** The bound of that error. */
  bound: number;
}

/** Counts comparisons and keeps the largest errors, quantity by quantity and rule by rule. */
export class Tally {
  readonly counts = { histories: 0, events: 0, transactions: 0, refused: 0, exchanges: 0, exact: 0 };
  readonly actions = new Map<string, number>();
  readonly #rows = new Map<string, Row>();

  /**
   * Compares what the chain says with the exact value; integers of the chain are rounded down.
   *
   * @param above the most by which the chain may be above
   * @throws Error when the chain is further off, and says where
   */
  compare({
    quantity,
    rule,
    actual,
    expected,
    above,
    below = above,
    where,
  }: {
    quantity: Quantity;
    rule: string;
    actual: bigint | Decimal;
    expected: Decimal;
    above: number;
    below?: number;
    where: () => string;
  }): void {
    const error = new Exact(actual.toString()).minus(expected).toNumber();
    const row = this.#row(quantity, rule);
    row.comparisons++;
    if (Math.abs(error) >= row.largest) {
      row.largest = Math.abs(error);
      row.bound = error > 0 ? above : below;
    }
    if (error > 0) row.above = Math.max(row.above, error / above);
    else if (error < 0) row.below = Math.max(row.below, -error / below);
    if (error > above || -error > below || Number.isNaN(error)) {
      throw new Error(
        `${quantity} under ${rule}: chain ${actual}, exact ${expected.toFixed(6)}, off by ${error}, bound +${above} -${below}; ${where()}`,
      );
    }
  }

  get comparisons(): number {
    return this.counts.exact + [...this.#rows.values()].reduce((sum, { comparisons }) => sum + comparisons, 0);
  }

  /** The largest error of all in units of its bound. */
  get worst(): number {
    return Math.max(0, ...[...this.#rows.values()].map(({ above, below }) => Math.max(above, below)));
  }

  /** Row by row, by quantity and rule. */
  rows(): (Readonly<Row> & { worst: number })[] {
    const rows = [...this.#rows].sort(([a], [b]) => a.localeCompare(b));
    return rows.map(([, row]) => ({ ...row, worst: Math.max(row.above, row.below) }));
  }

  /** The table, a line for each quantity and rule. */
  lines(): string[] {
    return this.rows().map(({ quantity, rule, comparisons, above, below, largest }) => {
      const name = `${quantity} ${rule}`.padEnd(32);
      return `${name} ${`${comparisons}`.padStart(8)} compared, at most ${above.toFixed(4)} of the bound above, ${below.toFixed(4)} below; largest error ${largest.toExponential(2)}`;
    });
  }

  #row(quantity: Quantity, rule: string): Row {
    const name = `${quantity} ${rule}`;
    let row = this.#rows.get(name);
    if (row === undefined) {
      row = { quantity, rule, comparisons: 0, above: 0, below: 0, largest: 0, bound: 0 };
      this.#rows.set(name, row);
    }
    return row;
  }
}
