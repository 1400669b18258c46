import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import { eligibleOffer, LEAST_RELIABILITY, presentOffer } from "./eligibleOffer.js";
import { type OfferTable, strategyOffer } from "./offerTable.js";
import type { PricerFactory } from "./pricer.js";
import { ServedForecast } from "./servedForecast.js";
import { uniqueShares } from "./uniqueShares.js";

/** Weights of the components; those that nobody has fall to the others. */
const [COMPUTE, INVOCATIONS, BOUNTY, UNIQUE] = [0.52, 0.2, 0.08, 0.2];
/** Counts above it count as it. */
const MAX_COUNT = 255;

/** What an operator holds of each component. */
interface Holding {
  readonly compute: number;
  readonly invocations: number;
  readonly bounty: number;
  readonly count: number;
}

/**
 * Pay for work and for the number of distinct classes, as Chutes paid it. What a strategy would serve is forecast
 * (`ServedForecast`), the others' own volumes stay as measured, in the quote as on chain.
 *
 * @example distinctBreadth(state).pay(3) // tokens per day
 */
export const distinctBreadth: PricerFactory = (state, { leastReliability = LEAST_RELIABILITY } = {}) => {
  const { operators, classes, emissionPerDay } = state;
  const counted = (offer: ProfileOffer) => eligibleOffer({ offer, leastReliability, classes });
  const forecast = new ServedForecast(state);
  const bounties = new Bounties(state);
  const units = (c: number) => state.ofPolicy.computeUnits?.[c] ?? 1;

  const holdingOf = (operator: number, { domain, services }: ProfileOffer): Holding => {
    let [compute, invocations, bounty] = [0, 0, 0];
    for (const { classIndex, served } of services) {
      compute += served * units(classIndex);
      invocations += served;
      if (bounties.wouldHold({ operator, domain, classIndex })) bounty += 1;
    }
    return { compute, invocations, bounty, count: Math.min(services.length, MAX_COUNT) };
  };
  const strategyHolding = (operator: number, table: OfferTable, strategy: number): Holding => {
    const domain = table.domainOf[strategy] ?? -1;
    let [compute, invocations, bounty, count] = [0, 0, 0, 0];
    for (let entry = table.starts[strategy] ?? 0; entry < (table.starts[strategy + 1] ?? 0); entry++) {
      if ((table.reliability[entry] ?? 0) < leastReliability) continue;
      const classIndex = table.classOf[entry] ?? 0;
      const served = forecast.served({ operator, table, domain, entry });
      compute += served * units(classIndex);
      invocations += served;
      if (bounties.wouldHold({ operator, domain, classIndex })) bounty += 1;
      count += 1;
    }
    return { compute, invocations, bounty, count: Math.min(count, MAX_COUNT) };
  };
  const holdings = Array.from({ length: operators }, (_, i) => holdingOf(i, counted(presentOffer(state, i))));

  /** Pay by holding, all others as they are; added up without the operator, so that no error builds up. */
  const payOf = (operator: number): ((own: Holding) => number) => {
    const rest = { compute: 0, invocations: 0, bounty: 0 };
    const counts = new Int32Array(Math.min(classes, MAX_COUNT) + 1);
    holdings.forEach((each, i) => {
      if (i === operator) return;
      rest.compute += each.compute;
      rest.invocations += each.invocations;
      rest.bounty += each.bounty;
      counts[each.count] = (counts[each.count] ?? 0) + 1;
    });
    const unique = uniqueShares(counts);
    return (own) => {
      if (own.count === 0) return 0;
      let [sum, whole] = [UNIQUE * (unique[own.count] ?? 0), UNIQUE];
      const add = (weight: number, others: number, held: number) => {
        if (others + held === 0) return;
        sum += (weight * held) / (others + held);
        whole += weight;
      };
      add(COMPUTE, rest.compute, own.compute);
      add(INVOCATIONS, rest.invocations, own.invocations);
      add(BOUNTY, rest.bounty, own.bounty);
      return (emissionPerDay * sum) / whole;
    };
  };
  const offerOf = (operator: number, table: OfferTable, strategy: number): ProfileOffer => {
    const domain = table.domainOf[strategy] ?? -1;
    return strategyOffer({
      table,
      operator,
      strategy,
      served: (entry) => forecast.served({ operator, table, domain, entry }),
    });
  };
  return {
    policy: "DistinctBreadth",
    pay: (operator) => {
      const own = holdings[operator];
      return own === undefined ? 0 : payOf(operator)(own);
    },
    price: (operator, offer) => payOf(operator)(holdingOf(operator, counted(offer))),
    set: (operator, offer) => {
      const profile = counted(offer);
      holdings[operator] = holdingOf(operator, profile);
      bounties.replace(operator, profile);
      forecast.replace(operator, profile);
    },
    priceStrategies: (operator, table) => {
      const pay = payOf(operator);
      return Float64Array.from({ length: table.strategies }, (_, strategy) =>
        pay(strategyHolding(operator, table, strategy)),
      );
    },
    offer: offerOf,
  };
};

/** Who serves what, and who opened it. */
class Bounties {
  readonly #classes: number;
  readonly #serves: Uint8Array;
  readonly #opened: Uint8Array;
  readonly #members: Int32Array;
  readonly #domains: Int32Array;

  constructor({ classes, reliability, opened, domainOf }: LedgerState) {
    this.#classes = classes;
    this.#serves = Uint8Array.from(reliability, (u) => (u > 0 ? 1 : 0));
    this.#opened = opened.slice();
    this.#domains = domainOf.slice();
    this.#members = new Int32Array(classes);
    this.#serves.forEach((serves, cell) => {
      this.#members[cell % classes] = (this.#members[cell % classes] ?? 0) + serves;
    });
  }

  /** Whether the operator would hold the bounty of a class if it served it from that domain: a move is a leave and a join. */
  wouldHold({ operator, domain, classIndex }: { operator: number; domain: number; classIndex: number }): boolean {
    const cell = operator * this.#classes + classIndex;
    const serves = this.#serves[cell] ?? 0;
    if (serves === 1 && this.#domains[operator] === domain) return this.#opened[cell] === 1;
    return (this.#members[classIndex] ?? 0) - serves === 0;
  }

  /** The operator's profile becomes the offer, of which every service counts. */
  replace(operator: number, { domain, services }: ProfileOffer): void {
    const first = operator * this.#classes;
    const opened = services.filter(({ classIndex }) => this.wouldHold({ operator, domain, classIndex }));
    for (let c = 0; c < this.#classes; c++) {
      this.#members[c] = (this.#members[c] ?? 0) - (this.#serves[first + c] ?? 0);
    }
    this.#serves.fill(0, first, first + this.#classes);
    this.#opened.fill(0, first, first + this.#classes);
    this.#domains[operator] = domain;
    for (const { classIndex } of services) {
      this.#serves[first + classIndex] = 1;
      this.#members[classIndex] = (this.#members[classIndex] ?? 0) + 1;
    }
    for (const { classIndex } of opened) this.#opened[first + classIndex] = 1;
  }
}
