/**
 * Price of anarchy of a game with a welfare to maximise: welfare of the worst equilibrium over the optimum (Koutsoupias and
 * Papadimitriou 1999; Vetta 2002 for utility games). 1 loses nothing.
 *
 * @param equilibria welfare of each equilibrium known; the ratio is a bound from above when not all are
 * @param optimum largest welfare there is
 * @returns at most 1 (but for rounding); below 0 where an equilibrium does harm; NaN without an equilibrium, or where the
 *   optimum is not above 0 (no ratio means anything)
 * @example priceOfAnarchy({ equilibria: [9, 6], optimum: 12 }) // 0.5
 */
export function priceOfAnarchy({ equilibria, optimum }: { equilibria: readonly number[]; optimum: number }): number {
  return equilibria.length === 0 || !(optimum > 0) ? Number.NaN : Math.min(...equilibria) / optimum;
}
