import { allowedStrategies } from "../allowedStrategies.js";
import { isProfitable } from "../isProfitable.js";
import type { LearningRule } from "../learningRule.js";
import { sampleIndex } from "../sampleIndex.js";

/** What regret matching remembers. */
export interface RegretMatchingState {
  /** Per strategy, the sum over the decisions so far of its payoff minus that of the strategy played, in scales. */
  readonly regrets: readonly number[];
}

/**
 * Unconditional regret matching: plays an allowed strategy with probability proportional to its positive regret, and
 * stays while none is positive. A strategy gathers regret only while it is allowed. The expected regret over T decisions
 * is at most range x sqrt((K - 1) T), range that of the payoffs (Blackwell's approachability).
 *
 * @example regretMatching().decide({ state: { regrets: [0, 0] }, observation, random })
 */
export function regretMatching(): LearningRule<RegretMatchingState> {
  return {
    id: "regret-matching",
    title: "Regret matching",
    source: "Hart and Mas-Colell 2000, section 4 (unconditional regrets) and Theorem B",
    usesPayoffs: "counterfactual",
    initial: (strategies) => ({ regrets: Array.from({ length: strategies }, () => 0) }),
    decide: ({ state, observation, random }) => {
      const { current, allowed, scale } = observation;
      const strategies = allowedStrategies(allowed);
      const now = observation.payoff(current);
      const regrets = [...state.regrets];
      for (const k of strategies) regrets[k] = (regrets[k] as number) + (observation.payoff(k) - now) / scale;
      const positive = strategies.map((k) => (isProfitable(regrets[k] as number, 1) ? (regrets[k] as number) : 0));
      const stay = positive.every((regret) => regret === 0);
      return { state: { regrets }, strategy: stay ? current : (strategies[sampleIndex(positive, random)] as number) };
    },
  };
}
