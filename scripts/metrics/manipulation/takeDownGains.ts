import type { LedgerState } from "../../agents/ledgerState.js";
import type { PricerFactory } from "../../agents/pricing/pricer.js";
import { withoutOperator } from "./withoutOperator.js";

/** What an operator gains, tokens per day, by the rival whose absence it gains most from. */
export interface TakeDownGain {
  readonly operator: number;
  readonly gain: number;
  /** Index of that rival; -1 where there is none. */
  readonly rival: number;
}

/**
 * What each operator's pay would rise by if the best rival were taken down, all else fixed; what that costs is left out. 0
 * where every absence would lower its pay.
 *
 * @param operators those who might do it, and those whom it might be done to: the active ones
 * @example takeDownGains({ state, pricerOf: pricerFor("MarginalCoverage"), operators: [0, 1, 2] })
 */
export function takeDownGains(parameters: {
  state: LedgerState;
  pricerOf: PricerFactory;
  operators: readonly number[];
}): TakeDownGain[] {
  const { state, pricerOf, operators } = parameters;
  const present = pricerOf(state);
  const best = operators.map((operator) => ({ operator, pay: present.pay(operator), gain: 0, rival: -1 }));
  for (const rival of operators) {
    const without = pricerOf(withoutOperator(state, rival));
    for (const each of best) {
      if (each.operator === rival) continue;
      const gain = without.pay(each.operator) - each.pay;
      if (gain > each.gain) Object.assign(each, { gain, rival });
    }
  }
  return best.map(({ operator, gain, rival }) => ({ operator, gain, rival }));
}
