import { argumentWithin } from "../argumentWithin.js";
import type { LearningRule } from "../learningRule.js";
import { numberOrThrow } from "../numberOrThrow.js";

/**
 * Proportional imitation: meets one peer uniformly at random and, if that earns more than it realised itself, takes
 * over its strategy with probability min(1, rate x difference / scale). Stays if that strategy is not allowed. In
 * a large population it follows the replicator dynamics.
 *
 * @param parameters.rate in 0..infinity, > 0, default 0.5: 1 / (range of payoffs) when they lie in [-scale, +scale],
 *   which is Schlag's dominant rate
 * @example proportionalImitation({ rate: 1 })
 */
export function proportionalImitation({ rate = 0.5 }: { rate?: number } = {}): LearningRule<null> {
  argumentWithin({ name: "rate", value: rate, above: 0 });
  return {
    id: "proportional-imitation",
    title: "Proportional imitation",
    source: "Schlag 1998, Why Imitate, and If So, How?",
    usesPayoffs: "peers",
    initial: () => null,
    decide: ({ observation: { current, allowed, realised, peers, scale }, random }) => {
      const stay = { state: null, strategy: current };
      if (peers.length === 0) return stay;
      const peer = random.pick(peers);
      if (peer.strategy === current || !allowed[peer.strategy]) return stay;
      const probability = (rate * numberOrThrow(peer.payoff - realised)) / scale;
      return random.next() < probability ? { state: null, strategy: peer.strategy } : stay;
    },
  };
}
