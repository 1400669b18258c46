import { randomOrder } from "../../common/randomOrder.js";
import { allowedStrategies } from "../allowedStrategies.js";
import { argumentWithin } from "../argumentWithin.js";
import { isProfitable } from "../isProfitable.js";
import type { LearningRule } from "../learningRule.js";

/**
 * Better response with inertia: stays with probability `inertia`, else moves to an allowed strategy drawn uniformly from
 * the strictly profitable ones, if any. It looks at strategies in random order and takes the first profitable one, which
 * is the same draw with few payoffs asked. With inertia in (0, 1) it settles in an equilibrium of every weakly acyclic
 * game, also when all move at once; without, it may cycle.
 *
 * @param parameters.inertia in 0..1, default 0.3 (an assumption)
 * @example betterResponse({ inertia: 0.5 })
 */
export function betterResponse({ inertia = 0.3 }: { inertia?: number } = {}): LearningRule<null> {
  argumentWithin({ name: "inertia", value: inertia, low: 0, high: 1 });
  return {
    id: "better-response",
    title: "Better response with inertia",
    source: "Young 2004, Strategic Learning and Its Limits; Marden, Arslan and Shamma 2009",
    usesPayoffs: "counterfactual",
    initial: () => null,
    decide: ({ observation, random }) => {
      const { current, allowed, scale } = observation;
      const stay = { state: null, strategy: current };
      if (random.next() < inertia) return stay;
      const now = observation.payoff(current);
      const others = allowedStrategies(allowed).filter((k) => k !== current);
      for (const strategy of randomOrder(others, random)) {
        if (isProfitable(observation.payoff(strategy) - now, scale)) return { state: null, strategy };
      }
      return stay;
    },
  };
}
