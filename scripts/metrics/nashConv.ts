/** How far a profile is from equilibrium. */
export interface EquilibriumGap {
  /** The largest gain from one operator's best deviation; 0 in an equilibrium. */
  readonly epsilon: number;
  /** The sum over operators of their best gains. */
  readonly nashConv: number;
  /** How many operators gain by deviating. */
  readonly wanting: number;
}

/**
 * Epsilon and NashConv (Lanctot et al. 2017, "A unified game-theoretic approach to multiagent reinforcement learning")
 * from each operator's gain by its best unilateral deviation. Staying as one is always possible, so a
 * negative gain counts as 0.
 *
 * @param gains tokens per day, one per operator
 * @param tolerance gains up to this are rounding and do not make an operator want to move, default 0
 * @throws RangeError when a gain is not a number
 * @example nashConv([3, -1, 2]) // { epsilon: 3, nashConv: 5, wanting: 2 }
 */
export function nashConv(gains: readonly number[], tolerance = 0): EquilibriumGap {
  if (gains.some((gain) => Number.isNaN(gain))) throw new RangeError("a gain is not a number");
  return {
    epsilon: gains.reduce((most, gain) => Math.max(most, gain), 0),
    nashConv: gains.reduce((sum, gain) => sum + Math.max(0, gain), 0),
    wanting: gains.filter((gain) => gain > tolerance).length,
  };
}
