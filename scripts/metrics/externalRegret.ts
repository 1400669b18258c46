/** What one operator missed against the best single strategy in hindsight. */
export interface ExternalRegret {
  /** Best fixed strategy's total minus the realised total; negative when switching beat every fixed strategy. */
  readonly total: number;
  /** Total over the number of epochs. */
  readonly perEpoch: number;
  /** The best fixed strategy, the lowest of those that tie. */
  readonly best: number;
}

/**
 * External regret: what always playing the best fixed strategy would have earned, others' moves as they were, minus what
 * was earned (Hannan 1957; Cesa-Bianchi and Lugosi 2006, Prediction, Learning, and Games, chapter 4).
 *
 * @param realised payoff of each epoch
 * @param alternatives payoff of each strategy in each epoch, index `[epoch][strategy]`
 * @throws RangeError when there is no epoch or no strategy, or numbers differ
 * @example externalRegret({ realised: [0, 0], alternatives: [[1, 0], [1, 0]] }) // { total: 2, perEpoch: 1, best: 0 }
 */
export function externalRegret({
  realised,
  alternatives,
}: {
  realised: readonly number[];
  alternatives: readonly ArrayLike<number>[];
}): ExternalRegret {
  const strategies = alternatives[0]?.length ?? 0;
  if (strategies === 0 || realised.length !== alternatives.length) {
    throw new RangeError(`${realised.length} realised payoffs, ${alternatives.length} epochs of alternatives`);
  }
  const totals = new Array<number>(strategies).fill(0);
  for (const payoffs of alternatives) {
    if (payoffs.length !== strategies) throw new RangeError(`${payoffs.length} strategies, expected ${strategies}`);
    totals.forEach((total, strategy) => {
      totals[strategy] = total + (payoffs[strategy] ?? 0);
    });
  }
  const best = totals.indexOf(Math.max(...totals));
  const total = (totals[best] ?? 0) - realised.reduce((sum, payoff) => sum + payoff, 0);
  return { total, perEpoch: total / realised.length, best };
}
