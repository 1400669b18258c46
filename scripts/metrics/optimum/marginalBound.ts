import { AssignmentCells } from "./assignmentCells.js";
import type { CoverageBound } from "./coverageBound.js";
import type { WelfareProblem } from "./welfareProblem.js";

/**
 * Coverage of any multiset A of offers plus, for each operator, what its strategy would add to A: C is monotone and
 * submodular over offers, for all accepted curves and with failure domains (docs/optimum.md).
 *
 * @param counts how many of each strategy A holds; A need not be an assignment
 * @example marginalBound(problem, counts).base // C(A)
 */
export function marginalBound(problem: WelfareProblem, counts: ArrayLike<number>): CoverageBound {
  const members = Array.from(counts).flatMap((count, k) => Array.from({ length: count }, () => k));
  const cells = new AssignmentCells({ ...problem, valuePerDay: 1 }, members.length + 1);
  members.forEach((k, i) => {
    cells.assign(i, k);
  });
  return { base: cells.coverage(), gains: cells.worths(members.length) };
}
