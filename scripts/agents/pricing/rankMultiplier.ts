import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import { eligibleOffer, LEAST_RELIABILITY, presentOffer } from "./eligibleOffer.js";
import { strategyOffer } from "./offerTable.js";
import type { PricerFactory } from "./pricer.js";

/** What a rank counts, in quarters, index rank; nothing behind the third. */
const QUARTERS = [0, 4, 3, 1];
/** What so many members of a class count together. */
const QUARTERS_UP_TO = [0, 4, 7, 8];

/**
 * Pay for being early: 1, 3/4, 1/4 to the first three of each class in claim order. An offer keeps the ranks of classes that
 * the operator serves already, from the domain where it serves them; any other class it joins at the end.
 *
 * @example rankMultiplier(state).pay(3) // tokens per day
 */
export const rankMultiplier: PricerFactory = (state, { leastReliability = LEAST_RELIABILITY } = {}) => {
  const { classes, emissionPerDay } = state;
  const queues = queuesOf(state);
  const domainOf = state.domainOf.slice();
  const counted = (offer: ProfileOffer) => eligibleOffer({ offer, leastReliability, classes });
  /** What everybody would count if the operator served nothing. */
  const withoutAll = (operator: number): number => {
    let total = 0;
    for (const queue of queues) total += upTo(queue.length - (queue.includes(operator) ? 1 : 0));
    return total;
  };
  /** What serving a class from a domain would count, and add to what everybody counts. */
  const standing = (operator: number, classIndex: number, domain: number): readonly [own: number, added: number] => {
    const queue = queues[classIndex] ?? [];
    const place = queue.indexOf(operator);
    const others = queue.length - (place === -1 ? 0 : 1);
    const keeps = place !== -1 && domainOf[operator] === domain;
    return [QUARTERS[(keeps ? place : others) + 1] ?? 0, upTo(others + 1) - upTo(others)];
  };
  const payFor = (own: number, total: number) => (own === 0 ? 0 : (emissionPerDay * own) / total);
  const price = (operator: number, { domain, services }: ProfileOffer): number => {
    let weight = 0;
    let total = withoutAll(operator);
    for (const { classIndex } of services) {
      const [own, added] = standing(operator, classIndex, domain);
      weight += own;
      total += added;
    }
    return payFor(weight, total);
  };
  return {
    policy: "RankMultiplier",
    pay: (operator) => {
      let weight = 0;
      let total = 0;
      for (const queue of queues) {
        weight += QUARTERS[queue.indexOf(operator) + 1] ?? 0;
        total += upTo(queue.length);
      }
      return payFor(weight, total);
    },
    price: (operator, offer) => price(operator, counted(offer)),
    set: (operator, offer) => {
      const { domain, services } = counted(offer);
      const stays = domainOf[operator] === domain;
      const offered = new Set(services.map(({ classIndex }) => classIndex));
      queues.forEach((queue, c) => {
        const place = queue.indexOf(operator);
        if (place !== -1 && offered.has(c) && stays) return;
        if (place !== -1) queue.splice(place, 1);
        if (offered.has(c)) queue.push(operator);
      });
      domainOf[operator] = domain;
    },
    priceStrategies: (operator, table) => {
      const without = withoutAll(operator);
      return Float64Array.from({ length: table.strategies }, (_, strategy) => {
        const domain = table.domainOf[strategy] ?? -1;
        let weight = 0;
        let total = without;
        for (let entry = table.starts[strategy] ?? 0; entry < (table.starts[strategy + 1] ?? 0); entry++) {
          if ((table.reliability[entry] ?? 0) < leastReliability) continue;
          const [own, added] = standing(operator, table.classOf[entry] ?? 0, domain);
          weight += own;
          total += added;
        }
        return payFor(weight, total);
      });
    },
    offer: (operator, table, strategy) => strategyOffer({ table, operator, strategy }),
  };
};

function upTo(members: number): number {
  return QUARTERS_UP_TO[Math.min(members, QUARTERS_UP_TO.length - 1)] ?? 0;
}

/** The members of every class in claim order. */
function queuesOf(state: LedgerState): number[][] {
  const { operators, classes, joined } = state;
  const queues: number[][] = Array.from({ length: classes }, () => []);
  for (let i = 0; i < operators; i++) {
    for (const { classIndex } of presentOffer(state, i).services) queues[classIndex]?.push(i);
  }
  queues.forEach((queue, c) => {
    queue.sort((a, b) => (joined[a * classes + c] ?? 0) - (joined[b * classes + c] ?? 0));
  });
  return queues;
}
