import { fromBillionths, toBillionths } from "../common/units.js";
import { FIT, type Network } from "../network/network.js";
import { MAX_CAPACITY_RATIO, MAX_RELIABILITY } from "../network/serviceLevels.js";
import { holdSeconds } from "../network/serviceOutcome.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import type { ServiceTable } from "./serviceTable.js";

/** Reliability below which an operator is paid nothing in a class (the ledger's default), so that it does not list it. */
export const LEAST_RELIABILITY = 0.5;

/**
 * The analytic service model: u and x of every strategy, from its rig and the demand alone, whatever others do.
 *
 * u = availability of an operator inside a domain that is up x (1 - failure probability of the mode) x share of the
 * class's requests whose first token comes in time; 0 where less than half do, tokens come too slowly, or it does not fit.
 * x = the rig's places, attributed to the classes it serves in proportion to the place-seconds they would take of it,
 * over the places that the whole class would take at its speed. Both parts have the same proportions, so x is the same
 * in all its classes: places / sum over its classes of rate x share x seconds.
 *
 * @returns whole billionths
 * @example analyticService({ network, classes, requestsPerSecond, operatorAvailability: 0.9675, promptShare })
 */
export function analyticService(parameters: {
  /** One operator per strategy: `strategyNetwork`. */
  network: Network;
  classes: readonly WorkloadClass[];
  requestsPerSecond: number;
  /** Share of time that an operator is up while its domain is. */
  operatorAvailability: number;
  /** Share of a class's requests with at most so many input tokens. */
  promptShare: (classIndex: number, tokens: number) => number;
}): ServiceTable {
  const { network, classes, requestsPerSecond, operatorAvailability } = parameters;
  const strategies = network.operators;
  const reliability = new Float64Array(strategies * classes.length);
  const capacityRatio = new Float64Array(strategies * classes.length);
  for (let strategy = 0; strategy < strategies; strategy++) {
    let needed = 0;
    classes.forEach((workload, c) => {
      const cell = strategy * classes.length + c;
      const good = 1 - (network.faulty[cell] ?? 0);
      const u = Math.min(MAX_RELIABILITY, operatorAvailability * good * shareInTime({ ...parameters, cell, c }));
      if (u < LEAST_RELIABILITY) return;
      reliability[cell] = whole(u);
      needed +=
        requestsPerSecond *
        workload.share *
        holdSeconds(network, cell, workload.meanInputTokens, workload.meanOutputTokens);
    });
    const ratio = whole(Math.min(MAX_CAPACITY_RATIO, (network.slots[strategy] ?? 0) / needed));
    classes.forEach((_, c) => {
      const cell = strategy * classes.length + c;
      if ((reliability[cell] ?? 0) > 0) capacityRatio[cell] = ratio;
    });
  }
  return { strategies, classes: classes.length, reliability, capacityRatio };
}

/** Share of the class's requests that the strategy serves in time if it takes them at once. */
function shareInTime(parameters: {
  network: Network;
  promptShare: (classIndex: number, tokens: number) => number;
  cell: number;
  c: number;
}): number {
  const { network, promptShare, cell, c } = parameters;
  if (network.fit[cell] !== FIT.fits) return 0;
  if ((network.tpot[cell] ?? 0) > (network.tpotTarget[c] ?? 0)) return 0;
  const left = (network.ttftTarget[c] ?? 0) - (network.ttftBase[cell] ?? 0);
  if (left < 0) return 0;
  const prefill = network.prefill[cell] ?? 0;
  return prefill === 0 ? 1 : promptShare(c, left / prefill);
}

/** To whole billionths, as the chain holds them. */
function whole(value: number): number {
  return fromBillionths(toBillionths(value));
}
