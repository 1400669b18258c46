import { sampleCorrelation, sampleRankCorrelation } from "simple-statistics";

/** How pay goes with what each operator adds. */
export interface Alignment {
  /** Linear correlation, in [-1, 1]. */
  readonly pearson: number;
  /** Correlation of ranks, ties at their mean rank, in [-1, 1]. */
  readonly spearman: number;
  /** Sum of pay over what the operators' marginal coverage is worth, at least 0: 1 pays on the whole what it adds. */
  readonly level: number;
}

/**
 * Pay against counterfactual marginal coverage over operators: do those who are missed more earn more (Pearson 1895,
 * Spearman 1904), and is it as much as they add (level)?
 *
 * Correlations are NaN with fewer than two operators and where pay or marginal coverage is the same for all (nothing to
 * go with): equal pay is neither aligned nor misaligned. With two operators they can only be 1 or -1. The level is NaN
 * where nobody adds anything.
 *
 * @param pay tokens per day, one per operator that takes part: those that stay out agree at 0 and 0, and flatter
 * @param marginal share of all requests that only this operator saves, in the same order
 * @param valuePerDay tokens per day that all requests together are worth (V), default 1
 * @throws RangeError when lengths differ
 * @example alignment({ pay: [10, 20, 30], marginal: [0.1, 0.2, 0.3], valuePerDay: 100 }) // 1, 1, 1
 */
export function alignment({
  pay,
  marginal,
  valuePerDay = 1,
}: {
  pay: ArrayLike<number>;
  marginal: ArrayLike<number>;
  valuePerDay?: number;
}): Alignment {
  if (pay.length !== marginal.length) throw new RangeError(`${pay.length} pays, ${marginal.length} marginals`);
  const x = Array.from(pay);
  const y = Array.from(marginal);
  const worth = valuePerDay * y.reduce((sum, value) => sum + value, 0);
  const paid = x.reduce((sum, value) => sum + value, 0);
  const varies = (values: readonly number[]): boolean => values.some((value) => value !== values[0]);
  const defined = varies(x) && varies(y);
  return {
    pearson: defined ? sampleCorrelation(x, y) : Number.NaN,
    spearman: defined ? sampleRankCorrelation(x, y) : Number.NaN,
    level: worth === 0 ? Number.NaN : paid / worth,
  };
}
