import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../common/errors.js";
import type { Experiment } from "./experiment.js";
import { loadExperiment } from "./runner/loadExperiment.js";

/** The experiments by name, each with its file: a new one is one file and one row. */
const FILES: Readonly<Record<string, string>> = {};

export const EXPERIMENT_NAMES: readonly string[] = Object.keys(FILES).sort();

export interface NamedExperiment {
  readonly experiment: Experiment;
  /** URL of the file that declares it. */
  readonly module: string;
}

/**
 * The experiment of that name, or the one that a TypeScript file of one's own declares.
 *
 * @throws UserError for a name that is neither.
 * @example const { experiment } = await experimentNamed("convergence");
 */
export async function experimentNamed(name: string): Promise<NamedExperiment> {
  const own = name.endsWith(".ts");
  const file = EXPERIMENT_NAMES.includes(name) ? FILES[name] : undefined;
  if (own ? !existsSync(name) : file === undefined) {
    const known = EXPERIMENT_NAMES.join(", ");
    throw new UserError(`there is no experiment "${name}"; there are: ${known}, or give the path of a .ts file`);
  }
  const module = own ? pathToFileURL(resolve(name)).href : new URL(file ?? "", import.meta.url).href;
  return { experiment: await loadExperiment(module), module };
}
