import { allowedStrategies } from "../allowedStrategies.js";
import { argumentWithin } from "../argumentWithin.js";
import type { LearningRule } from "../learningRule.js";
import { sampleIndex } from "../sampleIndex.js";
import { softmax } from "../softmax.js";

/**
 * Log-linear (Boltzmann, logit) learning: an allowed strategy k with probability proportional to
 * exp(payoff_k / (temperature x scale)). In a potential game in which one operator moves at a time its stationary
 * distribution is exp(potential / T) / Z; in a large population its rest points are the logit equilibria. It never
 * settles: at a tie it moves with probability 1/2.
 *
 * @param parameters.temperature in units of the scale, > 0, default 0.05 (an assumption)
 * @example logLinear({ temperature: 0.1 })
 */
export function logLinear({ temperature = 0.05 }: { temperature?: number } = {}): LearningRule<null> {
  argumentWithin({ name: "temperature", value: temperature, above: 0 });
  return {
    id: "log-linear",
    title: "Log-linear learning",
    source: "Blume 1993, The Statistical Mechanics of Strategic Interaction",
    usesPayoffs: "counterfactual",
    initial: () => null,
    decide: ({ observation, random }) => {
      const strategies = allowedStrategies(observation.allowed);
      const unit = temperature * observation.scale;
      const probabilities = softmax(strategies.map((k) => observation.payoff(k) / unit));
      return { state: null, strategy: strategies[sampleIndex(probabilities, random)] as number };
    },
  };
}
