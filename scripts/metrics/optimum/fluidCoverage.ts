import { eligible, LEAST_RELIABILITY } from "../../agents/pricing/eligibleOffer.js";
import { fromBillionths } from "../../common/units.js";
import type { CoverageTangent } from "./coverageBound.js";
import { hasConcaveLayers } from "./logCoverage.js";
import type { WelfareProblem } from "./welfareProblem.js";

/** Above this, what a domain's failure does is averaged too: 2^domains combinations would be too many. */
const MOST_DOMAINS = 10;

/**
 * A concave function of how many of each strategy there are that is nowhere below the coverage of the classes with a
 * negative layer: for each combination of domains that are up, S at the mean working capacity, sum of u x, instead of the mean of S
 * (Jensen; docs/optimum.md). Close where many small operators serve a class. Shares are of the demand of all classes.
 */
export class FluidCoverage {
  readonly #domains: number;
  readonly #classes: number;
  readonly #states: number;
  readonly #domainOf: Int32Array;
  readonly #starts: Int32Array;
  readonly #classOf: Int32Array;
  /** u x per entry of the table; 0 in the other classes. */
  readonly #load: Float64Array;
  /** Chance of each combination of domains, times the class's share: index `class * states + combination`. */
  readonly #weight: Float64Array;
  /** kappa and alpha of each layer in turn; none for the other classes. */
  readonly #layers: Float64Array[];

  constructor({ model, table, leastReliability = LEAST_RELIABILITY }: WelfareProblem) {
    const { domains, weights, curves, availability } = model;
    const exact = domains <= MOST_DOMAINS;
    const total = weights.reduce((a, b) => a + b, 0);
    this.#domains = domains;
    this.#classes = weights.length;
    this.#states = exact ? 2 ** domains : 1;
    this.#domainOf = table.domainOf;
    this.#starts = table.starts;
    this.#classOf = table.classOf;
    this.#weight = new Float64Array(this.#classes * this.#states);
    this.#layers = curves.map(({ kappas, alphas }) =>
      hasConcaveLayers(alphas)
        ? new Float64Array(0)
        : Float64Array.from(kappas.flatMap((kappa, m) => [kappa, alphas[m] ?? 0n]).map(fromBillionths)),
    );
    const up = (g: number, c: number) => availability[g * this.#classes + c] ?? 0;
    for (let c = 0; c < this.#classes; c++) {
      for (let state = 0; state < this.#states; state++) {
        let weight = total === 0 ? 0 : (weights[c] ?? 0) / total;
        for (let g = 0; exact && g < domains; g++) weight *= state & (1 << g) ? up(g, c) : 1 - up(g, c);
        this.#weight[c * this.#states + state] = weight;
      }
    }
    this.#load = new Float64Array(table.classOf.length);
    for (let k = 0; k < table.strategies; k++) {
      for (let e = table.starts[k] ?? 0; e < (table.starts[k + 1] ?? 0); e++) {
        const c = table.classOf[e] ?? 0;
        if (this.#layers[c]?.length === 0) continue;
        const load = eligible(table.reliability[e] ?? 0, leastReliability) * (table.capacityRatio[e] ?? 0);
        this.#load[e] = exact ? load : load * up(table.domainOf[k] ?? 0, c);
      }
    }
  }

  /** The function at the counts, and the tangent there as a bound on all assignments. */
  tangent(counts: Float64Array): CoverageTangent {
    const loads = new Float64Array(this.#classes * this.#domains);
    for (let k = 1; k < counts.length; k++) {
      if (counts[k] === 0) continue;
      for (let e = this.#starts[k] as number; e < (this.#starts[k + 1] as number); e++) {
        const cell = (this.#classOf[e] as number) * this.#domains + (this.#domainOf[k] as number);
        loads[cell] = (loads[cell] as number) + (counts[k] as number) * (this.#load[e] as number);
      }
    }
    const slopes = new Float64Array(loads.length);
    let value = 0;
    this.#layers.forEach((_, c) => {
      value += this.#addClass(c, loads, slopes);
    });
    const gains = new Float64Array(counts.length);
    let base = value;
    for (let k = 1; k < counts.length; k++) {
      let gain = 0;
      for (let e = this.#starts[k] as number; e < (this.#starts[k + 1] as number); e++) {
        const cell = (this.#classOf[e] as number) * this.#domains + (this.#domainOf[k] as number);
        gain += (slopes[cell] as number) * (this.#load[e] as number);
      }
      gains[k] = gain;
      base -= gain * (counts[k] as number);
    }
    return { value, base, gains };
  }

  /** Adds one class's slopes by domain, and says what it is covered. */
  #addClass(c: number, loads: Float64Array, slopes: Float64Array): number {
    const layers = this.#layers[c] as Float64Array;
    const first = c * this.#domains;
    let value = 0;
    if (layers.length === 0) return value;
    for (let state = 0; state < this.#states; state++) {
      const weight = this.#weight[c * this.#states + state] as number;
      // One state stands for all domains at their mean.
      const isUp = this.#states === 1 ? -1 : state;
      let capacity = 0;
      for (let g = 0; g < this.#domains; g++) if ((isUp >> g) & 1) capacity += loads[first + g] as number;
      let slope = 0;
      for (let m = 0; m < layers.length; m += 2) {
        const [kappa, alpha] = [layers[m] as number, layers[m + 1] as number];
        const left = weight * alpha * Math.exp(-kappa * capacity);
        value += weight * alpha - left;
        slope += kappa * left;
      }
      for (let g = 0; g < this.#domains; g++) {
        if ((isUp >> g) & 1) slopes[first + g] = (slopes[first + g] as number) + slope;
      }
    }
    return value;
  }
}
