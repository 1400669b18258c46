/** A finite game in which every player has the same number of strategies. */
export interface Game {
  readonly players: number;
  readonly strategies: number;
  payoff(profile: readonly number[], player: number): number;
}

/** A game with an exact potential: a lone deviation changes it by what it changes the deviator's payoff. */
export interface PotentialGame extends Game {
  potential(profile: readonly number[]): number;
}

/** Two players, one matrix of row payoffs each: `rows[own][other]`. */
export function bimatrixGame(first: readonly (readonly number[])[], second = first): Game {
  return {
    players: 2,
    strategies: first.length,
    payoff: (profile, player) => at(at(player === 0 ? first : second, at(profile, player)), at(profile, 1 - player)),
  };
}

/** Strategy k + 1 beats k, modulo 3: 0 rock, 1 paper, 2 scissors. */
export const ROCK_PAPER_SCISSORS = bimatrixGame([
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]);

/**
 * A singleton congestion game: each player takes one resource and pays its delay, `delays[resource][load - 1]`.
 * Rosenthal 1973: minus the sum over resources of delay(1) + ... + delay(load) is an exact potential.
 */
export function congestionGame(players: number, delays: readonly (readonly number[])[]): PotentialGame {
  const load = (profile: readonly number[], resource: number) => profile.filter((k) => k === resource).length;
  return {
    players,
    strategies: delays.length,
    payoff: (profile, player) => {
      const resource = at(profile, player);
      return -at(at(delays, resource), load(profile, resource) - 1);
    },
    potential: (profile) => -sum(delays.map((delay, resource) => sum(delay.slice(0, load(profile, resource))))),
  };
}

/** The sum. @example sum([1, 2]) // 3 */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The element at an index that must exist. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no element ${index} of ${items.length}`);
  return item;
}
