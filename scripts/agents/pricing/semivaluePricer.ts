import type { SemivalueName } from "../../reference/semivalues.js";
import type { ProfileOffer } from "../ledgerState.js";
import { eligible, eligibleOffer, LEAST_RELIABILITY, presentOffer } from "./eligibleOffer.js";
import { type OfferTable, strategyOffer } from "./offerTable.js";
import type { PricerFactory } from "./pricer.js";
import { SEMIVALUE_WORDS } from "./semivalueNodes.js";

const BITS = 64n;
const ONE = 1n << BITS;

/**
 * Pay by the contract's own quadrature: to i, sum over nodes of weight p_i times the product of the others' 1 - s p_j, in the
 * share that a class has of demand. Factors are sums of what may fail, (1 - s) + s q, so nothing cancels.
 *
 * @example semivaluePricer("Shapley")(state).pay(3) // tokens per day
 */
export function semivaluePricer(policy: SemivalueName): PricerFactory {
  const words = SEMIVALUE_WORDS[policy];
  const nodes = Float64Array.from(words, (word) => Number(word >> BITS) / Number(ONE));
  const rests = Float64Array.from(words, (word) => Number(ONE - (word >> BITS)) / Number(ONE));
  const nodeWeights = Float64Array.from(words, (word) => Number(word % ONE) / Number(ONE));

  return (state, { leastReliability = LEAST_RELIABILITY } = {}) => {
    const { classes, operators, emissionPerDay, weights } = state;
    const total = weights.reduce((a, b) => a + b, 0);
    const shares = weights.map((weight) => (total === 0 ? 0 : weight / total));
    /** p and q = 1 - p, index `operator * classes + class`; products of 1 - s p over members, index `class * nodes + node`. */
    const success = new Float64Array(operators * classes);
    const failure = new Float64Array(operators * classes).fill(1);
    const products = new Float64Array(classes * nodes.length).fill(1);
    const tables = new WeakMap<OfferTable, Float64Array>();
    const counted = (offer: ProfileOffer) => eligibleOffer({ offer, leastReliability, classes });

    const refresh = (classIndex: number): void => {
      const base = classIndex * nodes.length;
      products.fill(1, base, base + nodes.length);
      for (let i = 0; i < operators; i++) {
        const cell = i * classes + classIndex;
        if (success[cell] === 0) continue;
        for (let m = 0; m < nodes.length; m++) {
          const factor = (rests[m] as number) + (nodes[m] as number) * (failure[cell] as number);
          products[base + m] = (products[base + m] as number) * factor;
        }
      }
    };
    /** Share of the emission per unit of success in a class. */
    const slope = (operator: number, classIndex: number): number => {
      const base = classIndex * nodes.length;
      const q = failure[operator * classes + classIndex] as number;
      let sum = 0;
      for (let m = 0; m < nodes.length; m++) {
        const factor = (rests[m] as number) + (nodes[m] as number) * q;
        sum += ((nodeWeights[m] as number) * (products[base + m] as number)) / factor;
      }
      return (shares[classIndex] as number) * sum;
    };
    const place = (operator: number, { services }: ProfileOffer): Set<number> => {
      const base = operator * classes;
      const touched = new Set(services.map(({ classIndex }) => classIndex));
      for (let c = 0; c < classes; c++) if (success[base + c] !== 0) touched.add(c);
      success.fill(0, base, base + classes);
      failure.fill(1, base, base + classes);
      for (const { classIndex, reliability, capacityRatio } of services) {
        success[base + classIndex] = -reliability * Math.expm1(-capacityRatio);
        failure[base + classIndex] = complement(reliability) + reliability * Math.exp(-capacityRatio);
      }
      return touched;
    };
    const successOf = (table: OfferTable): Float64Array => {
      const known = tables.get(table);
      if (known !== undefined) return known;
      const values = table.reliability.map(
        (reliability, entry) =>
          -eligible(reliability, leastReliability) * Math.expm1(-(table.capacityRatio[entry] as number)),
      );
      tables.set(table, values);
      return values;
    };

    // What the ledger already counts is above its least reliability.
    for (let i = 0; i < operators; i++) place(i, counted(presentOffer(state, i)));
    for (let c = 0; c < classes; c++) refresh(c);

    return {
      policy,
      pay: (operator) => {
        let sum = 0;
        for (let c = 0; c < classes; c++) {
          const p = success[operator * classes + c] as number;
          if (p !== 0) sum += slope(operator, c) * p;
        }
        return emissionPerDay * sum;
      },
      price: (operator, offer) => {
        let sum = 0;
        for (const { classIndex, reliability, capacityRatio } of counted(offer).services) {
          sum += slope(operator, classIndex) * -reliability * Math.expm1(-capacityRatio);
        }
        return emissionPerDay * sum;
      },
      set: (operator, offer) => {
        for (const c of place(operator, counted(offer))) refresh(c);
      },
      priceStrategies: (operator, table) => {
        const slopes = Float64Array.from({ length: classes }, (_, c) => slope(operator, c));
        const values = successOf(table);
        return Float64Array.from({ length: table.strategies }, (_, k) => {
          let sum = 0;
          for (let entry = table.starts[k] as number; entry < (table.starts[k + 1] as number); entry++) {
            sum += (slopes[table.classOf[entry] as number] as number) * (values[entry] as number);
          }
          return emissionPerDay * sum;
        });
      },
      offer: (operator, table, strategy) => strategyOffer({ table, operator, strategy }),
    };
  };
}

/** 1 - ratio for a ratio in whole billionths, exact but for its last bit. */
function complement(ratio: number): number {
  return (1e9 - Math.round(ratio * 1e9)) / 1e9;
}
