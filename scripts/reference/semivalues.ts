import type { Decimal } from "decimal.js";
import { Exact, ONE } from "./exact.js";
import { gairingShare } from "./gairingShare.js";
import { quadrature } from "./quadrature.js";

/** What a semivalue contract is deployed with: f(k), where its quadrature is exact, and roughly where its nodes are. */
export interface SemivalueTerms {
  readonly share: (k: number) => Decimal;
  readonly pairs: readonly number[];
  readonly start: { readonly nodes: readonly number[]; readonly weights: readonly number[] };
}

/**
 * Exact at every number of operators that are up to 10, then at pairs that spread out: within 1e-9 of the class to some 60, and
 * 9% too low at 10,000 (docs/rules/shapley.md has the table and the search).
 */
const PAIRS = [1, 3, 5, 7, 9, 12, 16, 22, 32, 49, 80, 140, 275, 620, 1650, 6000];

/** The two rules; `start` to seven digits, from a continuation in the pairs from Gauss and Legendre's nodes. */
export const SEMIVALUES = {
  Shapley: {
    share: (k) => ONE.div(k),
    pairs: PAIRS,
    start: {
      nodes: [
        1.436877e-4, 9.39706e-4, 0.003235885, 0.008553823, 0.01920328, 0.03829401, 0.06960524, 0.117275, 0.1851872,
        0.2759659, 0.3896222, 0.522071, 0.6639444, 0.8003976, 0.9127934, 0.9827593,
      ],
      weights: [
        3.832872e-4, 0.001352457, 0.003490625, 0.007529867, 0.01428939, 0.02452682, 0.03879524, 0.05720846, 0.07907635,
        0.1025085, 0.1241447, 0.1391972, 0.1420493, 0.1276812, 0.09394938, 0.04381725,
      ],
    },
  },
  Gairing: {
    share: gairingShare,
    pairs: PAIRS,
    start: {
      nodes: [
        1.43816e-4, 9.412898e-4, 0.003246373, 0.008601069, 0.01936524, 0.03874336, 0.07065673, 0.1194045, 0.188968,
        0.2818645, 0.397658, 0.5314752, 0.6731071, 0.807391, 0.9164311, 0.9835519,
      ],
      weights: [
        2.233142e-4, 7.898285e-4, 0.002048312, 0.004457664, 0.008586135, 0.01509067, 0.02473977, 0.03840846, 0.05694789,
        0.08080578, 0.1091802, 0.1385085, 0.1606561, 0.1627059, 0.1317269, 0.06512446,
      ],
    },
  },
} as const satisfies Record<string, SemivalueTerms>;

export type SemivalueName = keyof typeof SEMIVALUES;

/** Fractional bits of nodes and weights. */
const BITS = 64;
/** What the weights are short of the whole: more than 10,000 members' rounding, so that what is earned stays below what is put down. */
export const WITHHELD = 2 ** -40;

/**
 * The constants of a contract: s << 64 | weight in X64, nodes rounded up, weights (less 2^-40 of each) down: both underpay.
 *
 * @example quadratureWords("Shapley").length // 16
 */
export function quadratureWords(name: SemivalueName): bigint[] {
  const { nodes, weights } = quadrature(SEMIVALUES[name]);
  const scale = new Exact(2).pow(BITS);
  return nodes.map((node, m) => {
    const weight = (weights[m] ?? ONE).times(ONE.minus(WITHHELD)).times(scale).floor();
    return (BigInt(node.times(scale).ceil().toFixed()) << BigInt(BITS)) | BigInt(weight.toFixed());
  });
}
