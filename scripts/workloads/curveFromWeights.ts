import { BILLION, toBillionths } from "../common/units.js";
import { acceptedCurve, type ConcavityCheck } from "../reference/acceptedCurve.js";
import type { SuccessCurve } from "./successCurve.js";

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
 * The mixture in parts per billion, which the ledger accepts by the check named.
 *
 * @throws RangeError when it does not, as with an alpha beyond 32.
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
    if (acceptedCurve(curve, check)) return curve;
  }
  throw new RangeError(`no accepted curve with kappas ${kappas.join(", ")}`);
}
