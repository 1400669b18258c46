import { availableParallelism, cpus } from "node:os";
import { join, resolve } from "node:path";
import type { Summary } from "../experiment.js";
import type { NamedExperiment } from "../experimentNamed.js";
import { cellId } from "./cellId.js";
import { finishRun } from "./finishRun.js";
import { configName, environmentHash } from "./manifest.js";
import { openRunFolder } from "./openRunFolder.js";
import type { Grid } from "./parseGrid.js";
import { planRun } from "./planRun.js";
import type { RunEnvironment } from "./runEnvironment.js";
import { type SweepListener, sweep } from "./sweep.js";

export interface RunInput extends NamedExperiment {
  readonly grid: Grid;
  readonly seeds: readonly number[];
  readonly environment: RunEnvironment;
  readonly network: string;
  /** Result folder; `results/NAME-HASH` without one. */
  readonly out?: string;
  /** Processes; all cores without. */
  readonly jobs?: number;
  readonly signal: AbortSignal;
  readonly listener: SweepListener;
}

/**
 * Runs an experiment into a result folder, going on where an earlier run of it stopped.
 *
 * @throws UserError when the grid has no cell or the folder holds something else; the signal's reason after an abort.
 * @example const { out, summary } = await runExperiment({ ...named, grid, seeds: [1, 2], environment, network, signal, listener });
 */
export async function runExperiment(input: RunInput): Promise<{ out: string; summary: Summary }> {
  const { experiment, module, grid, signal, listener } = input;
  const { cells, manifest } = planRun(input);
  const out = input.out ?? join("results", configName(experiment, manifest.config));
  const jobs = input.jobs ?? availableParallelism();
  const discard = openRunFolder({ out, manifest, ids: cells.map((cell) => cellId(experiment.parameters, cell)) });
  const started = new Date();
  const files = Object.fromEntries(grid.files);
  const plan = { module, out: resolve(out), environment: environmentHash(manifest), files };
  try {
    await sweep({ experiment, plan, cells, jobs, signal, listener });
  } catch (error) {
    discard();
    throw error;
  }
  const seconds = (Date.now() - started.getTime()) / 1_000;
  const timing = { started: started.toISOString(), seconds, jobs, cpu: cpus()[0]?.model ?? "unknown", inputs: files };
  return { out, summary: await finishRun({ experiment, out, cells, manifest, timing }) };
}
