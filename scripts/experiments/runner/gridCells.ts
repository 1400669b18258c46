import type { Experiment } from "../experiment.js";
import type { Cell, Primitive, Values } from "./parameter.js";

/**
 * All cells of a run in canonical order: parameters as declared, the last fastest, then seeds, fastest of all.
 *
 * @example gridCells({ experiment, values: { policy: ["a", "b"] }, seeds: [1, 2] }) // a 1, a 2, b 1, b 2
 */
export function gridCells(input: { experiment: Experiment; values: Values; seeds: readonly number[] }): Cell[] {
  const { experiment, values, seeds } = input;
  let combinations: Record<string, Primitive>[] = [{}];
  for (const { name, default: usual } of experiment.parameters) {
    combinations = combinations.flatMap((combination) =>
      (values[name] ?? usual).map((value) => ({ ...combination, [name]: value })),
    );
  }
  return combinations
    .flatMap((combination) => seeds.map((seed): Cell => ({ ...combination, seed })))
    .filter((cell) => experiment.keep?.(cell) ?? true);
}
