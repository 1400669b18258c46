/** Least correlation with itself one period later that is called a cycle. */
const CLEAR = 0.7;
/** Fewest whole periods that must fit into the half of the run that is looked at. */
const PERIODS = 2;
/** Fewest epochs in that half: in fewer, noise among two strategies passes for a cycle. */
const LEAST = 15;

/** A period of the strategies' shares, estimated. */
export interface ApproximateCycle {
  /** Epochs, 0 when there is none. */
  readonly period: number;
  /** Correlation of the shares with themselves one period later, in [0.7, 1]; NaN when there is no period. */
  readonly correlation: number;
  /** The shares do not change at all. */
  readonly steady: boolean;
}

/**
 * Whether the numbers of operators per strategy come and go with a period, over the second half of a run (the first is
 * taken as transient). By the autocorrelation of the vector of counts about its mean over the half (Box and Jenkins 1970,
 * chapter 2, with inner products in place of products, and each lag normalised by its own two segments): the period is
 * the first lag after it has fallen below 0 that is a local maximum of at least 0.7, with two whole periods in the half.
 * A drift falls below 0 and does not come back; noise seldom reaches 0.7 (the tests bound how often). Nothing is said of a
 * run of fewer than 30 epochs, and no period beyond a quarter of the run can be seen.
 *
 * @param profiles strategy index of every operator, one profile per epoch
 * @example approximateCycle(profiles) // { period: 7, correlation: 0.93, steady: false }
 */
export function approximateCycle(profiles: readonly ArrayLike<number>[]): ApproximateCycle {
  const none = { period: 0, correlation: Number.NaN, steady: false };
  const series = centred(profiles.slice(Math.floor(profiles.length / 2)));
  const moves = series.some((counts) => counts.some((count) => Math.abs(count) > 1e-9));
  if (!moves) return { ...none, steady: series.length > 1 };
  if (series.length < LEAST) return none;
  const lags = Math.floor(series.length / PERIODS);
  // One lag more, to see whether the last one is a maximum.
  const correlations = Array.from({ length: lags + 2 }, (_, lag) => correlationAt(series, lag));
  let fallen = false;
  for (let lag = 1; lag <= lags; lag++) {
    const r = correlations[lag] ?? 0;
    if (r < 0) fallen = true;
    const peak = r >= (correlations[lag - 1] ?? 0) && r >= (correlations[lag + 1] ?? 0);
    if (fallen && peak && r >= CLEAR) return { period: lag, correlation: Math.min(1, r), steady: false };
  }
  return none;
}

/** Operators per strategy about the mean over time, one vector per epoch. */
function centred(profiles: readonly ArrayLike<number>[]): number[][] {
  const columns = new Map<number, number>();
  for (const profile of profiles) {
    for (const strategy of Array.from(profile)) if (!columns.has(strategy)) columns.set(strategy, columns.size);
  }
  const counts = profiles.map((profile) => {
    const row = new Array<number>(columns.size).fill(0);
    for (const strategy of Array.from(profile)) {
      const column = columns.get(strategy) ?? 0;
      row[column] = (row[column] ?? 0) + 1;
    }
    return row;
  });
  const means = Array.from(
    columns.values(),
    (column) => counts.reduce((sum, row) => sum + (row[column] ?? 0), 0) / counts.length,
  );
  return counts.map((row) => row.map((count, column) => count - (means[column] ?? 0)));
}

/** Correlation, in [-1, 1], of the series with itself `lag` epochs later; 0 where a segment does not vary. */
function correlationAt(series: readonly (readonly number[])[], lag: number): number {
  let both = 0;
  let early = 0;
  let late = 0;
  for (let t = 0; t + lag < series.length; t++) {
    (series[t] ?? []).forEach((count, column) => {
      const later = series[t + lag]?.[column] ?? 0;
      both += count * later;
      early += count * count;
      late += later * later;
    });
  }
  return early === 0 || late === 0 ? 0 : both / Math.sqrt(early * late);
}
