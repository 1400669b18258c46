import type { LedgerState } from "../ledgerState.js";
import type { ProportionalRule } from "./proportionalPricer.js";
import { ServedForecast } from "./servedForecast.js";

/**
 * Weight by requests served in the last measured window. What a strategy would serve is forecast (`ServedForecast`), from the
 * others' service levels; the others' own volumes stay as measured, in the quote as on chain.
 *
 * @example proportionalPricer({ policy: "ServedVolume", state, options, rule: servedRule(state) })
 */
export function servedRule(state: LedgerState): ProportionalRule {
  const forecast = new ServedForecast(state);
  return {
    weightOf: ({ services }) => services.reduce((sum, { served }) => sum + served, 0),
    weightOfStrategy: ({ operator, table, strategy, counts }) => {
      const domain = table.domainOf[strategy] ?? -1;
      let weight = 0;
      for (let entry = table.starts[strategy] ?? 0; entry < (table.starts[strategy + 1] ?? 0); entry++) {
        if (counts(entry)) weight += forecast.served({ operator, table, domain, entry });
      }
      return weight;
    },
    served: ({ operator, table, strategy, entry }) =>
      forecast.served({ operator, table, domain: table.domainOf[strategy] ?? -1, entry }),
    replaced: (operator, offer) => forecast.replace(operator, offer),
  };
}
