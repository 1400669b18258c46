import { randomStream } from "../../scripts/common/random.js";
import { activation } from "../../scripts/learning/activation.js";
import type { LearningRule } from "../../scripts/learning/learningRule.js";
import { at } from "./games.js";

/** Many alike players with two strategies, A (0) and B (1). */
export interface Population {
  readonly size: number;
  /** Payoff of A, of B, when `a` of all players play A; of a player that plays it itself. */
  payoff(strategy: number, a: number): number;
}

/** How to run a population. */
export interface PopulationRun {
  readonly population: Population;
  readonly rule: LearningRule;
  readonly frequency?: number;
  readonly epochs: number;
  /** How many play A at first. */
  readonly start: number;
  readonly seed: number | string;
  /** Ends early once this holds. */
  readonly until?: (a: number) => boolean;
}

/** Runs a population in random order: how many play A at the start and after every epoch. */
export function runPopulation(run: PopulationRun): number[] {
  const { population, rule, frequency = 1, epochs, start, seed, until = () => false } = run;
  const { size } = population;
  const orders = randomStream(seed, "order");
  const decisions = randomStream(seed, "decisions");
  const states = Array.from({ length: size }, () => rule.initial(2));
  const plays: number[] = Array.from({ length: size }, (_, player) => (player < start ? 0 : 1));
  let a = start;
  const counts = [a];
  for (let epoch = 0; epoch < epochs && !until(a); epoch++) {
    const { operators } = activation({ order: "random", frequency, epoch, operators: size, random: orders });
    for (const player of operators) {
      const current = at(plays, player);
      const others = a - (current === 0 ? 1 : 0);
      const payoffs = [population.payoff(0, a), population.payoff(1, a)];
      const { state, strategy } = rule.decide({
        state: states[player],
        observation: {
          current,
          allowed: [true, true],
          realised: at(payoffs, current),
          payoff: (k) => population.payoff(k, others + (k === 0 ? 1 : 0)),
          get peers() {
            const kinds = payoffs.map((payoff, strategy) => ({ strategy, payoff }));
            return plays.toSpliced(player, 1).map((each) => at(kinds, each));
          },
          scale: 1,
        },
        random: decisions,
      });
      states[player] = state;
      plays[player] = strategy;
      a = others + (strategy === 0 ? 1 : 0);
    }
    counts.push(a);
  }
  return counts;
}
