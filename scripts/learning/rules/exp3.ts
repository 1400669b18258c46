import { allowedStrategies } from "../allowedStrategies.js";
import { argumentWithin } from "../argumentWithin.js";
import type { LearningRule } from "../learningRule.js";
import { sampleIndex } from "../sampleIndex.js";
import { softmax } from "../softmax.js";
import { unitGain } from "../unitGain.js";

/** What EXP3 remembers. */
export interface Exp3State {
  /** ln of the weight of each strategy, up to a common constant. */
  readonly logWeights: readonly number[];
  /** The last draw and its probability; none before the first. */
  readonly drawn: { readonly strategy: number; readonly probability: number } | null;
}

/**
 * EXP3, an adversarial bandit: it learns from its own realised payoff alone. It draws an allowed strategy with
 * p_k = (1 - gamma) w_k / (sum of allowed w) + gamma / A, A the number of allowed strategies, and once the gain g in
 * [0, 1] (`unitGain`) of that draw is known, multiplies its weight by exp(gamma (g / p) / K). A strategy that it did not
 * draw itself (the first one, or one forced upon it) teaches nothing. With every strategy always allowed its regret is at
 * most (e - 1) gamma G + K ln K / gamma, G the gain of the best single strategy.
 *
 * @param parameters.gamma in 0..1, > 0, default 0.1 (an assumption); min(1, sqrt(K ln K / ((e - 1) T))) is the best
 *   choice for T decisions
 * @example exp3({ gamma: 0.05 })
 */
export function exp3({ gamma = 0.1 }: { gamma?: number } = {}): LearningRule<Exp3State> {
  argumentWithin({ name: "gamma", value: gamma, above: 0, high: 1 });
  return {
    id: "exp3",
    title: "EXP3 on own realised rewards",
    source: "Auer, Cesa-Bianchi, Freund and Schapire 2002, Figure 1 and Theorem 3.1",
    usesPayoffs: "realised",
    initial: (strategies) => ({ logWeights: Array.from({ length: strategies }, () => 0), drawn: null }),
    decide: ({ state, observation: { current, allowed, realised, scale }, random }) => {
      const logWeights = [...state.logWeights];
      if (state.drawn?.strategy === current) {
        const estimate = unitGain(realised, scale) / state.drawn.probability;
        logWeights[current] = (logWeights[current] as number) + (gamma * estimate) / logWeights.length;
      }
      const strategies = allowedStrategies(allowed);
      const probabilities = softmax(strategies.map((k) => logWeights[k] as number)).map(
        (share) => (1 - gamma) * share + gamma / strategies.length,
      );
      const at = sampleIndex(probabilities, random);
      const strategy = strategies[at] as number;
      return { state: { logWeights, drawn: { strategy, probability: probabilities[at] as number } }, strategy };
    },
  };
}
