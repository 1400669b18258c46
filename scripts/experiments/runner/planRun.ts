import { UserError } from "../../common/errors.js";
import type { NamedExperiment } from "../experimentNamed.js";
import { gridCells } from "./gridCells.js";
import type { Manifest } from "./manifest.js";
import type { Cell } from "./parameter.js";
import type { Grid } from "./parseGrid.js";
import type { RunEnvironment } from "./runEnvironment.js";

/**
 * The cells and the manifest of a run.
 *
 * @throws UserError when the grid has no cell.
 * @example const { cells } = planRun(input);
 */
export function planRun(
  input: Pick<NamedExperiment, "experiment" | "source"> & {
    readonly grid: Grid;
    readonly seeds: readonly number[];
    readonly environment: RunEnvironment;
    readonly network: string;
  },
): { cells: Cell[]; manifest: Manifest } {
  const { experiment, source, grid, seeds, environment, network } = input;
  const cells = gridCells({ experiment, values: grid.values, seeds });
  if (cells.length === 0)
    throw new UserError(`experiment ${experiment.name} keeps no cell of this grid; choose others`);
  const { name, question, hypotheses } = experiment;
  const config = { parameters: grid.values, seeds, cells: cells.length };
  const manifest: Manifest = { source, experiment: name, question, hypotheses, config, network, ...environment };
  return { cells, manifest };
}
