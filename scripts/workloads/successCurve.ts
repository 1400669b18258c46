import { fromBillionths } from "../common/units.js";

/** S(X) = 1 - sum over layers of alpha e^(-kappa X), as the ledger holds it: parts per billion, kappas ascending. */
export interface SuccessCurve {
  readonly kappas: readonly bigint[];
  /** Sum exactly one billion. */
  readonly alphas: readonly bigint[];
}

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
