import { mean, sampleStandardDeviation } from "simple-statistics";

/** Two-sided 95% quantiles of Student's t with 1 to 9 degrees of freedom (any table). */
const T_95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/**
 * Mean and half-width of the 95% confidence interval over 2 to 10 independent seeds (Student's t); values that are not
 * numbers are left out, and fewer than two give a half-width of NaN.
 *
 * @example interval([1, 2, 3]) // { mean: 2, half: 2.48... }
 */
export function interval(values: readonly number[]): { mean: number; half: number } {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return { mean: Number.NaN, half: Number.NaN };
  const t = T_95[known.length - 2] ?? Number.NaN;
  const half = known.length < 2 ? Number.NaN : (t * sampleStandardDeviation(known)) / Math.sqrt(known.length);
  return { mean: mean(known), half };
}
