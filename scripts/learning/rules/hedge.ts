import { allowedStrategies } from "../allowedStrategies.js";
import { argumentWithin } from "../argumentWithin.js";
import type { LearningRule, Observation } from "../learningRule.js";
import { sampleIndex } from "../sampleIndex.js";
import { softmax } from "../softmax.js";
import { unitGain } from "../unitGain.js";

/** What Hedge remembers. */
export interface HedgeState {
  /** ln of the weight of each strategy; the weights sum to 1. */
  readonly logWeights: readonly number[];
}

/**
 * Hedge on realised rewards: exponential weights on what each strategy was publicly seen to earn, never on what it
 * would have earned. The reward of the strategy it plays is its own realised payoff; that of another is the mean
 * payoff of the peers that play it; each becomes a gain in [0, 1] (`unitGain`). A strategy that nobody plays is a
 * sleeping expert: its weight does not change, and the seen ones share theirs anew among themselves,
 *
 *     w_k <- w_k exp(eta g_k) * (sum of seen w) / (sum of seen w exp(eta g)).
 *
 * It plays an allowed strategy with probability proportional to its weight. With every strategy seen and allowed this is
 * Freund and Schapire's Hedge, whose regret over T decisions is at most ln K / eta + eta T / 8, hence sqrt(T ln K / 2) at
 * eta = sqrt(8 ln K / T). With few strategies in use it explores the unseen ones at their first weight, 1 / K each.
 *
 * @param parameters.learningRate eta, > 0, default 0.5 (an assumption)
 * @example hedge({ learningRate: Math.sqrt((8 * Math.log(strategies)) / epochs) })
 */
export function hedge({ learningRate = 0.5 }: { learningRate?: number } = {}): LearningRule<HedgeState> {
  argumentWithin({ name: "learning rate", value: learningRate, above: 0 });
  return {
    id: "hedge",
    title: "Hedge on realised rewards",
    source:
      "Freund and Schapire 1997; bound: Cesa-Bianchi and Lugosi 2006, Theorem 2.2; sleeping experts: Freund, Schapire, " +
      "Singer and Warmuth 1997",
    usesPayoffs: "peers",
    initial: (strategies) => ({ logWeights: Array.from({ length: strategies }, () => -Math.log(strategies)) }),
    decide: ({ state, observation, random }) => {
      const logWeights = updated({ logWeights: state.logWeights, gains: seenGains(observation), learningRate });
      const strategies = allowedStrategies(observation.allowed);
      const probabilities = softmax(strategies.map((k) => logWeights[k] as number));
      return { state: { logWeights }, strategy: strategies[sampleIndex(probabilities, random)] as number };
    },
  };
}

/** The gain of each strategy that somebody plays. */
function seenGains({ current, realised, peers, scale }: Observation): ReadonlyMap<number, number> {
  const sums = new Map<number, { payoff: number; count: number }>();
  for (const { strategy, payoff } of peers) {
    const sum = sums.get(strategy) ?? { payoff: 0, count: 0 };
    sums.set(strategy, { payoff: sum.payoff + payoff, count: sum.count + 1 });
  }
  sums.set(current, { payoff: realised, count: 1 });
  return new Map([...sums].map(([strategy, { payoff, count }]) => [strategy, unitGain(payoff / count, scale)]));
}

function updated(parameters: {
  logWeights: readonly number[];
  gains: ReadonlyMap<number, number>;
  learningRate: number;
}): number[] {
  const { logWeights, gains, learningRate } = parameters;
  const seen = [...gains.keys()];
  const before = seen.map((k) => logWeights[k] as number);
  const after = seen.map((k, at) => (before[at] as number) + learningRate * (gains.get(k) as number));
  const shift = logSumExp(before) - logSumExp(after);
  const next = [...logWeights];
  for (const [at, k] of seen.entries()) next[k] = (after[at] as number) + shift;
  return next;
}

function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
