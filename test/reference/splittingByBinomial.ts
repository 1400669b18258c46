/**
 * Gain of k identities with capacity divided, alone in a class with success curve S, by counting how many of them work:
 * E[d_(J+1)] / mean of d_1..d_k, J ~ Binomial(k - 1, u), d_j = S(j x / k) - S((j - 1) x / k) (docs/mechanism.md, P7). In
 * plain numbers, for any S: the oracle for curves of several layers.
 *
 * @example splittingByBinomial({ S: (X) => Math.min(1, 1.5 * X), k: 3, u: 0.5, x: 1 }) // 1.125
 */
export function splittingByBinomial({
  S,
  k,
  u,
  x,
}: {
  S: (X: number) => number;
  k: number;
  u: number;
  x: number;
}): number {
  let chance = (1 - u) ** (k - 1);
  let expected = 0;
  for (let working = 0; working < k; working++) {
    expected += chance * (S(((working + 1) * x) / k) - S((working * x) / k));
    chance *= ((k - 1 - working) / (working + 1)) * (u / (1 - u));
  }
  return (expected * k) / (S(x) - S(0));
}
