import type { PolicyName } from "../../../ignition/modules/Breadth.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import { eligibleOffer, LEAST_RELIABILITY, presentOffer } from "./eligibleOffer.js";
import { strategyOffer } from "./offerTable.js";
import type { Pricer, PricerOptions } from "./pricer.js";

/** A rule that pays from one pot per class and inside it by units held. */
export interface PooledPricing {
  /** What a profile holds of one of its classes; `services` is how many classes it serves in all. */
  unitsOf(profile: { stake: number; services: number; capacityRatio: number }): number;
  /** The pot of a class of which `units` are held. */
  potOf(classIndex: number, units: number): number;
}

/**
 * A pricer for rules with a pot per class: emission x sum over classes of pot / sum of pots x units / all units. Each class's
 * others are added up without the operator, so that one large member leaves nothing of small ones to rounding.
 *
 * @example pooledPricer({ policy: "WitnessDecay", state, options: {}, rule })
 */
export function pooledPricer(parameters: {
  policy: PolicyName;
  state: LedgerState;
  options: PricerOptions;
  rule: PooledPricing;
}): Pricer {
  const { policy, state, rule } = parameters;
  const { leastReliability = LEAST_RELIABILITY } = parameters.options;
  const { operators, classes, emissionPerDay } = state;
  /** Index `operator * classes + class`. */
  const units = new Float64Array(operators * classes);
  const counted = (offer: ProfileOffer) => eligibleOffer({ offer, leastReliability, classes });
  const heldBy = ({ stake, services }: ProfileOffer) =>
    services.map(({ classIndex, capacityRatio }) => ({
      classIndex,
      own: rule.unitsOf({ stake, services: services.length, capacityRatio }),
    }));
  const put = (operator: number, offer: ProfileOffer) => {
    units.fill(0, operator * classes, (operator + 1) * classes);
    for (const { classIndex, own } of heldBy(offer)) units[operator * classes + classIndex] = own;
  };
  for (let i = 0; i < operators; i++) put(i, counted(presentOffer(state, i)));

  const othersOf = (operator: number) => {
    const others = new Float64Array(classes);
    for (let i = 0; i < operators; i++) {
      if (i === operator) continue;
      for (let c = 0; c < classes; c++) others[c] = (others[c] ?? 0) + (units[i * classes + c] ?? 0);
    }
    const pots = others.map((held, c) => rule.potOf(c, held));
    return { others, pots, total: pots.reduce((sum, pot) => sum + pot, 0) };
  };
  const payFor = ({ others, pots, total }: ReturnType<typeof othersOf>, held: ReturnType<typeof heldBy>): number => {
    let all = total;
    const drawn = held.map(({ classIndex, own }) => {
      const sum = (others[classIndex] ?? 0) + own;
      const pot = rule.potOf(classIndex, sum);
      all += pot - (pots[classIndex] ?? 0);
      return own === 0 ? 0 : (pot * own) / sum;
    });
    const part = drawn.reduce((sum, each) => sum + each, 0);
    return part === 0 ? 0 : (emissionPerDay * part) / all;
  };
  /** Everybody's pay at present, until somebody moves. */
  let pays: Float64Array | undefined;
  const payOf = (operator: number): number => {
    const held: ReturnType<typeof heldBy> = [];
    for (let c = 0; c < classes; c++) {
      const own = units[operator * classes + c] ?? 0;
      if (own > 0) held.push({ classIndex: c, own });
    }
    return held.length === 0 ? 0 : payFor(othersOf(operator), held);
  };
  return {
    policy,
    pay: (operator) => {
      pays ??= new Float64Array(operators).fill(Number.NaN);
      if (Number.isNaN(pays[operator])) pays[operator] = payOf(operator);
      return pays[operator] ?? 0;
    },
    price: (operator, offer) => payFor(othersOf(operator), heldBy(counted(offer))),
    set: (operator, offer) => {
      put(operator, counted(offer));
      pays = undefined;
    },
    priceStrategies: (operator, table) => {
      const others = othersOf(operator);
      const prices = new Float64Array(table.strategies);
      const entries: number[] = [];
      for (let strategy = 0; strategy < table.strategies; strategy++) {
        entries.length = 0;
        for (let e = table.starts[strategy] ?? 0; e < (table.starts[strategy + 1] ?? 0); e++) {
          if ((table.reliability[e] ?? 0) >= leastReliability) entries.push(e);
        }
        const stake = table.stakes[operator] ?? 0;
        const held = entries.map((e) => ({
          classIndex: table.classOf[e] ?? 0,
          own: rule.unitsOf({ stake, services: entries.length, capacityRatio: table.capacityRatio[e] ?? 0 }),
        }));
        prices[strategy] = payFor(others, held);
      }
      return prices;
    },
    offer: (operator, table, strategy) => strategyOffer({ table, operator, strategy }),
  };
}
