import type { PricerFactory } from "./pricer.js";
import { proportionalPricer } from "./proportionalPricer.js";
import { ServedForecast } from "./servedForecast.js";

/**
 * Pay for requests served in the last measured window. What a strategy would serve is forecast (`ServedForecast`), from the
 * others' service levels; the others' own volumes stay as measured, in the quote as on chain.
 *
 * @example servedVolume(state).pay(3) // tokens per day
 */
export const servedVolume: PricerFactory = (state, options = {}) => {
  const forecast = new ServedForecast(state);
  return proportionalPricer({
    policy: "ServedVolume",
    state,
    options,
    rule: {
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
    },
  });
};
