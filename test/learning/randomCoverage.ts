import type { RandomStream } from "../../scripts/common/random.js";
import type { Cover, CoverageGameParameters } from "./coverageGame.js";

/** How random coverage games look. */
export interface CoverageKind {
  /** Whether weights are random in (0, 1] or all 1. */
  readonly weighted: boolean;
  /** Whether a strategy serves its resources for sure, or with a random probability. */
  readonly certain: boolean;
  /** How many failure domains, each up with a random probability in [0.5, 1); none: always up. */
  readonly domains: number;
  /** The highest cost of a strategy; without costs there is no staying out either. */
  readonly cost: number;
}

/** The kinds without participation cost. */
export const FREE_KINDS: Readonly<Record<string, CoverageKind>> = {
  "unweighted coverage": { weighted: false, certain: true, domains: 0, cost: 0 },
  "weighted coverage": { weighted: true, certain: true, domains: 0, cost: 0 },
  "weighted, serving with probability": { weighted: true, certain: false, domains: 0, cost: 0 },
  "weighted, serving with probability, domains that fail": { weighted: true, certain: false, domains: 2, cost: 0 },
};

/** A coverage game of 2 to 4 players with 3 strategies each, over 3 to 5 resources. */
export function randomCoverage(kind: CoverageKind, random: RandomStream): CoverageGameParameters {
  const resources = 3 + random.below(3);
  const weights = Array.from({ length: resources }, () => (kind.weighted ? 1 - random.next() : 1));
  const cover = (): Cover => ({
    serves: weights.map(() => (random.next() < 0.4 ? (kind.certain ? 1 : random.next()) : 0)),
    domain: random.below(Math.max(1, kind.domains)),
    cost: kind.cost * random.next(),
  });
  const out: Cover = { serves: weights.map(() => 0) };
  const covers = Array.from({ length: 2 + random.below(3) }, () => [kind.cost > 0 ? out : cover(), cover(), cover()]);
  const availability = Array.from({ length: kind.domains }, () => random.between(0.5, 1));
  return { weights, covers, availability: kind.domains > 0 ? availability : [1] };
}
