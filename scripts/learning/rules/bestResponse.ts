import { allowedStrategies } from "../allowedStrategies.js";
import { isProfitable } from "../isProfitable.js";
import type { LearningRule } from "../learningRule.js";

/**
 * Best response: the allowed strategy with the highest payoff; among those within the tolerance of the highest, one
 * uniformly at random; stays unless that is strictly profitable. Myopic: it takes the others' strategies as they are.
 *
 * @example bestResponse().decide({ state: null, observation, random })
 */
export function bestResponse(): LearningRule<null> {
  return {
    id: "best-response",
    title: "Best response",
    source: "Cournot 1838; Gilboa and Matsui 1991; in potential games Monderer and Shapley 1996",
    usesPayoffs: "counterfactual",
    initial: () => null,
    decide: ({ observation, random }) => {
      const { current, allowed, scale } = observation;
      const strategies = allowedStrategies(allowed);
      const payoffs = strategies.map((k) => observation.payoff(k));
      const highest = payoffs.reduce((max, payoff) => Math.max(max, payoff), Number.NEGATIVE_INFINITY);
      if (!isProfitable(highest - observation.payoff(current), scale)) return { state: null, strategy: current };
      const best = strategies.filter((_, at) => !isProfitable(highest - (payoffs[at] as number), scale));
      return { state: null, strategy: best.length === 1 ? (best[0] as number) : random.pick(best) };
    },
  };
}
