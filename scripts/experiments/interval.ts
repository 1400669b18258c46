import { mean, sampleStandardDeviation } from "simple-statistics";
import { betaQuantile } from "../common/betaQuantile.js";

/**
 * Mean and half-width of the 95% confidence interval over independent seeds (Student's t); values that are not numbers are
 * left out, and fewer than two give a half-width of NaN.
 *
 * @example interval([1, 2, 3]) // { mean: 2, half: 2.48... }
 */
export function interval(values: readonly number[]): { mean: number; half: number } {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return { mean: Number.NaN, half: Number.NaN };
  if (known.length < 2) return { mean: mean(known), half: Number.NaN };
  const half = (studentQuantile(known.length - 1) * sampleStandardDeviation(known)) / Math.sqrt(known.length);
  return { mean: mean(known), half };
}

/** The t that |T| exceeds with probability 5%: P(|T| > t) = I_x(n / 2, 1 / 2), x = n / (n + t^2). */
function studentQuantile(degrees: number): number {
  const x = betaQuantile(0.05, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}
