import { BILLION } from "../common/units.js";

const MAX_LAYERS = 4;

/** Largest kappa and |alpha|, parts per billion. */
export const MAX_KAPPA = 1_000n * BILLION;
export const MAX_ALPHA = 32n * BILLION;

/** The two sufficient conditions for a concave curve, of which either will do. */
export type ConcavityCheck = "partialSums" | "nested";

/**
 * Whether a success curve S(X) = 1 - sum of alpha_m e^(-kappa_m X) may be listed: one to four layers, kappas above 0, at
 * most 1000 and ascending, alphas that sum to 1 and stay within 32 in size, and curvature c_m = alpha_m kappa_m^2 of which
 * either no partial sum is negative or no nested sum is. Both make S increasing and concave (docs/mechanism.md, P2).
 * Exact integers throughout.
 *
 * @param check only this condition will do
 * @example acceptedCurve({ kappas: [10n ** 9n], alphas: [10n ** 9n] }) // true
 */
export function acceptedCurve(
  { kappas, alphas }: { kappas: readonly bigint[]; alphas: readonly bigint[] },
  check?: ConcavityCheck,
): boolean {
  if (kappas.length !== alphas.length || kappas.length < 1 || kappas.length > MAX_LAYERS) return false;
  if (kappas.some((kappa, m) => kappa <= (kappas[m - 1] ?? 0n) || kappa > MAX_KAPPA)) return false;
  if (alphas.some((alpha) => alpha > MAX_ALPHA || -alpha > MAX_ALPHA)) return false;
  if (alphas.reduce((sum, alpha) => sum + alpha, 0n) !== BILLION) return false;
  const layers = kappas.map((kappa, m) => ({ kappa, curvature: (alphas[m] ?? 0n) * kappa * kappa }));
  return (
    (check !== "nested" && partialSums(layers).every((sum) => sum >= 0n)) ||
    (check !== "partialSums" && nestedSums(layers).every((sum) => sum >= 0n))
  );
}

interface Layer {
  readonly kappa: bigint;
  readonly curvature: bigint;
}

/** A_m = c_1 + ... + c_m. */
function partialSums(layers: readonly Layer[]): bigint[] {
  return layers.map((_, m) => layers.slice(0, m + 1).reduce((sum, { curvature }) => sum + curvature, 0n));
}

/** N_j = sum over m >= j of c_m (kappa_1 - kappa_m) ... (kappa_(j-1) - kappa_m). */
function nestedSums(layers: readonly Layer[]): bigint[] {
  return layers.map((_, j) =>
    layers.slice(j).reduce((sum, { kappa, curvature }) => {
      const product = layers.slice(0, j).reduce((all, outer) => all * (outer.kappa - kappa), curvature);
      return sum + product;
    }, 0n),
  );
}
