import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import { RULES } from "../../reference/rules.js";
import { setProfile } from "../../reference/setProfile.js";
import type { ProfileOffer } from "../ledgerState.js";
import { eligibleOffer, LEAST_RELIABILITY } from "./eligibleOffer.js";
import { networkStateOf, profileOf } from "./networkStateOf.js";
import { type OfferTable, strategyOffer } from "./offerTable.js";
import type { PricerFactory } from "./pricer.js";
import { ServedForecast } from "./servedForecast.js";

/**
 * The pricer of any rule from its exact reference: what a new rule is priced by until somebody writes it a fast one. About a
 * thousand times slower than those, so for small networks.
 *
 * @example referencePricer("WitnessDecay")(state).pay(3) // tokens per day
 */
export function referencePricer(policy: PolicyName): PricerFactory {
  const rule = RULES[policy];
  return (state, { leastReliability = LEAST_RELIABILITY } = {}) => {
    const { classes, emissionPerDay } = state;
    const forecast = new ServedForecast(state);
    let network = networkStateOf(state);
    const counted = (offer: ProfileOffer) => eligibleOffer({ offer, leastReliability, classes });
    const price = (operator: number, offer: ProfileOffer): number => {
      const profile = profileOf(counted(offer));
      return emissionPerDay * rule.share(setProfile(network, `${operator}`, profile), `${operator}`).toNumber();
    };
    const offerOf = (operator: number, table: OfferTable, strategy: number): ProfileOffer => {
      const domain = table.domainOf[strategy] ?? -1;
      const served = (entry: number): number => forecast.served({ operator, table, domain, entry });
      return strategyOffer({ table, operator, strategy, served });
    };
    return {
      policy,
      pay: (operator) => emissionPerDay * rule.share(network, `${operator}`).toNumber(),
      price,
      set: (operator, offer) => {
        const profile = counted(offer);
        network = setProfile(network, `${operator}`, profileOf(profile));
        forecast.replace(operator, profile);
      },
      priceStrategies: (operator, table) =>
        Float64Array.from({ length: table.strategies }, (_, strategy) =>
          price(operator, offerOf(operator, table, strategy)),
        ),
      offer: offerOf,
    };
  };
}
