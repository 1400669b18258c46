import { fromBillionths } from "../common/units.js";
import type { SuccessCurve } from "../workloads/successCurve.js";
import type { ServiceLevels } from "./serviceLevels.js";

/** What the on-chain formula works from, in floating point. Tables per (operator, class): `operator * classes + class`. */
export interface CoverageInputs {
  readonly domainOf: Int32Array;
  readonly levels: ServiceLevels;
  /** Availability per domain, at most 0.9999. */
  readonly availability: Float64Array;
  /** Demand weight per class. */
  readonly weights: Float64Array;
  readonly curves: readonly SuccessCurve[];
}

/**
 * Marginal coverage D_i of every operator (DESIGN.md): C with everybody minus C without it, as a share of all requests.
 *
 *   D_i = sum over classes w and layers m of share_w alpha_m M_wm b_gwm o_iwm
 *
 * written here without quotients, which vanish in large domains: M_wm b_gwm o_iwm is r_g (1 - q_i) times the other
 * members' q times the other domains' f. In floating point, for the experiments; a test holds it to the exact one in
 * `scripts/reference`.
 *
 * @example marginalCoverage(inputs)[3] // share of all requests that only operator 3 saves
 */
export function marginalCoverage(inputs: CoverageInputs): Float64Array {
  const { domainOf, levels, availability, weights, curves } = inputs;
  const operators = domainOf.length;
  const classes = weights.length;
  const total = weights.reduce((a, b) => a + b, 0);
  const marginal = new Float64Array(operators);
  for (let c = 0; c < classes; c++) {
    const curve = curves[c] as SuccessCurve;
    const members: number[] = [];
    for (let i = 0; i < operators; i++) if ((levels.reliability[i * classes + c] ?? 0) > 0) members.push(i);
    curve.kappas.forEach((kappa, layer) => {
      const alpha = fromBillionths(curve.alphas[layer] ?? 0n);
      const failing = new Map(members.map((i) => [i, failureOf(levels, i * classes + c, fromBillionths(kappa))]));
      const cells = cellsOf(domainOf, availability, failing);
      for (const [i, q] of failing) {
        const domain = domainOf[i] ?? 0;
        let others = 1;
        for (const [j, qj] of failing) if (j !== i && domainOf[j] === domain) others *= qj;
        for (const [g, f] of cells) if (g !== domain) others *= f;
        const gain = (availability[domain] ?? 0) * others * (1 - q);
        marginal[i] = (marginal[i] ?? 0) + (((weights[c] ?? 0) * alpha) / total) * gain;
      }
    });
  }
  return marginal;
}

/** Coverage C, the expected share of all requests that succeed, over what may be down. */
export function coverage(inputs: CoverageInputs): number {
  const { domainOf, levels, availability, weights, curves } = inputs;
  const classes = weights.length;
  const total = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    const curve = curves[c] as SuccessCurve;
    let failed = 0;
    curve.kappas.forEach((kappa, layer) => {
      const failing = new Map(
        Array.from(domainOf, (_, i) => [i, failureOf(levels, i * classes + c, fromBillionths(kappa))] as const),
      );
      const cells = cellsOf(domainOf, availability, failing);
      failed += fromBillionths(curve.alphas[layer] ?? 0n) * [...cells.values()].reduce((product, f) => product * f, 1);
    });
    sum += ((weights[c] ?? 0) / total) * (1 - failed);
  }
  return sum;
}

/** q = 1 - u (1 - e^(-kappa x)). */
function failureOf(levels: ServiceLevels, cell: number, kappa: number): number {
  return 1 + (levels.reliability[cell] ?? 0) * Math.expm1(-kappa * (levels.capacityRatio[cell] ?? 0));
}

/** f = 1 - r (1 - Q) per domain. */
function cellsOf(domainOf: Int32Array, availability: Float64Array, failing: ReadonlyMap<number, number>) {
  const products = new Map<number, number>();
  for (const [i, q] of failing) products.set(domainOf[i] ?? 0, (products.get(domainOf[i] ?? 0) ?? 1) * q);
  return new Map([...products].map(([g, product]) => [g, 1 - (availability[g] ?? 0) * (1 - product)]));
}
