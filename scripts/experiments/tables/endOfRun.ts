import type { Row } from "../../report/rows.js";
import { numberIn } from "../../report/rows.js";

const MEANS = [
  "success",
  "worstSuccess",
  "coverage",
  "worstCoverage",
  "strategiesEffective",
  "domainsEffective",
  "hardwareEffective",
  "domainsUsed",
  "active",
  "similarity",
  "hhiOperator",
  "hhiDomain",
  "nakamotoOperator",
  "nakamotoDomain",
  "giniPay",
  "paid",
  "emitted",
  "cost",
  "surplus",
  "welfare",
] as const;

/**
 * What a run ends with: means of the table `epochs` over its last tenth (at least one epoch), where defined; sums of moves,
 * falls, gas and transactions over the whole run.
 */
export function endOfRun(epochs: readonly Row[]): Record<string, number | null> {
  const last = epochs.slice(-Math.ceil(epochs.length / 10));
  const row: Record<string, number | null> = {};
  for (const column of MEANS) {
    const values = last.map((each) => numberIn(each, column)).filter(Number.isFinite);
    row[column] = values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  }
  for (const column of ["moves", "falls", "gas", "transactions"]) {
    row[column] = epochs.reduce((sum, each) => sum + numberIn(each, column), 0);
  }
  return row;
}
