import { fromBillionths } from "../../common/units.js";
import { acceptedCurve } from "../../reference/acceptedCurve.js";
import type { SuccessCurve } from "../../workloads/successCurve.js";
import type { ProfileOffer } from "../ledgerState.js";
import { eligible } from "./eligibleOffer.js";
import type { OfferTable } from "./offerTable.js";

/** What coverage is made of, besides who serves. */
export interface CoverageModel {
  readonly operators: number;
  readonly domains: number;
  /** Demand weight per class. */
  readonly weights: Float64Array;
  readonly curves: readonly SuccessCurve[];
  /** r in [0, 1], index `domain * classes + class`. */
  readonly availability: Float64Array;
}

/** Success p = u (1 - e^(-kappa x)) of a table's offers on every layer, index `starts[entry] + layer`. */
interface TablePlaces {
  readonly rows: Int32Array;
  readonly success: Float64Array;
  /** First place of each strategy. */
  readonly starts: Int32Array;
}

/**
 * Coverage C in plain arithmetic (docs/mechanism.md, section 1) while operators come, go and move. A row is one layer of
 * one class. Without quotients that vanish: with O the other members of domain g and f' = f without operator i,
 *
 *   C(all) - C(all without i) = sum over rows of share alpha r_g p_i (product over O of q) (product over h != g of f'_h)
 *
 * All terms of a row have one sign and q, f are sums of positive terms, so a row errs by rounding alone (errorBound.ts).
 * `gain` costs O(layers x domains) for each class offered, `replace` O(layers x operators in the domain) for each touched.
 */
export class CoverageCells {
  readonly #domains: number;
  readonly #rowOf: Int32Array;
  readonly #rows: number;
  readonly #kappa: Float64Array;
  /** share alpha */
  readonly #worth: Float64Array;
  /** r and 1 - r, the latter exact to its last bit: index `row * domains + domain`, as Q and f. */
  readonly #up: Float64Array;
  readonly #down: Float64Array;
  readonly #product: Float64Array;
  readonly #failure: Float64Array;
  /** Domain in which an operator serves, -1 if it serves nothing. */
  readonly #domainOf: Int32Array;
  readonly #classesOf: Int32Array[];
  readonly #members: number[][];
  /** p and q = 1 - p: index `operator * rows + row`. */
  readonly #success: Float64Array;
  readonly #factor: Float64Array;
  readonly #slopes: Float64Array;
  readonly #places = new WeakMap<OfferTable, TablePlaces>();
  readonly #leastReliability: number;

