import { AssignmentCells } from "./assignmentCells.js";
import { boundedWelfare, type CoverageBound } from "./coverageBound.js";
import { hasConcaveLayers, LogCoverage } from "./logCoverage.js";
import { marginalBound } from "./marginalBound.js";
import { bestStrategy, type WelfareProblem } from "./welfareProblem.js";

/** Tokens per day that the welfare of no assignment exceeds, and the smallest bound of each kind. */
export interface UpperBound {
  readonly welfare: number;
  /** From what strategies add to a set of offers: V C(A) + sum of max(0, best V gain - cost). */
  readonly marginal: number;
  /** The same with tangents in place of gains for the classes without a negative layer. */
  readonly tangent: number;
}

/**
 * A proved upper bound on the optimum (docs/optimum.md), up to the rounding of sums, 1e-12 of V: the smallest of many.
 *
 * @param anchors assignments to take bounds at, say a local optimum; the greedy sets and the empty one always are
 * @param steps tangents taken, by Frank and Wolfe's method; 200 by default
 * @example upperBound({ problem, anchors: [localOptimum({ problem, seed: 1 }).strategies] }).welfare
 */
export function upperBound(parameters: {
  problem: WelfareProblem;
  anchors?: readonly Int32Array[];
  steps?: number;
}): UpperBound {
  const { problem, anchors = [], steps = 200 } = parameters;
  const sets = [new Int32Array(problem.table.strategies), ...anchors.map((each) => countsOf(problem, each))];
  const greedy = bestGreedySet(problem);
  sets.push(greedy.counts);
  const bounds = sets.map((counts) => boundedWelfare(problem, marginalBound(problem, counts)));
  const marginal = Math.min(greedy.welfare, ...bounds);
  const tangent = Math.min(...restOf(problem, sets).map((rest) => tangentBound({ problem, rest, steps })));
  return { welfare: Math.min(marginal, tangent), marginal, tangent };
}

/** Marginal bounds of the classes with a negative layer alone; a bound of 0 if there are none. */
function restOf(problem: WelfareProblem, sets: readonly Int32Array[]): CoverageBound[] {
  const { model, table } = problem;
  const weights = model.weights.map((weight, c) => (hasConcaveLayers(model.curves[c]?.alphas ?? []) ? 0 : weight));
  const share = sum(weights) / sum(model.weights);
  if (!(share > 0)) return [{ base: 0, gains: new Float64Array(table.strategies) }];
  const part = { ...problem, model: { ...model, weights } };
  return sets.map((counts) => {
    const { base, gains } = marginalBound(part, counts);
    return { base: base * share, gains: gains.map((gain) => gain * share) };
  });
}

/** The smallest of the tangents' bounds on the way to the best fractional assignment (Frank and Wolfe, 1956). */
function tangentBound(parameters: { problem: WelfareProblem; rest: CoverageBound; steps: number }): number {
  const { problem, rest, steps } = parameters;
  const { model, table, costs, valuePerDay } = problem;
  const coverage = new LogCoverage(problem);
  let counts = new Float64Array(table.strategies);
  let cost = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const { base, gains, value } = coverage.tangent(counts);
    const bound = { base: base + rest.base, gains: gains.map((gain, k) => gain + (rest.gains[k] ?? 0)) };
    const worths = bound.gains.map((gain) => valuePerDay * gain);
    const corner = new Float64Array(table.strategies);
    let cornerCost = 0;
    let net = 0;
    for (let i = 0; i < model.operators; i++) {
      const best = bestStrategy({ problem, operator: i, worths });
      corner[best.strategy] = (corner[best.strategy] ?? 0) + 1;
      cornerCost += costs[i * table.strategies + best.strategy] ?? 0;
      net += best.net;
    }
    smallest = Math.min(smallest, valuePerDay * bound.base + net);
    const reached = valuePerDay * (value + rest.base + dot(rest.gains, counts)) - cost;
    if (smallest - reached <= 1e-6 * valuePerDay) break;
    // Along the line to the corner welfare is concave: bisect its slope.
    const from = counts;
    const at = (part: number) => from.map((count, k) => count + part * ((corner[k] ?? 0) - count));
    let [low, high] = [0, 1];
    for (let halving = 0; halving < 24; halving++) {
      const middle = (low + high) / 2;
      const slopes = coverage.tangent(at(middle)).gains;
      let rise = cost - cornerCost;
      for (let k = 1; k < slopes.length; k++) {
        const worth = valuePerDay * ((slopes[k] ?? 0) + (rest.gains[k] ?? 0));
        rise += worth * ((corner[k] ?? 0) - (from[k] ?? 0));
      }
      if (rise > 0) low = middle;
      else high = middle;
    }
    counts = at(low);
    cost += low * (cornerCost - cost);
  }
  return smallest;
}

/** Adds the offer worth most above its least cost, again and again, and keeps the set with the smallest marginal bound. */
function bestGreedySet(problem: WelfareProblem): { counts: Int32Array; welfare: number } {
  const { model, table, costs, valuePerDay } = problem;
  const least = new Float64Array(table.strategies).fill(Number.POSITIVE_INFINITY);
  costs.forEach((cost, cell) => {
    const k = cell % table.strategies;
    least[k] = Math.min(least[k] ?? 0, cost);
  });
  const size = 2 * model.operators;
  const cells = new AssignmentCells(problem, size + 1);
  const counts = new Int32Array(table.strategies);
  let best = { counts: counts.slice(), welfare: Number.POSITIVE_INFINITY };
  for (let i = 0; i <= size; i++) {
    const worths = cells.worths(size);
    const bound = { base: cells.coverage(), gains: worths.map((worth) => worth / valuePerDay) };
    const welfare = boundedWelfare(problem, bound);
    if (welfare < best.welfare) best = { counts: counts.slice(), welfare };
    // Beyond this no operator's gain is above its cost, and one more offer can only raise C(A).
    const next = worths.reduce(
      (k, worth, j) => (worth - (least[j] ?? 0) > (worths[k] ?? 0) - (least[k] ?? 0) ? j : k),
      0,
    );
    if (next === 0 || i === size) break;
    cells.assign(i, next);
    counts[next] = (counts[next] ?? 0) + 1;
  }
  return best;
}

function countsOf({ table }: WelfareProblem, strategies: Int32Array): Int32Array {
  const counts = new Int32Array(table.strategies);
  for (const k of strategies) if (k !== 0) counts[k] = (counts[k] ?? 0) + 1;
  return counts;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((total, value, k) => total + value * (b[k] ?? 0), 0);
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
