import { BILLION } from "../common/units.js";

const MAX_LAYERS = 4;
const MAX_ALPHA = 32n * BILLION;

/**
 * Whether a success curve S(X) = 1 - sum of alpha_m e^(-kappa_m X) may be listed: one to four layers, kappas above 0 and
 * ascending, alphas that sum to 1 and stay within 32 in size, and no negative partial sum of alpha_m kappa_m^2, which makes
 * S increasing and concave (Abel summation; docs/mechanism.md, P2). Exact integers throughout.
 *
 * @example acceptedCurve({ kappas: [10n ** 9n], alphas: [10n ** 9n] }) // true
 */
export function acceptedCurve({ kappas, alphas }: { kappas: readonly bigint[]; alphas: readonly bigint[] }): boolean {
  if (kappas.length !== alphas.length || kappas.length < 1 || kappas.length > MAX_LAYERS) return false;
  if (alphas.reduce((sum, alpha) => sum + alpha, 0n) !== BILLION) return false;
  let last = 0n;
  let curvature = 0n;
  for (const [m, kappa] of kappas.entries()) {
    const alpha = alphas[m] ?? 0n;
    curvature += alpha * kappa * kappa;
    if (kappa <= last || curvature < 0n || alpha > MAX_ALPHA || -alpha > MAX_ALPHA) return false;
    last = kappa;
  }
  return true;
}
