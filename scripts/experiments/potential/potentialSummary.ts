import type { Row } from "../experiment.js";

/**
 * A run of the potential experiment in one row; money in tokens per day. A fall is a change below minus the bound.
 *
 * @example potentialSummary({ steps, emission: 1_117, settled: true }).falls // 0
 */
export function potentialSummary(parameters: { steps: readonly Row[]; emission: number; settled: boolean }): Row {
  const { steps, emission, settled } = parameters;
  const changes = steps.map(({ potential, bound, moved }) => ({
    potential: Number(potential),
    isFall: Number(potential) < -Number(bound),
    moved: moved === true,
  }));
  const moves = changes.filter(({ moved }) => moved);
  const falls = changes.filter(({ isFall }) => isFall);
  const sum = (values: readonly { potential: number }[]): number =>
    values.reduce((all, { potential }) => all + potential, 0);
  const most = (values: readonly number[]): number => values.reduce((all, value) => Math.max(all, value), 0);
  return {
    emission,
    steps: steps.length,
    moves: moves.length,
    settled,
    falls: falls.length,
    fallsAtMoves: moves.filter(({ isFall }) => isFall).length,
    shareOfMoves: moves.length === 0 ? null : moves.filter(({ isFall }) => isFall).length / moves.length,
    deepest: most(changes.map(({ potential }) => -potential)),
    fallen: -sum(falls),
    risen: sum(changes.filter(({ potential }) => potential > 0)),
    disagreement: most(steps.filter(({ moved }) => moved === true).map(({ disagreement }) => Number(disagreement))),
    bound: most(steps.map(({ bound }) => Number(bound))),
  };
}