  /** @throws RangeError for a curve that the ledger would not list: only for others is the sum of all gains at most C */
  constructor(model: CoverageModel, leastReliability: number) {
    const { operators, domains, weights, curves, availability } = model;
    const classes = weights.length;
    this.#domains = domains;
    this.#leastReliability = leastReliability;
    this.#rowOf = new Int32Array(classes + 1);
    curves.forEach((curve, c) => {
      if (!acceptedCurve(curve)) {
        throw new RangeError(`class ${c} has a curve that is not accepted as increasing and concave`);
      }
      this.#rowOf[c + 1] = (this.#rowOf[c] as number) + curve.kappas.length;
    });
    this.#rows = this.#rowOf[classes] as number;
    this.#kappa = new Float64Array(this.#rows);
    this.#worth = new Float64Array(this.#rows);
    this.#up = new Float64Array(this.#rows * domains);
    this.#down = new Float64Array(this.#rows * domains);
    this.#product = new Float64Array(this.#rows * domains).fill(1);
    this.#failure = new Float64Array(this.#rows * domains).fill(1);
    this.#slopes = new Float64Array(this.#rows * domains);
    const total = weights.reduce((a, b) => a + b, 0);
    curves.forEach(({ kappas, alphas }, c) => {
      kappas.forEach((kappa, layer) => {
        const row = (this.#rowOf[c] as number) + layer;
        this.#kappa[row] = fromBillionths(kappa);
        this.#worth[row] = total === 0 ? 0 : ((weights[c] as number) / total) * fromBillionths(alphas[layer] ?? 0n);
        for (let g = 0; g < domains; g++) {
          const r = availability[g * classes + c] as number;
          this.#up[row * domains + g] = r;
          this.#down[row * domains + g] = complement(r);
        }
      });
    });
    this.#domainOf = new Int32Array(operators).fill(-1);
    this.#classesOf = Array.from({ length: operators }, () => new Int32Array(0));
    this.#members = Array.from({ length: domains }, () => []);
    this.#success = new Float64Array(operators * this.#rows);
    this.#factor = new Float64Array(operators * this.#rows).fill(1);
  }

  /** C in [0, 1]: the expected share of all requests that succeed. */
  coverage(): number {
    let sum = 0;
    for (let row = 0; row < this.#rows; row++) {
      let failures = 1;
      for (let g = 0; g < this.#domains; g++) failures *= this.#failure[row * this.#domains + g] as number;
      sum += (this.#worth[row] as number) * (1 - failures);
    }
    return sum;
  }

  /** C with the operator as offered less C without it: a share of all requests. */
  gain(operator: number, offer: ProfileOffer): number {
    let sum = 0;
    for (const { classIndex, reliability, capacityRatio } of offer.services) {
      const u = eligible(reliability, this.#leastReliability);
      if (u === 0) continue;
      for (let row = this.#rowOf[classIndex] as number; row < (this.#rowOf[classIndex + 1] as number); row++) {
        const p = -u * Math.expm1(-(this.#kappa[row] as number) * capacityRatio);
        sum += this.#slope(operator, row, offer.domain) * p;
      }
    }
    return Math.max(0, sum);
  }

  /** The gain of the operator as it is. */
  presentGain(operator: number): number {
    const domain = this.#domainOf[operator] as number;
    let sum = 0;
    for (const c of this.#classesOf[operator] ?? []) {
      for (let row = this.#rowOf[c] as number; row < (this.#rowOf[c + 1] as number); row++) {
        sum += this.#slope(operator, row, domain) * (this.#success[operator * this.#rows + row] as number);
      }
    }
    return Math.max(0, sum);
  }

  /** The gains of all strategies, times `scale`. */
  gains(operator: number, table: OfferTable, scale: number): Float64Array {
    const { rows, success, starts } = this.#placesOf(table);
    this.#fillSlopes(operator);
    const slopes = this.#slopes;
    const gains = new Float64Array(table.strategies);
    for (let k = 0; k < table.strategies; k++) {
      const offset = (table.domainOf[k] as number) * this.#rows;
      const end = starts[k + 1] as number;
      let sum = 0;
      for (let e = starts[k] as number; e < end; e++) {
        sum += (slopes[offset + (rows[e] as number)] as number) * (success[e] as number);
      }
      gains[k] = Math.max(0, sum) * scale;
    }
    return gains;
  }

  /** The operator's profile becomes the offer. */
  replace(operator: number, offer: ProfileOffer): void {
    const services = offer.services.filter(({ reliability }) => eligible(reliability, this.#leastReliability) > 0);
    const before = this.#domainOf[operator] as number;
    const left = this.#classesOf[operator] ?? new Int32Array(0);
    const after = services.length === 0 ? -1 : offer.domain;
    const base = operator * this.#rows;
    for (const c of left) {
      this.#success.fill(0, base + (this.#rowOf[c] as number), base + (this.#rowOf[c + 1] as number));
      this.#factor.fill(1, base + (this.#rowOf[c] as number), base + (this.#rowOf[c + 1] as number));
    }
    for (const { classIndex, reliability, capacityRatio } of services) {
      const u = eligible(reliability, this.#leastReliability);
      for (let row = this.#rowOf[classIndex] as number; row < (this.#rowOf[classIndex + 1] as number); row++) {
        const exponent = -(this.#kappa[row] as number) * capacityRatio;
        this.#success[base + row] = -u * Math.expm1(exponent);
        this.#factor[base + row] = complement(u) + u * Math.exp(exponent);
      }
    }
    this.#classesOf[operator] = Int32Array.from(services, ({ classIndex }) => classIndex);
    if (before !== after) this.#move(operator, before, after);
    for (const c of left) this.#refresh(c, before);
    for (const { classIndex } of services) this.#refresh(classIndex, after);
  }

  #move(operator: number, before: number, after: number): void {
    this.#domainOf[operator] = after;
    const old = this.#members[before];
    if (old !== undefined) old.splice(old.indexOf(operator), 1);
    const members = this.#members[after];
    if (members === undefined) return;
    const next = members.findIndex((other) => other > operator);
    members.splice(next === -1 ? members.length : next, 0, operator);
  }

  /** Q and f of a class in a domain, from all its members in ascending order. */
  #refresh(classIndex: number, domain: number): void {
    const members = this.#members[domain] ?? [];
    for (let row = this.#rowOf[classIndex] as number; row < (this.#rowOf[classIndex + 1] as number); row++) {
      let product = 1;
      for (const i of members) product *= this.#factor[i * this.#rows + row] as number;
      const cell = row * this.#domains + domain;
      this.#product[cell] = product;
      this.#failure[cell] = (this.#down[cell] as number) + (this.#up[cell] as number) * product;
    }
  }

  /** What one more unit of success of the operator in a domain adds to C in one row. */
  #slope(operator: number, row: number, domain: number): number {
    const own = this.#domainOf[operator] as number;
    const q = this.#factor[operator * this.#rows + row] as number;
    const first = row * this.#domains;
    let slope = (this.#worth[row] as number) * (this.#up[first + domain] as number);
    for (let g = 0; g < this.#domains; g++) {
      const cell = first + g;
      if (g === domain) slope *= own === g ? (this.#product[cell] as number) / q : (this.#product[cell] as number);
      else slope *= own === g ? this.#failureWithout(cell, q) : (this.#failure[cell] as number);
    }
    return slope;
  }

  /** All slopes of an operator, index `domain * rows + row`: products of what stands before and behind each domain. */
  #fillSlopes(operator: number): void {
    const domains = this.#domains;
    const own = this.#domainOf[operator] as number;
    for (let row = 0; row < this.#rows; row++) {
      const first = row * domains;
      const q = this.#factor[operator * this.#rows + row] as number;
      let before = this.#worth[row] as number;
      for (let g = 0; g < domains; g++) {
        const cell = first + g;
        const others = own === g ? (this.#product[cell] as number) / q : (this.#product[cell] as number);
        this.#slopes[g * this.#rows + row] = before * (this.#up[cell] as number) * others;
        before *= own === g ? this.#failureWithout(cell, q) : (this.#failure[cell] as number);
      }
      let behind = 1;
      for (let g = domains - 1; g >= 0; g--) {
        const slope = g * this.#rows + row;
        this.#slopes[slope] = (this.#slopes[slope] as number) * behind;
        behind *= own === g ? this.#failureWithout(first + g, q) : (this.#failure[first + g] as number);
      }
    }
  }

  #failureWithout(cell: number, q: number): number {
    return (this.#down[cell] as number) + ((this.#up[cell] as number) * (this.#product[cell] as number)) / q;
  }

  #placesOf(table: OfferTable): TablePlaces {
    const known = this.#places.get(table);
    if (known !== undefined) return known;
    const rows: number[] = [];
    const success: number[] = [];
    const starts = new Int32Array(table.strategies + 1);
    for (let k = 0; k < table.strategies; k++) {
      for (let e = table.starts[k] as number; e < (table.starts[k + 1] as number); e++) {
        const u = eligible(table.reliability[e] as number, this.#leastReliability);
        const c = table.classOf[e] as number;
        for (let row = this.#rowOf[c] as number; u > 0 && row < (this.#rowOf[c + 1] as number); row++) {
          rows.push(row);
          success.push(-u * Math.expm1(-(this.#kappa[row] as number) * (table.capacityRatio[e] as number)));
        }
      }
      starts[k + 1] = rows.length;
    }
    const places = { rows: Int32Array.from(rows), success: Float64Array.from(success), starts };
    this.#places.set(table, places);
    return places;
  }
}

/** 1 - ratio for a ratio in whole billionths, exact but for its last bit. */
function complement(ratio: number): number {
  return (1e9 - Math.round(ratio * 1e9)) / 1e9;
}
