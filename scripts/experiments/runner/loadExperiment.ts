import type { Experiment } from "../experiment.js";

/**
 * The experiment that a file declares as its default export.
 *
 * @throws Error when the file has none.
 * @example await loadExperiment(new URL("../convergence.ts", import.meta.url).href)
 */
export async function loadExperiment(module: string): Promise<Experiment> {
  const { default: experiment } = (await import(module)) as { default?: Partial<Experiment> };
  if (typeof experiment?.runCell !== "function" || typeof experiment.summarise !== "function") {
    throw new Error(`${module} declares no experiment: its default export must come from declareExperiment`);
  }
  return experiment as Experiment;
}
