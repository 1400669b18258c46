import { AssignmentCells } from "./assignmentCells.js";
import { boundedWelfare, type CoverageTangent } from "./coverageBound.js";
import { FluidCoverage } from "./fluidCoverage.js";
import { LogCoverage } from "./logCoverage.js";
import { marginalBound } from "./marginalBound.js";
import { bestStrategy, type WelfareProblem } from "./welfareProblem.js";

/** Steps end when the relaxed optimum is known to this part of V: far less than the relaxation gives away. */
const PRECISION = 1e-4;

/** Tokens per day that the welfare of no assignment exceeds, and the smallest bound of each kind. */
export interface UpperBound {
  readonly welfare: number;
  /** From what strategies add to a set of offers: V C(A) + sum of max(0, best V gain - cost). */
  readonly marginal: number;
  /** The same with tangents of a concave relaxation in place of gains: usually far smaller. */
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
  const tangent = tangentBound(problem, steps);
  return { welfare: Math.min(marginal, tangent), marginal, tangent };
}

/** The smallest of the tangents' bounds on the way to the best fractional assignment (Frank and Wolfe, 1956). */
function tangentBound(problem: WelfareProblem, steps: number): number {
  const { model, table, costs, valuePerDay } = problem;
  const tangentAt = relaxation(problem);
  let counts = new Float64Array(table.strategies);
  let cost = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const bound = tangentAt(counts);
    const worths = bound.gains.map((gain) => valuePerDay * gain);
    const corner = new Float64Array(table.strategies);
    let cornerCost = 0;
    for (let operator = 0; operator < model.operators; operator++) {
      const { strategy } = bestStrategy({ problem, operator, worths });
      corner[strategy] = (corner[strategy] ?? 0) + 1;
      cornerCost += costs[operator * table.strategies + strategy] ?? 0;
    }
    smallest = Math.min(smallest, boundedWelfare(problem, bound));
    if (smallest - (valuePerDay * bound.value - cost) <= PRECISION * valuePerDay) break;
    // Along the line to the corner the relaxed welfare is concave: bisect its slope.
    const from = counts;
    const at = (part: number) => from.map((count, k) => count + part * ((corner[k] ?? 0) - count));
    let [low, high] = [0, 1];
    for (let halving = 0; halving < 10; halving++) {
      const middle = (low + high) / 2;
      const { gains } = tangentAt(at(middle));
      const rise = gains.reduce((sum, gain, k) => sum + gain * ((corner[k] ?? 0) - (from[k] ?? 0)), 0);
      if (valuePerDay * rise > cornerCost - cost) low = middle;
      else high = middle;
    }
    counts = at(low);
    cost += low * (cornerCost - cost);
  }
  return smallest;
}

/** A concave function that is nowhere below coverage, by its tangents: exact for classes without a negative layer. */
function relaxation(problem: WelfareProblem): (counts: Float64Array) => CoverageTangent {
  const log = new LogCoverage(problem);
  const fluid = new FluidCoverage(problem);
  return (counts) => {
    const [one, other] = [log.tangent(counts), fluid.tangent(counts)];
    return {
      value: one.value + other.value,
      base: one.base + other.base,
      gains: one.gains.map((gain, k) => gain + (other.gains[k] ?? 0)),
    };
  };
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
