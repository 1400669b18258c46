import { AssignmentCells } from "./assignmentCells.js";
import { localOptimum } from "./localOptimum.js";
import { bestStrategy, type WelfareProblem } from "./welfareProblem.js";

/** An assignment and its welfare, tokens per day. */
export interface Optimum {
  readonly strategies: Int32Array;
  readonly welfare: number;
}

/**
 * The best assignment of all, by branch and bound over the operators in turn: with the first d decided as A, nobody can end
 * above W(A) + sum over the others of max(0, best V gain to A - cost) (docs/optimum.md, the marginal bound). Exact but for the rounding of welfare, 1e-9 of V; time is exponential at worst.
 *
 * @param known an assignment to beat; a local optimum by default
 * @throws RangeError when more nodes than `maxNodes` (a million by default) would have to be looked at
 * @example exactOptimum({ problem }).welfare
 */
export function exactOptimum(parameters: {
  problem: WelfareProblem;
  known?: Optimum;
  maxNodes?: number;
}): Optimum & { readonly nodes: number } {
  const { problem, maxNodes = 1_000_000 } = parameters;
  const { model, table, costs, allowed, valuePerDay } = problem;
  const cells = new AssignmentCells(problem);
  let { strategies, welfare } = parameters.known ?? localOptimum({ problem, starts: 4, seed: 1 });
  let nodes = 0;

  const descend = (operator: number): void => {
    if (++nodes > maxNodes) throw new RangeError(`the optimum needs more than ${maxNodes} nodes`);
    const present = cells.welfare();
    if (operator === model.operators) {
      if (present > welfare) [strategies, welfare] = [cells.strategies.slice(), present];
      return;
    }
    // Nobody undecided takes part: worths are the same for all of them.
    const worths = cells.worths(operator);
    let bound = present;
    for (let i = operator; i < model.operators; i++) bound += bestStrategy({ problem, operator: i, worths }).net;
    if (bound <= welfare + 1e-9 * valuePerDay) return;
    const base = operator * table.strategies;
    const net = (k: number) => (worths[k] ?? 0) - (costs[base + k] ?? 0);
    const choices = Array.from({ length: table.strategies }, (_, k) => k)
      .filter((k) => k === 0 || allowed?.[base + k] !== 0)
      .sort((a, b) => net(b) - net(a) || a - b);
    for (const k of choices) {
      cells.assign(operator, k);
      descend(operator + 1);
    }
    cells.assign(operator, 0);
  };

  descend(0);
  return { strategies, welfare, nodes };
}
