import { at, type PotentialGame, sum } from "./games.js";

/** One strategy of one player of a coverage game. */
export interface Cover {
  /** Per resource, the probability in [0, 1] that this strategy serves it while its domain is up. */
  readonly serves: readonly number[];
  /** Index of the failure domain; the first by default. */
  readonly domain?: number;
  /** What it costs; nothing by default. */
  readonly cost?: number;
}

/** What a coverage game is made of. */
export interface CoverageGameParameters {
  /** Per resource. */
  readonly weights: readonly number[];
  /** Per player, its strategies. */
  readonly covers: readonly (readonly Cover[])[];
  /** Per domain, the probability in [0, 1] that it is up; one domain that is always up by default. */
  readonly availability?: readonly number[];
}

/** A coverage game, and its value before costs. */
export interface CoverageGame extends PotentialGame {
  value(profile: readonly number[]): number;
}

/**
 * A coverage game: value = sum over resources of weight x (1 - product over domains of (1 - availability (1 - product
 * over its players of (1 - serves)))). A player is paid what the value would lose without it, computed so (not by the
 * ledger's closed form), minus its cost. Its potential is its welfare: value minus all costs.
 */
export function coverageGame({ weights, covers, availability = [1] }: CoverageGameParameters): CoverageGame {
  const played = (profile: readonly number[]) => profile.map((k, player) => at(at(covers, player), k));
  const served = (active: readonly Cover[], resource: number) => {
    const unserved = availability.map((up, domain) => {
      const members = active.filter((cover) => (cover.domain ?? 0) === domain);
      return 1 - up * (1 - product(members.map(({ serves }) => 1 - at(serves, resource))));
    });
    return 1 - product(unserved);
  };
  const covered = (active: readonly Cover[]) =>
    sum(weights.map((weight, resource) => weight * served(active, resource)));
  const cost = (cover: Cover) => cover.cost ?? 0;
  return {
    players: covers.length,
    strategies: at(covers, 0).length,
    value: (profile) => covered(played(profile)),
    payoff: (profile, player) => {
      const active = played(profile);
      return covered(active) - covered(active.toSpliced(player, 1)) - cost(at(active, player));
    },
    potential: (profile) => covered(played(profile)) - sum(played(profile).map(cost)),
  };
}

function product(factors: readonly number[]): number {
  return factors.reduce((total, factor) => total * factor, 1);
}
