import type { WorkloadClass } from "../workloads/workloadClass.js";
import { FIT, type Network } from "./network.js";
import { holdSeconds } from "./serviceOutcome.js";

/**
 * Place-seconds that a request takes on average: each class at its mean lengths, averaged over the operators that fit
 * it and over the classes that somebody fits. Offered load = requests per second x this / all places.
 *
 * @example const rate = (load * places) / placeSecondsPerRequest(network, classes);
 */
export function placeSecondsPerRequest(network: Network, classes: readonly WorkloadClass[]): number {
  let seconds = 0;
  let share = 0;
  classes.forEach((workload, c) => {
    let sum = 0;
    let fitting = 0;
    for (let operator = 0; operator < network.operators; operator++) {
      const cell = operator * network.classes + c;
      if (network.fit[cell] !== FIT.fits) continue;
      sum += holdSeconds(network, cell, workload.meanInputTokens, workload.meanOutputTokens);
      fitting += 1;
    }
    if (fitting === 0) return;
    seconds += workload.share * (sum / fitting);
    share += workload.share;
  });
  return share === 0 ? 0 : seconds / share;
}
