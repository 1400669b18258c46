import { bestStrategy, type WelfareProblem } from "./welfareProblem.js";

/**
 * A linear function of the assignment that is nowhere below coverage: C(O) <= base + sum over operators of
 * gains[strategy of the operator in O], for every assignment O.
 */
export interface CoverageBound {
  readonly base: number;
  /** At least 0, index strategy; 0 for staying out. */
  readonly gains: Float64Array;
}

/** A tangent of a concave function that is nowhere below coverage, and the function's value where it touches. */
export interface CoverageTangent extends CoverageBound {
  readonly value: number;
}

/**
 * {tokens per day} What no assignment's welfare exceeds: V base + sum over operators of max(0, best V gain - cost), each
 * operator on its own.
 *
 * @example boundedWelfare(problem, marginalBound(problem, new Int32Array(table.strategies)))
 */
export function boundedWelfare(problem: WelfareProblem, { base, gains }: CoverageBound): number {
  const worths = gains.map((gain) => problem.valuePerDay * gain);
  let welfare = problem.valuePerDay * base;
  for (let operator = 0; operator < problem.model.operators; operator++) {
    welfare += bestStrategy({ problem, operator, worths }).net;
  }
  return welfare;
}
