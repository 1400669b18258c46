import { BILLION, fromBillionths, toBillionths } from "../common/units.js";

/** S(X) = 1 - sum over layers of alpha e^(-kappa X), as the ledger holds it: parts per billion, kappas ascending. */
export interface SuccessCurve {
  readonly kappas: readonly bigint[];
  /** Sum exactly one billion. */
  readonly alphas: readonly bigint[];
}

/** Largest |alpha| that the ledger accepts. */
export const LARGEST_ALPHA = 32;

/**
 * S at a capacity ratio.
 *
 * @example curveValue({ kappas: [1_000_000_000n], alphas: [1_000_000_000n] }, 1) // 1 - 1/e
 */
export function curveValue({ kappas, alphas }: SuccessCurve, ratio: number): number {
  return kappas.reduce(
    (value, kappa, layer) => value - fromBillionths(alphas[layer] ?? 0n) * Math.exp(-fromBillionths(kappa) * ratio),
    1,
  );
}

/** Which sufficient condition for a concave curve is meant; the ledger accepts a curve that meets either. */
export type ConcavityCheck = "partialSums" | "nested";

/**
 * Whether a curve is shown to be increasing and concave, in exact integers: kappas positive and strictly ascending, one
 * to four, alphas summing to one and at most 32 in size, and -S'' = sum of c e^(-kappa X) >= 0, c = alpha kappa^2, by
 *
 * - `partialSums`: no partial sum of c is negative (Abel summation); or
 * - `nested`: N_j = sum over m >= j of c_m times the product over i < j of (kappa_i - kappa_m) is at least 0 for every j.
 *   N_1 is -S''(0); a function g with g(0) >= 0 and g' + kappa g >= 0 stays >= 0; and N_j starts the sum that is left
 *   after applying (d/dX + kappa_i) for the first j - 1 kappas.
 *
 * @example isConcave({ kappas: [1_000_000_000n], alphas: [1_000_000_000n] }, "partialSums") // true
 */
export function isConcave({ kappas, alphas }: SuccessCurve, check: ConcavityCheck): boolean {
  if (kappas.length < 1 || kappas.length > 4 || alphas.length !== kappas.length) return false;
  if (!kappas.every((kappa, layer) => kappa > (kappas[layer - 1] ?? 0n))) return false;
  if (alphas.reduce((sum, alpha) => sum + alpha, 0n) !== BILLION) return false;
  const bound = BigInt(LARGEST_ALPHA) * BILLION;
  if (alphas.some((alpha) => alpha > bound || alpha < -bound)) return false;
  let curvatures = kappas.map((kappa, layer) => (alphas[layer] ?? 0n) * kappa * kappa);
  if (check === "partialSums") {
    let partial = 0n;
    return curvatures.every((curvature) => {
      partial += curvature;
      return partial >= 0n;
    });
  }
  return kappas.every((kappa, layer) => {
    const total = curvatures.reduce((sum, curvature) => sum + curvature, 0n);
    curvatures = curvatures.map((curvature, other) =>
      other > layer ? curvature * (kappa - (kappas[other] ?? 0n)) : 0n,
    );
    return total >= 0n;
  });
}

/**
 * Alphas of basic curves that are each increasing and concave and of which every mixture meets the check. The -S'' of
 * each is the density of a sum of exponential times with some of the kappas as rates: neighbouring pairs and the last
 * kappa alone for `partialSums`, the first one to all kappas for `nested`.
 */
export function basicAlphas(kappas: readonly number[], check: ConcavityCheck): number[][] {
  const layers = kappas.map((_, layer) => layer);
  const groups = layers.map((layer) =>
    check === "nested" ? layers.slice(0, layer + 1) : layers.slice(layer, layer + 2),
  );
  return groups.map((group) => {
    const raw = kappas.map((kappa, layer) => {
      if (!group.includes(layer)) return 0;
      const product = group.reduce(
        (value, other) => (other === layer ? value : value * ((kappas[other] ?? 0) - kappa)),
        1,
      );
      return 1 / (product * kappa * kappa);
    });
    const total = raw.reduce((sum, alpha) => sum + alpha, 0);
    return raw.map((alpha) => alpha / total);
  });
}

/** Mixture of basic curves, weights >= 0, before rounding. */
export function mixAlphas(basics: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return basics.map((_, layer) =>
    basics.reduce((sum, alphas, basic) => sum + ((weights[basic] ?? 0) / total) * (alphas[layer] ?? 0), 0),
  );
}

/**
 * The mixture in parts per billion, meeting the check exactly.
 *
 * @throws RangeError when rounding breaks the check, as with an alpha beyond 32.
 */
export function curveFromWeights(parameters: {
  kappas: readonly number[];
  /** One for each kappa, at least 0, not all 0. */
  weights: readonly number[];
  check: ConcavityCheck;
}): SuccessCurve {
  const { kappas, weights, check } = parameters;
  const basics = basicAlphas(kappas, check);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // A little of every basic curve keeps the sums clear of the rounding.
  for (let even = 1e-7; even < 0.1; even *= 10) {
    const alphas = mixAlphas(
      basics,
      weights.map((weight) => ((1 - even) * weight) / total + even / weights.length),
    ).map(toBillionths);
    alphas[0] = (alphas[0] ?? 0n) + BILLION - alphas.reduce((sum, alpha) => sum + alpha, 0n);
    const curve = { kappas: kappas.map(toBillionths), alphas };
    if (isConcave(curve, check)) return curve;
  }
  throw new RangeError(`no accepted curve with kappas ${kappas.join(", ")}`);
}
