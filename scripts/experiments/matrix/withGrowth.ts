import { numberIn, type Row, textIn } from "../../report/rows.js";

/** The network that others are compared with. */
const SMALL = "small";

/**
 * The rows with one column more: `growth`, gas of one steady measurement and one claim in one class over the same in the small network, of
 * the same policy, learning rule and seed. Null in the small network and where that was not run.
 *
 * @param summary rows of the table `summary`
 * @example withGrowth(summary)[5]?.growth // 1.0001
 */
export function withGrowth(summary: readonly Row[]): Row[] {
  const key = (row: Row): string => ["policy", "rule", "seed"].map((name) => textIn(row, name)).join("|");
  const gas = (row: Row): number => numberIn(row, "measureOneGas") + numberIn(row, "claimOneGas");
  const small = new Map(summary.filter((row) => row.network === SMALL).map((row) => [key(row), gas(row)]));
  return summary.map((row) => {
    const growth = gas(row) / (small.get(key(row)) ?? Number.NaN);
    return { ...row, growth: row.network !== SMALL && Number.isFinite(growth) ? growth : null };
  });
}
