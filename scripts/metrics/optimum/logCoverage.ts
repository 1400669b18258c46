import { eligible, LEAST_RELIABILITY } from "../../agents/pricing/eligibleOffer.js";
import { fromBillionths } from "../../common/units.js";
import type { CoverageTangent } from "./coverageBound.js";
import type { WelfareProblem } from "./welfareProblem.js";

/**
 * Coverage of the classes whose layers all have alpha >= 0, as a function of how many of each strategy there are, whole or not:
 * Q = e^(-L) with L = sum over strategies of count x -ln q. It is concave in the counts, as each layer's M = product of
 * (1 - r + r e^(-L)) is the exponential of a sum of convex functions (docs/optimum.md), so its tangents are bounds.
 * Shares are of the demand of all classes.
 */
export class LogCoverage {
  readonly #domains: number;
  readonly #rows: number;
  readonly #worth: number[] = [];
  readonly #up: number[] = [];
  readonly #domainOf: Int32Array;
  /** -ln q by place; the places of strategy k are `starts[k]` to `starts[k + 1]`. */
  readonly #loss: number[] = [];
  readonly #rowOf: number[] = [];
  readonly #starts: Int32Array;

  constructor({ model, table, leastReliability = LEAST_RELIABILITY }: WelfareProblem) {
    const { domains, weights, curves, availability } = model;
    const total = weights.reduce((a, b) => a + b, 0);
    const first = new Map<number, number>();
    this.#domains = domains;
    this.#domainOf = table.domainOf;
    this.#starts = new Int32Array(table.strategies + 1);
    curves.forEach(({ alphas }, c) => {
      if (total === 0 || !hasConcaveLayers(alphas)) return;
      first.set(c, this.#worth.length);
      for (const alpha of alphas) {
        this.#worth.push(((weights[c] ?? 0) / total) * fromBillionths(alpha));
        for (let g = 0; g < domains; g++) this.#up.push(availability[g * weights.length + c] ?? 0);
      }
    });
    this.#rows = this.#worth.length;
    for (let k = 0; k < table.strategies; k++) {
      for (let e = table.starts[k] ?? 0; e < (table.starts[k + 1] ?? 0); e++) {
        const c = table.classOf[e] ?? 0;
        const row = first.get(c);
        const u = eligible(table.reliability[e] ?? 0, leastReliability);
        if (row === undefined || u === 0) continue;
        curves[c]?.kappas.forEach((kappa, layer) => {
          this.#rowOf.push(row + layer);
          this.#loss.push(-Math.log1p(u * Math.expm1(-fromBillionths(kappa) * (table.capacityRatio[e] ?? 0))));
        });
      }
      this.#starts[k + 1] = this.#loss.length;
    }
  }

  /** Coverage at the counts, and the tangent there as a bound on all assignments. */
  tangent(counts: Float64Array): CoverageTangent {
    const domains = this.#domains;
    const losses = new Float64Array(this.#rows * domains);
    for (let k = 1; k < counts.length; k++) {
      const count = counts[k] as number;
      if (count === 0) continue;
      for (let place = this.#starts[k] as number; place < (this.#starts[k + 1] as number); place++) {
        const cell = (this.#rowOf[place] as number) * domains + (this.#domainOf[k] as number);
        losses[cell] = (losses[cell] as number) + count * (this.#loss[place] as number);
      }
    }
    let value = 0;
    // d C / d L per row and domain.
    const slopes = new Float64Array(this.#rows * domains);
    for (let row = 0; row < this.#rows; row++) {
      const worth = this.#worth[row] as number;
      let failures = 1;
      for (let cell = row * domains; cell < (row + 1) * domains; cell++) {
        const r = this.#up[cell] as number;
        failures *= 1 + r * Math.expm1(-(losses[cell] as number));
      }
      value += worth * (1 - failures);
      for (let cell = row * domains; cell < (row + 1) * domains; cell++) {
        const r = this.#up[cell] as number;
        const product = Math.exp(-(losses[cell] as number));
        slopes[cell] = (worth * failures * r * product) / (1 - r + r * product);
      }
    }
    const gains = new Float64Array(counts.length);
    let base = value;
    for (let k = 1; k < counts.length; k++) {
      let gain = 0;
      for (let place = this.#starts[k] as number; place < (this.#starts[k + 1] as number); place++) {
        const cell = (this.#rowOf[place] as number) * domains + (this.#domainOf[k] as number);
        gain += (slopes[cell] as number) * (this.#loss[place] as number);
      }
      gains[k] = gain;
      base -= gain * (counts[k] as number);
    }
    return { value, base, gains };
  }
}

/**
 * Whether a curve's layers are all weighed at 0 or more.
 *
 * @example hasConcaveLayers([1_250_000_000n, -250_000_000n]) // false
 */
export function hasConcaveLayers(alphas: readonly bigint[]): boolean {
  return alphas.every((alpha) => alpha >= 0n);
}
