import { type RandomStream, randomStream } from "../../common/random.js";
import { AssignmentCells } from "./assignmentCells.js";
import type { Optimum } from "./exactOptimum.js";
import { bestStrategy, type WelfareProblem } from "./welfareProblem.js";

/**
 * A good assignment, the best of several local optima: nobody can join, leave or change, and nobody inside can be exchanged
 * for somebody outside, so that welfare rises. A lower bound on the optimum.
 *
 * @param starts number of starts: everybody out, then random ones; 8 by default
 * @example localOptimum({ problem, seed: 1 }).welfare
 */
export function localOptimum(parameters: { problem: WelfareProblem; seed: number | string; starts?: number }): Optimum {
  const { problem, seed, starts = 8 } = parameters;
  let best: Optimum = { strategies: new Int32Array(problem.model.operators), welfare: 0 };
  for (let start = 0; start < starts; start++) {
    const random = randomStream(seed, `optimum/${start}`);
    const cells = new AssignmentCells(problem);
    if (start > 0) scatter({ problem, cells, random });
    climb({ problem, cells, random });
    const welfare = cells.welfare();
    if (welfare > best.welfare) best = { strategies: cells.strategies.slice(), welfare };
  }
  return best;
}

interface Search {
  readonly problem: WelfareProblem;
  readonly cells: AssignmentCells;
  readonly random: RandomStream;
}

/** Gives a random part of the operators random strategies. */
function scatter({ problem: { model, table, allowed }, cells, random }: Search): void {
  const part = random.next();
  for (let i = 0; i < model.operators; i++) {
    const k = random.below(table.strategies);
    if (random.next() < part && allowed?.[i * table.strategies + k] !== 0) cells.assign(i, k);
  }
}

/** Best single changes in random order until there is none, then an exchange, and so on until there is neither. */
function climb(search: Search): void {
  const least = 1e-9 * search.problem.valuePerDay;
  do while (improveEach(search, least));
  while (exchange(search, least));
}

function improveEach({ problem, cells, random }: Search, least: number): boolean {
  const { model, table, costs } = problem;
  let improved = false;
  for (const operator of shuffled(model.operators, random)) {
    const worths = cells.worths(operator);
    const { strategy, net } = bestStrategy({ problem, operator, worths });
    const present = cells.strategies[operator] ?? 0;
    const presentNet = (worths[present] ?? 0) - (costs[operator * table.strategies + present] ?? 0);
    if (net <= presentNet + least) continue;
    cells.assign(operator, strategy);
    improved = true;
  }
  return improved;
}

/** Somebody out, somebody else in: the first exchange that raises welfare. */
function exchange({ problem, cells, random }: Search, least: number): boolean {
  const { model, table, costs } = problem;
  for (const leaving of shuffled(model.operators, random)) {
    const present = cells.strategies[leaving] ?? 0;
    if (present === 0) continue;
    const worths = cells.worths(leaving);
    const lost = (worths[present] ?? 0) - (costs[leaving * table.strategies + present] ?? 0);
    // Once it is out, all who are out see the same worths.
    for (let joining = 0; joining < model.operators; joining++) {
      if (cells.strategies[joining] !== 0) continue;
      const { strategy, net } = bestStrategy({ problem, operator: joining, worths });
      if (net <= lost + least) continue;
      cells.assign(leaving, 0);
      cells.assign(joining, strategy);
      return true;
    }
  }
  return false;
}

/** 0 to count - 1 in random order (Fisher and Yates). */
function shuffled(count: number, random: RandomStream): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const moved = order[i] as number;
    order[i] = order[j] as number;
    order[j] = moved;
  }
  return order;
}
