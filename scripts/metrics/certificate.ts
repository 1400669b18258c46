import type { OfferTable } from "../agents/pricing/offerTable.js";
import type { Pricer } from "../agents/pricing/pricer.js";

/** Everything that a certificate is computed from: one state, in the pricer, and what each operator could do instead. */
export interface Situation {
  readonly pricer: Pricer;
  readonly table: OfferTable;
  /** Strategy that each operator plays. */
  readonly playing: ArrayLike<number>;
  /** Tokens per day, index `operator * strategies + strategy`. */
  readonly costs: Float64Array;
  /** 1 where the operator could play the strategy, the same index; all of them if left out. */
  readonly allowed?: Uint8Array;
}

/** An operator's best strategy and what it gains, tokens per day: 0 with what it plays. */
export interface BestDeviation {
  readonly operator: number;
  readonly strategy: number;
  readonly gain: number;
}

export interface Certificate {
  readonly policy: Pricer["policy"];
  /** Deviations priced. */
  readonly priced: number;
  /** One for each operator, by index. */
  readonly best: readonly BestDeviation[];
  /** The largest gain, tokens per day: the profile is an epsilon-equilibrium. */
  readonly epsilon: number;
  /** Epsilon over the mean pay of the operators that are paid; 0 for epsilon 0, Infinity if nobody is paid. */
  readonly epsilonShare: number;
  /** Sum of all gains, tokens per day (Lanctot et al. 2017, "A unified game-theoretic approach", NashConv). */
  readonly nashConv: number;
  /** Who gains more than the tolerance, the greatest gain first. */
  readonly wanting: readonly BestDeviation[];
}

/**
 * Prices every deviation of every operator, all else fixed. An operator nets its pay as it is less the cost of what it plays,
 * and with another strategy the price of that strategy's offer less its cost; changing over is free.
 *
 * @param tolerance tokens per day up to which a gain does not count as wanting to move
 * @example certify({ pricer, table, playing, costs, tolerance: 1e-6 }).epsilon // 0 in an equilibrium
 */
export function certify(parameters: Situation & { tolerance: number }): Certificate {
  const { pricer, table, playing, costs, allowed, tolerance } = parameters;
  const { strategies } = table;
  let priced = 0;
  let paid = 0;
  let earners = 0;
  const best = Array.from(playing, (present, operator): BestDeviation => {
    const pay = pricer.pay(operator);
    if (pay > 0) earners++;
    paid += pay;
    const base = operator * strategies;
    const net = pay - (costs[base + present] as number);
    const prices = pricer.priceStrategies(operator, table);
    let strategy = present;
    let gain = 0;
    for (let k = 0; k < strategies; k++) {
      if (k === present || allowed?.[base + k] === 0) continue;
      priced++;
      const more = (prices[k] as number) - (costs[base + k] as number) - net;
      if (more > gain) {
        strategy = k;
        gain = more;
      }
    }
    return { operator, strategy, gain };
  });
  const epsilon = best.reduce((most, { gain }) => Math.max(most, gain), 0);
  return {
    policy: pricer.policy,
    priced,
    best,
    epsilon,
    epsilonShare: epsilon === 0 ? 0 : (epsilon * earners) / paid || Number.POSITIVE_INFINITY,
    nashConv: best.reduce((sum, { gain }) => sum + gain, 0),
    wanting: best.filter(({ gain }) => gain > tolerance).sort((a, b) => b.gain - a.gain || a.operator - b.operator),
  };
}
