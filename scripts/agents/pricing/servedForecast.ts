import { fromBillionths } from "../../common/units.js";
import type { LedgerState, ProfileOffer } from "../ledgerState.js";
import type { OfferTable } from "./offerTable.js";

/**
 * Requests that an operator would serve in one window, by class, if its offer were its profile: of the part S(X) of a
 * class's requests that the working capacity X of all together lets succeed, its share of that capacity,
 *
 *   served = requests S(X) (r u x)_i / X,   X = sum over all operators of r u x,
 *
 * in whole requests. Assumed: requests are spread in proportion to working capacity, as a router that follows free places
 * does; S at the mean capacity instead of the mean of S, so common failure of a domain does not count. The others' measured
 * volumes do not enter, and a quote leaves them as they are ("all else fixed"): it does not say that part of what
 * a newcomer serves is business taken from them, and overstates what a move is worth to everybody together.
 */
export class ServedForecast {
  readonly #state: LedgerState;
  /** Working capacity r u x, index `operator * classes + class`, and its sum per class. */
  readonly #capacity: Float64Array;
  readonly #total: Float64Array;
  /** Per class, of each layer: alpha and -kappa. */
  readonly #alphas: Float64Array[];
  readonly #rates: Float64Array[];

  constructor(state: LedgerState) {
    const { operators, classes } = state;
    this.#state = state;
    this.#alphas = state.curves.map(({ alphas }) => Float64Array.from(alphas, fromBillionths));
    this.#rates = state.curves.map(({ kappas }) => Float64Array.from(kappas, (kappa) => -fromBillionths(kappa)));
    this.#capacity = new Float64Array(operators * classes);
    this.#total = new Float64Array(classes);
    for (let i = 0; i < operators; i++) {
      const domain = state.domainOf[i] as number;
      if (domain < 0) continue;
      for (let c = 0; c < classes; c++) {
        const cell = i * classes + c;
        const u = state.reliability[cell] as number;
        this.#capacity[cell] = this.#working(domain, c, u * (state.capacityRatio[cell] as number));
      }
    }
    for (let c = 0; c < classes; c++) this.#sum(c);
  }

  /** The operator's profile becomes the offer, of which every service counts. */
  replace(operator: number, offer: ProfileOffer): void {
    const { classes } = this.#state;
    const base = operator * classes;
    const touched = new Set(offer.services.map(({ classIndex }) => classIndex));
    for (let c = 0; c < classes; c++) if (this.#capacity[base + c] !== 0) touched.add(c);
    this.#capacity.fill(0, base, base + classes);
    for (const { classIndex, reliability, capacityRatio } of offer.services) {
      this.#capacity[base + classIndex] = this.#working(offer.domain, classIndex, reliability * capacityRatio);
    }
    for (const c of touched) this.#sum(c);
  }

  /** Requests of the class of a table's entry that the operator would serve with it. */
  served(parameters: { operator: number; table: OfferTable; domain: number; entry: number }): number {
    const { operator, table, domain, entry } = parameters;
    const c = table.classOf[entry] as number;
    const offered = (table.reliability[entry] as number) * (table.capacityRatio[entry] as number);
    const own = this.#working(domain, c, offered);
    if (own === 0) return 0;
    const present = this.#capacity[operator * this.#state.classes + c] as number;
    const total = Math.max(0, (this.#total[c] as number) - present) + own;
    return Math.round(((table.requests[c] as number) * this.#successAt(c, total) * own) / total);
  }

  #working(domain: number, classIndex: number, capacity: number): number {
    return (this.#state.availability[domain * this.#state.classes + classIndex] as number) * capacity;
  }

  #successAt(classIndex: number, capacity: number): number {
    const alphas = this.#alphas[classIndex] as Float64Array;
    const rates = this.#rates[classIndex] as Float64Array;
    let success = 0;
    for (let m = 0; m < rates.length; m++) {
      success -= (alphas[m] as number) * Math.expm1((rates[m] as number) * capacity);
    }
    return success;
  }

  #sum(classIndex: number): void {
    const { operators, classes } = this.#state;
    let sum = 0;
    for (let i = 0; i < operators; i++) sum += this.#capacity[i * classes + classIndex] as number;
    this.#total[classIndex] = sum;
  }
}
