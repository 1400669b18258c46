/** What operators gain by one manipulation, over all that might try it. */
export interface GainFigures {
  /** Tokens per day, mean over operators; negative where it loses. */
  readonly mean: number | null;
  /** Tokens per day, of the operator that gains most. */
  readonly largest: number | null;
  /** Sum of gains over sum of pay: what a token of pay would become, less 1. */
  readonly share: number | null;
  /** Gain over pay of the operator for which that is most, among those that are paid. */
  readonly largestShare: number | null;
}

/**
 * Mean and largest gain, in tokens and as a share of pay. Operators without a value are left out of it; null where there are
 * none, or nothing is paid.
 *
 * @param cases gain and present pay of each operator, tokens per day
 * @example gainFigures([{ gain: 1, pay: 4 }, { gain: 0, pay: 1 }]) // 0.5, 1, 0.2, 0.25
 */
export function gainFigures(cases: readonly { readonly gain: number | null; readonly pay: number }[]): GainFigures {
  const known = cases.flatMap(({ gain, pay }) => (gain === null ? [] : [{ gain, pay }]));
  if (known.length === 0) return { mean: null, largest: null, share: null, largestShare: null };
  const gains = known.reduce((sum, { gain }) => sum + gain, 0);
  const paid = known.reduce((sum, { pay }) => sum + pay, 0);
  const shares = known.flatMap(({ gain, pay }) => (pay > 0 ? [gain / pay] : []));
  return {
    mean: gains / known.length,
    largest: known.reduce((most, { gain }) => Math.max(most, gain), Number.NEGATIVE_INFINITY),
    share: paid > 0 ? gains / paid : null,
    largestShare: shares.length === 0 ? null : shares.reduce((most, share) => Math.max(most, share)),
  };
}
