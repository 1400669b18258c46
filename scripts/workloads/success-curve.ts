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

/**
 * The ledger's sufficient condition for an increasing and concave curve, in exact integers: kappas positive and strictly
 * ascending, one to four, alphas summing to one and at most 32 in size, and no partial sum of alpha kappa^2 negative.
 *
 * @example isAccepted({ kappas: [1_000_000_000n], alphas: [1_000_000_000n] }) // true
 */
export function isAccepted({ kappas, alphas }: SuccessCurve): boolean {
  if (kappas.length < 1 || kappas.length > 4 || alphas.length !== kappas.length) return false;
  if (alphas.reduce((sum, alpha) => sum + alpha, 0n) !== BILLION) return false;
  const bound = BigInt(LARGEST_ALPHA) * BILLION;
  let last = 0n;
  let partial = 0n;
  return kappas.every((kappa, layer) => {
    const alpha = alphas[layer] ?? 0n;
    const ascending = kappa > last;
    last = kappa;
    partial += alpha * kappa * kappa;
    return ascending && partial >= 0n && alpha <= bound && alpha >= -bound;
  });
}

/**
 * The concave curve with the given partial weights. With p_m = sum up to m of alpha kappa^2, the curve is a mixture,
 * with weights w_m = p_m (1/kappa_m^2 - 1/kappa_(m+1)^2) that sum to 1, of basic curves that are each increasing and
 * concave; so every choice of weights >= 0 passes the ledger's condition.
 */
export function curveFromWeights(kappas: readonly number[], weights: readonly number[]): SuccessCurve {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // A little of every basic curve keeps the partial sums clear of the rounding to parts per billion.
  for (let even = 1e-7; even <= 1; even *= 10) {
    const partial = kappas.map(
      (_, layer) => (((1 - even) * (weights[layer] ?? 0)) / total + even / kappas.length) / squareGap(kappas, layer),
    );
    const alphas = kappas.map((kappa, layer) =>
      toBillionths(((partial[layer] ?? 0) - (partial[layer - 1] ?? 0)) / (kappa * kappa)),
    );
    const missing = BILLION - alphas.reduce((sum, alpha) => sum + alpha, 0n);
    alphas[0] = (alphas[0] ?? 0n) + missing;
    const curve = { kappas: kappas.map(toBillionths), alphas };
    if (isAccepted(curve)) return curve;
  }
  throw new RangeError(`no accepted curve with kappas ${kappas.join(", ")}`);
}

/** Basic curve of a layer at a capacity ratio: partial sum of alpha kappa^2 positive at this layer only. */
export function basicCurve(kappas: readonly number[], layer: number, ratio: number): number {
  const kappa = kappas[layer] ?? 0;
  const next = kappas[layer + 1];
  if (next === undefined) return -Math.expm1(-kappa * ratio);
  const [a, b] = [kappa * kappa, next * next];
  return 1 - (b * Math.exp(-kappa * ratio) - a * Math.exp(-next * ratio)) / (b - a);
}

function squareGap(kappas: readonly number[], layer: number): number {
  const kappa = kappas[layer] ?? 0;
  const next = kappas[layer + 1];
  return 1 / (kappa * kappa) - (next === undefined ? 0 : 1 / (next * next));
}
