import type { RandomStream } from "../../scripts/common/random.js";
import type { LearningRule, Observation } from "../../scripts/learning/learningRule.js";

/**
 * The probabilities with which a rule that draws one uniform number chooses each strategy, to within 1 / points per
 * strategy: it is asked at every midpoint of a grid instead of at random.
 */
export function choiceProbabilities<State>(parameters: {
  rule: LearningRule<State>;
  state: State;
  observation: Observation;
  points?: number;
}): number[] {
  const { rule, state, observation, points = 20_000 } = parameters;
  const shares = Array.from({ length: observation.allowed.length }, () => 0);
  for (let point = 0; point < points; point++) {
    const { strategy } = rule.decide({ state, observation, random: alwaysDraws((point + 0.5) / points) });
    shares[strategy] = (shares[strategy] ?? 0) + 1 / points;
  }
  return shares;
}

/** A stream that draws one number for ever. */
export function alwaysDraws(uniform: number): RandomStream {
  const below = (bound: number) => Math.floor(uniform * bound);
  return {
    next: () => uniform,
    below,
    between: (low, high) => low + (high - low) * uniform,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("cannot pick from an empty list");
      return item;
    },
    exponential: (mean) => -mean * Math.log1p(-uniform),
  };
}
