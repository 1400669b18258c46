import type { Prices } from "../workloads/prices.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";

/** Seconds of a day. */
const DAY = 86_400;

/**
 * What one request of a class is worth: its price at the class's mean lengths, with the premium of its verification
 * mode, in tokens (1 token = 1 USD, assumed). Prices are paid, so the value to the user is at least that.
 *
 * @example requestValue(workload, loadPrices()) // 0.0000482 for 328 input and 55 output tokens at 0.10 and 0.28
 */
export function requestValue(workload: WorkloadClass, prices: Prices): number {
  const price = prices.family(workload.modelFamily);
  const plain =
    "usdPerRequest" in price
      ? price.usdPerRequest
      : (workload.meanInputTokens * price.usdPerMillionInput + workload.meanOutputTokens * price.usdPerMillionOutput) /
        1e6;
  return plain * prices.premium[workload.verification];
}

/**
 * V: what it is worth a day that every request succeeds, tokens: rate x mean value x 86,400 s.
 *
 * @example valuePerDay({ classes, prices: loadPrices(), requestsPerSecond: 500 })
 */
export function valuePerDay(parameters: {
  /** Their shares sum to 1. */
  classes: readonly WorkloadClass[];
  prices: Prices;
  requestsPerSecond: number;
}): number {
  const { classes, prices, requestsPerSecond } = parameters;
  return requestsPerSecond * DAY * classes.reduce((sum, each) => sum + each.share * requestValue(each, prices), 0);
}
