import type { Game } from "./games.js";

/** Every profile of a game, in lexicographic order: strategies ^ players of them. */
export function profiles({ players, strategies }: Game): number[][] {
  let all: number[][] = [[]];
  for (let player = 0; player < players; player++) {
    all = all.flatMap((profile) => Array.from({ length: strategies }, (_, k) => [...profile, k]));
  }
  return all;
}

/** Whether nobody gains more than 1e-9 by a lone deviation. */
export function isEquilibrium(game: Game, profile: readonly number[]): boolean {
  return profile.every((_, player) => {
    const now = game.payoff(profile, player);
    for (let k = 0; k < game.strategies; k++) {
      if (game.payoff(profile.with(player, k), player) > now + 1e-9) return false;
    }
    return true;
  });
}

/** All pure Nash equilibria, by enumeration. */
export function pureEquilibria(game: Game): number[][] {
  return profiles(game).filter((profile) => isEquilibrium(game, profile));
}
