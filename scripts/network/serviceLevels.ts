import { betaQuantile } from "../common/betaQuantile.js";
import { ATTEMPT } from "./attemptResult.js";
import type { ProbeTally } from "./prober.js";
import type { Tally } from "./tally.js";

/** The largest service levels that are reported. */
export const MAX_RELIABILITY = 0.999;
export const MAX_CAPACITY_RATIO = 1000;

/** What is believed before anything is seen, and how fast seeing convinces. */
export interface ServicePrior {
  /** Beta(good, bad) in attempts; the default (1, 1) is uniform. */
  readonly good: number;
  readonly bad: number;
  /** The reported reliability is this quantile of the posterior: it is over-claimed with at most this probability. */
  readonly quantile: number;
  /**
   * Seconds between looks that count as independent: an outage lasts hours, so a thousand attempts in one hour say
   * little about the share of time that an operator is up. Default 2.7 h, the measured repair time.
   */
  readonly independence: number;
}

export const DEFAULT_PRIOR: ServicePrior = { good: 1, bad: 1, quantile: 0.1, independence: 2.7 * 3600 };

/**
 * How much of an operator's capacity counts for one of its classes. `served`: in proportion to the place-seconds that
 * each class took of it (before anything was served, to what each would take), so that capacity counts once. `free`:
 * all that its other classes leave free on average, so that idle capacity counts in each class.
 */
export type Attribution = "served" | "free";

/** Place-seconds of evidence that the demand of its classes is worth in an operator's attribution. */
const ATTRIBUTION_PRIOR = 60;

/** The two measured numbers of DESIGN.md per (operator, class), index `operator * classes + class`, and what carried them. */
export interface ServiceLevels {
  /** u, in [0, 0.999]; 0 where nothing was seen. */
  readonly reliability: Float64Array;
  /** x, in [0, 1000]. */
  readonly capacityRatio: Float64Array;
  /** Most requests at once that the operator was seen to carry, per operator. */
  readonly peak: Int32Array;
}

/**
 * Service levels from what was seen and probed in one window, never from the simulator's hidden truth.
 *
 * Reliability: the share of looks at which the operator answered while its domain was up, times the share of requests
 * and probes that it took and served well, as a posterior lower bound. A refusal for want of a place is a matter of
 * capacity, not of reliability; what was lost with the whole domain is the domain's.
 *
 * Capacity ratio: the most requests at once that it carried well (over all classes, seen or probed), as far as it is
 * attributed to the class, over the places that the whole class would take at its speed.
 *
 * @example serviceLevels({ tally, probes, seconds: 86_400 })
 */
export function serviceLevels(parameters: {
  tally: Tally;
  probes: ProbeTally;
  /** Length of the window. */
  seconds: number;
  /** Length of the part of it in which requests were counted; default all of it. */
  demandSeconds?: number;
  prior?: ServicePrior;
  /** Default `served`. */
  attribution?: Attribution;
}): ServiceLevels {
  const { tally, probes, seconds, prior = DEFAULT_PRIOR, attribution = "served" } = parameters;
  const { demandSeconds = seconds } = parameters;
  const { operators, classes } = tally;
  const reliability = new Float64Array(operators * classes);
  const capacityRatio = new Float64Array(operators * classes);
  const peak = Int32Array.from(tally.peak, (seen, operator) => Math.max(seen, probes.peak[operator] ?? 0));
  for (let operator = 0; operator < operators; operator++) {
    const looks = probes.looks[operator] ?? 0;
    const answered = looks === 0 ? 0 : (probes.answered[operator] ?? 0) / looks;
    const domainShare = probes.times.length === 0 ? 0 : looks / probes.times.length;
    const secondsUp = demandSeconds * domainShare * answered;
    const tries = Array.from({ length: classes }, (_, c) => triesOf(tally, probes, operator, c));
    const needed = tries.map((of, c) => erlangs(tally, probes, operator, c, of.seen, demandSeconds));
    const neededInAll = needed.reduce((a, b) => a + b, 0);
    let busy = 0;
    for (let c = 0; c < classes; c++) busy += tally.busySeconds[operator * classes + c] ?? 0;
    tries.forEach((of, c) => {
      if (of.taken === 0) return;
      const cell = operator * classes + c;
      const independent = Math.min(of.all, (seconds * domainShare) / prior.independence);
      const share = answered * (of.served / of.taken);
      reliability[cell] = Math.min(
        MAX_RELIABILITY,
        betaQuantile(prior.quantile, prior.good + independent * share, prior.bad + independent * (1 - share)),
      );
      const whole = peak[operator] ?? 0;
      const own = tally.busySeconds[cell] ?? 0;
      const demand = needed[c] ?? 0;
      const capacity =
        attribution === "free"
          ? Math.max(0, whole - (secondsUp === 0 ? 0 : (busy - own) / secondsUp))
          : (whole * (own + (neededInAll === 0 ? 0 : (ATTRIBUTION_PRIOR * demand) / neededInAll))) /
            (busy + ATTRIBUTION_PRIOR);
      capacityRatio[cell] = demand === 0 ? MAX_CAPACITY_RATIO : Math.min(MAX_CAPACITY_RATIO, capacity / demand);
    });
  }
  return { reliability, capacityRatio, peak };
}

/** Places that a class's whole demand would take at the operator's speed, seen or else probed; 0 where it did not answer. */
function erlangs(tally: Tally, probes: ProbeTally, operator: number, c: number, seen: number, seconds: number): number {
  const cell = operator * tally.classes + c;
  const hold = seen > 0 ? (tally.busySeconds[cell] ?? 0) / seen : (probes.seconds[cell] ?? 0);
  return ((tally.demand[c] ?? 0) / seconds) * hold;
}

/** Requests and probes that an operator took in a class while its domain was up: all tries, those taken, those served well. */
function triesOf(tally: Tally, probes: ProbeTally, operator: number, c: number) {
  const cell = operator * tally.classes + c;
  const of = (result: number): number => tally.attemptsOf(operator, c, result);
  const seen = of(ATTEMPT.served) + of(ATTEMPT.slow) + of(ATTEMPT.unverified) + of(ATTEMPT.lost);
  const taken = seen + (probes.tried[cell] ?? 0);
  return {
    seen: seen + of(ATTEMPT.lostWithDomain),
    taken,
    served: of(ATTEMPT.served) + (probes.served[cell] ?? 0),
    all: taken + of(ATTEMPT.unreachable) + ((probes.looks[operator] ?? 0) - (probes.answered[operator] ?? 0)),
  };
}
