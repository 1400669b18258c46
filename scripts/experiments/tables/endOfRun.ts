import type { Row } from "../../report/rows.js";
import { numberIn } from "../../report/rows.js";
import { columnMeans } from "./columnMeans.js";

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
  "servedWorth",
  "servedWelfare",
] as const;

/**
 * Epochs at the end of a run over which its outcome is measured: a quarter. Outages last hours and each epoch's window is a
 * minute, so fewer would say more of luck than of the rule.
 *
 * @example tailLength(40) // 10
 */
export function tailLength(epochs: number): number {
  return Math.ceil(epochs / 4);
}

/**
 * What a run ends with: means of the table `epochs` over its last quarter, where defined; sums of moves,
 * falls, gas and transactions over the whole run.
 */
export function endOfRun(epochs: readonly Row[]): Record<string, number | null> {
  const last = epochs.slice(-tailLength(epochs.length));
  const row: Record<string, number | null> = columnMeans(last, MEANS);
  for (const column of ["moves", "falls", "gas", "transactions"]) {
    row[column] = epochs.reduce((sum, each) => sum + numberIn(each, column), 0);
  }
  return row;
}
