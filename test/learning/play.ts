import { randomStream } from "../../scripts/common/random.js";
import { activation } from "../../scripts/learning/activation.js";
import type { LearningRule, Observation } from "../../scripts/learning/learningRule.js";
import { at, type Game } from "./games.js";

/** How to play a game. */
export interface Match {
  readonly game: Game;
  readonly rule: LearningRule;
  readonly order: "sequential" | "random" | "simultaneous";
  /** Share of the players that decide per epoch; all by default. */
  readonly frequency?: number;
  readonly epochs: number;
  readonly start: readonly number[];
  readonly seed: number;
  /** Scale of payoffs; 1 by default. */
  readonly scale?: number;
  /** Called after every decision that changed the profile. */
  readonly onMove?: (move: { before: readonly number[]; after: readonly number[]; player: number }) => void;
}

/** Plays a game by one rule: the profile at the start and after every epoch. */
export function play(match: Match): number[][] {
  const { game, rule, order, frequency = 1, epochs, seed, scale = 1, onMove } = match;
  const orders = randomStream(seed, "order");
  const decisions = randomStream(seed, "decisions");
  const states = Array.from({ length: game.players }, () => rule.initial(game.strategies));
  const trajectory = [[...match.start]];
  let profile: number[] = [...match.start];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const start = profile;
    const active = activation({ order, frequency, epoch, operators: game.players, random: orders });
    for (const player of active.operators) {
      const observation = observe({ game, profile: active.seesEarlierMoves ? profile : start, player, scale });
      const { state, strategy } = rule.decide({ state: states[player], observation, random: decisions });
      states[player] = state;
      const after = profile.with(player, strategy);
      if (strategy !== at(profile, player)) onMove?.({ before: profile, after, player });
      profile = after;
    }
    trajectory.push(profile);
  }
  return trajectory;
}

/** What a player of a game sees: everything is allowed, it realised its payoff, its peers are the others. */
export function observe(parameters: {
  game: Game;
  profile: readonly number[];
  player: number;
  scale: number;
}): Observation {
  const { game, profile, player, scale } = parameters;
  return {
    current: at(profile, player),
    allowed: Array.from({ length: game.strategies }, () => true),
    get realised() {
      return game.payoff(profile, player);
    },
    payoff: (k) => game.payoff(profile.with(player, k), player),
    get peers() {
      return profile.flatMap((strategy, other) =>
        other === player ? [] : [{ strategy, payoff: game.payoff(profile, other) }],
      );
    },
    scale,
  };
}
