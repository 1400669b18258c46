import { CoverageCells } from "../../agents/pricing/coverageCells.js";
import { LEAST_RELIABILITY } from "../../agents/pricing/eligibleOffer.js";
import { strategyOffer } from "../../agents/pricing/offerTable.js";
import type { WelfareProblem } from "./welfareProblem.js";

/**
 * An assignment of strategies to operators with its welfare W = V C - cost, changed one operator at a time.
 *
 * @example new AssignmentCells(problem).welfare() // 0: everybody is out
 */
export class AssignmentCells {
  readonly strategies: Int32Array;
  readonly #problem: WelfareProblem;
  readonly #cells: CoverageCells;

  /** @param operators how many may be assigned; those of the problem by default */
  constructor(problem: WelfareProblem, operators = problem.model.operators) {
    const { model, leastReliability = LEAST_RELIABILITY } = problem;
    this.#problem = problem;
    this.strategies = new Int32Array(operators);
    this.#cells = new CoverageCells({ ...model, operators }, leastReliability);
  }

  /** C in [0, 1]. */
  coverage(): number {
    return this.#cells.coverage();
  }

  /** Tokens per day. */
  welfare(): number {
    const { table, costs, valuePerDay } = this.#problem;
    let cost = 0;
    this.strategies.forEach((k, i) => {
      cost += costs[i * table.strategies + k] as number;
    });
    return valuePerDay * this.#cells.coverage() - cost;
  }

  /** V times what each strategy of the operator would add to coverage without it, tokens per day. */
  worths(operator: number): Float64Array {
    return this.#cells.gains(operator, this.#problem.table, this.#problem.valuePerDay);
  }

  assign(operator: number, strategy: number): void {
    if (this.strategies[operator] === strategy) return;
    this.strategies[operator] = strategy;
    this.#cells.replace(operator, strategyOffer({ table: this.#problem.table, operator, strategy }));
  }
}
