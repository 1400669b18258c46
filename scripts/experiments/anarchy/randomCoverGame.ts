import type { RandomStream } from "../../common/random.js";
import type { CoverGame, Plan } from "./coverGame.js";

/**
 * A random coverage game: 2 to 4 operators of three plans each, over 3 to 5 resources that a plan serves with probability
 * 0.4 each. Half of the games have equal weights, half of them nearly certain success (0.999), the others random ones; all
 * of it within what the ledger takes (u from 0.5 to 0.999).
 *
 * @param parameters.cost {emission} the highest cost of a plan, drawn uniformly from 0 to it; with costs the first plan is
 *   staying out, without there is no staying out
 * @example randomCoverGame({ stream: randomStream(1, "games"), cost: 0 })
 */
export function randomCoverGame({ stream, cost }: { stream: RandomStream; cost: number }): CoverGame {
  const isEven = stream.next() < 0.5;
  const isNearlyCertain = stream.next() < 0.5;
  const weights = Array.from({ length: 3 + stream.below(3) }, () => (isEven ? 1_000 : 1 + stream.below(1_000)));
  const draw = (): Plan => ({
    serves: weights.flatMap((_, resource) => {
      if (stream.next() >= 0.4) return [];
      return [{ resource, probability: isNearlyCertain ? 0.999 : (500 + stream.below(500)) / 1_000 }];
    }),
    cost: cost * stream.next(),
  });
  const out: Plan = { serves: [], cost: 0 };
  const plans = Array.from({ length: 2 + stream.below(3) }, () => [cost > 0 ? out : draw(), draw(), draw()]);
  return { weights, plans, value: 1 };
}
