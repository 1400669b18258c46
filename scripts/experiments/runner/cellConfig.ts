import type { Experiment } from "../experiment.js";
import type { Cell } from "./parameter.js";
import { sha256 } from "./sha256.js";

/**
 * Hash of everything a cell's result depends on: a finished cell with the same is not run again.
 *
 * @example cellConfig(experiment, { cell, environment: plan.environment })
 */
export function cellConfig(experiment: Experiment, { cell, environment }: { cell: Cell; environment: string }): string {
  const values = experiment.parameters.map(({ name }) => [name, cell[name]]);
  return sha256(JSON.stringify({ experiment: experiment.name, values, seed: cell.seed, environment }));
}
