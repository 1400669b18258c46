import type { LedgerState, ProfileOffer } from "../ledgerState.js";

/** The least reliability that the system is deployed with. */
export const LEAST_RELIABILITY = 0.5;
const MAX_RELIABILITY = 0.999;

/**
 * u as the ledger would count it: 0 below the least reliability, at most 0.999.
 *
 * @example eligible(0.4, 0.5) // 0
 */
export function eligible(reliability: number, leastReliability: number): number {
  return reliability < leastReliability ? 0 : Math.min(reliability, MAX_RELIABILITY);
}

/**
 * An offer as the ledger would record it: without the services that it would not count.
 *
 * @throws RangeError when services come without a domain, or their classes do not ascend or do not exist
 * @example eligibleOffer({ offer, leastReliability: 0.5, classes: 45 })
 */
export function eligibleOffer(parameters: {
  offer: ProfileOffer;
  leastReliability: number;
  classes: number;
}): ProfileOffer {
  const { offer, leastReliability, classes } = parameters;
  let previous = -1;
  for (const { classIndex } of offer.services) {
    if (classIndex <= previous || classIndex >= classes) {
      throw new RangeError(`class ${classIndex} of an offer must be above ${previous} and below ${classes}`);
    }
    previous = classIndex;
  }
  if (offer.domain < 0 && offer.services.length > 0) throw new RangeError("an offer with services needs a domain");
  const services = offer.services
    .map((service) => ({ ...service, reliability: eligible(service.reliability, leastReliability) }))
    .filter(({ reliability }) => reliability > 0);
  return { ...offer, services };
}

/**
 * What an operator has now, as an offer.
 *
 * @example pricer.price(3, presentOffer(state, 3)) // equals pricer.pay(3)
 */
export function presentOffer(state: LedgerState, operator: number): ProfileOffer {
  const { classes } = state;
  const services: ProfileOffer["services"][number][] = [];
  for (let classIndex = 0; classIndex < classes; classIndex++) {
    const cell = operator * classes + classIndex;
    const reliability = state.reliability[cell] ?? 0;
    if (reliability === 0) continue;
    services.push({
      classIndex,
      reliability,
      capacityRatio: state.capacityRatio[cell] ?? 0,
      served: state.served[cell] ?? 0,
    });
  }
  return { stake: state.stake[operator] ?? 0, domain: state.domainOf[operator] ?? -1, services };
}
