import { randomStream } from "../common/random.js";
import type { CostFigures } from "./costFigures.js";
import type { OperatorProfile } from "./operatorProfile.js";

/**
 * Operators that differ in capital, stake and costs, drawn from one stream each, so that operator i is the same however
 * many there are: capital log-uniform (or, unequal, Pareto from the least capital on), power and capital multipliers uniform around 1, a home region drawn by demand.
 * All spreads are assumptions of `data/costs.json`.
 *
 * @example operatorProfiles({ seed: 1, count: 60, regions: new Map([["Europe", 0.4], ["APAC", 0.6]]), figures })
 */
export function operatorProfiles(parameters: {
  seed: number | string;
  count: number;
  /** Share of demand per region. */
  regions: ReadonlyMap<string, number>;
  figures: CostFigures;
  /** Capital, and with it stake, by Pareto's law. */
  unequal?: boolean;
}): OperatorProfile[] {
  const { seed, count, regions, figures, unequal = false } = parameters;
  const [least, most] = figures.capital;
  return Array.from({ length: count }, (_, operator) => {
    const stream = randomStream(seed, `operators/${operator}`);
    const draw = stream.next();
    const factor = unequal ? (1 - draw) ** (-1 / figures.capitalTail) : (most / least) ** draw;
    const capital = Math.round(least * factor);
    const around = (spread: number): number => stream.between(1 - spread, 1 + spread);
    const power = around(figures.spread.power);
    const rent = around(figures.spread.capital);
    const home = drawn(regions, stream.next());
    const region = Object.fromEntries(
      [...regions.keys()].map((id) => [id, id === home ? 1 - figures.homeDiscount : 1]),
    );
    return {
      id: `operator-${operator}`,
      capital,
      stake: Math.round(figures.stakeShare * capital),
      multipliers: { power, capital: rent, region },
    };
  });
}

/** The region in which a point of [0, 1) of all demand lies. */
function drawn(regions: ReadonlyMap<string, number>, point: number): string | undefined {
  let left = point * [...regions.values()].reduce((a, b) => a + b, 0);
  for (const [region, share] of regions) {
    left -= share;
    if (left < 0) return region;
  }
  return [...regions.keys()].at(-1);
}
