/** What a day costs and brings, tokens per day. */
export interface Money {
  readonly paid: number;
  readonly cost: number;
  /** What operators keep: paid - cost. */
  readonly surplus: number;
  /** What everybody gains: V C - cost (DESIGN.md, "Money"). Pay is a transfer and does not enter. */
  readonly welfare: number;
}

/**
 * Pay, cost, operators' surplus and welfare. Welfare minus surplus is V C - paid, what is left for those who pay.
 *
 * @param paid tokens per day that operators get
 * @param cost tokens per day that running the rigs costs
 * @param coverage C, in [0, 1]
 * @param valuePerDay V: tokens per day that C = 1 is worth
 * @example money({ paid: 60, cost: 50, coverage: 0.9, valuePerDay: 100 }) // { paid: 60, cost: 50, surplus: 10, welfare: 40 }
 */
export function money({
  paid,
  cost,
  coverage,
  valuePerDay,
}: {
  paid: number;
  cost: number;
  coverage: number;
  valuePerDay: number;
}): Money {
  return { paid, cost, surplus: paid - cost, welfare: valuePerDay * coverage - cost };
}
