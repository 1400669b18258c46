import { argumentWithin } from "../argumentWithin.js";
import type { LearningRule } from "../learningRule.js";
import { numberOrThrow } from "../numberOrThrow.js";

/**
 * Fermi pairwise comparison: meets one peer uniformly at random and takes over its strategy with probability
 * 1 / (1 + exp(-(peer's payoff - own realised payoff) / (temperature x scale))). Stays if that strategy is its own or not
 * allowed. A worse peer is followed too, only less often, and at equal payoffs it moves with probability 1/2.
 *
 * @param parameters.temperature in units of the scale, > 0, default 0.1 (an assumption); 1 / temperature is the
 *   intensity of selection
 * @example fermiImitation({ temperature: 0.5 })
 */
export function fermiImitation({ temperature = 0.1 }: { temperature?: number } = {}): LearningRule<null> {
  argumentWithin({ name: "temperature", value: temperature, above: 0 });
  return {
    id: "fermi-imitation",
    title: "Fermi imitation",
    source: "Szabo and Toke 1998; Traulsen, Nowak and Pacheco 2006",
    usesPayoffs: "peers",
    initial: () => null,
    decide: ({ observation: { current, allowed, realised, peers, scale }, random }) => {
      const stay = { state: null, strategy: current };
      if (peers.length === 0) return stay;
      const peer = random.pick(peers);
      if (peer.strategy === current || !allowed[peer.strategy]) return stay;
      const probability = 1 / (1 + Math.exp(numberOrThrow(realised - peer.payoff) / (temperature * scale)));
      return random.next() < probability ? { state: null, strategy: peer.strategy } : stay;
    },
  };
}
