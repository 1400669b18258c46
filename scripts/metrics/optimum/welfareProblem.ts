import type { CoverageModel } from "../../agents/pricing/coverageCells.js";
import type { OfferTable } from "../../agents/pricing/offerTable.js";

/** Who could do what, what it costs and what coverage is worth: one strategy per operator, 0 is staying out. */
export interface WelfareProblem {
  /** `operators` counts who may take part; a `LedgerState` will do. */
  readonly model: CoverageModel;
  readonly table: OfferTable;
  /** Tokens per day, index `operator * strategies + strategy`; 0 for staying out. */
  readonly costs: Float64Array;
  /** 1 where the operator could play the strategy, the same index; all of them if left out. */
  readonly allowed?: Uint8Array;
  /** V: tokens per day that C = 1 is worth. */
  readonly valuePerDay: number;
  /** uMin of the ledger; 0.5 by default. */
  readonly leastReliability?: number;
}

/**
 * The best strategy of an operator for given worths of strategies, by worth less cost; staying out is worth 0.
 *
 * @param worths tokens per day by strategy
 * @example bestStrategy({ problem, operator: 3, worths }).net // at least 0
 */
export function bestStrategy(parameters: { problem: WelfareProblem; operator: number; worths: Float64Array }): {
  strategy: number;
  net: number;
} {
  const { problem, operator, worths } = parameters;
  const { table, costs, allowed } = problem;
  const base = operator * table.strategies;
  let strategy = 0;
  let net = 0;
  for (let k = 1; k < table.strategies; k++) {
    const value = (worths[k] as number) - (costs[base + k] as number);
    if (value > net && allowed?.[base + k] !== 0) {
      strategy = k;
      net = value;
    }
  }
  return { strategy, net };
}
