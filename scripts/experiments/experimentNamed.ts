import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../common/errors.js";
import type { Experiment } from "./experiment.js";
import { loadExperiment } from "./runner/loadExperiment.js";
import { PROJECT_ROOT } from "./runner/projectRoot.js";

/** The experiments by name, each with its file: a new one is one file and one row. */
const FILES: Readonly<Record<string, string>> = {
  anarchy: "./anarchy.ts",
  breadth: "./breadth.ts",
  "claimed-locations": "./claimedLocations.ts",
  convergence: "./convergence.ts",
  dynamics: "./dynamics.ts",
  emission: "./emission.ts",
  "idle-pay": "./idlePay.ts",
  matrix: "./matrix.ts",
  "one-model": "./oneModel.ts",
  potential: "./potential.ts",
  "stake-pay": "./stakePay.ts",
};

export const EXPERIMENT_NAMES: readonly string[] = Object.keys(FILES).sort();

export interface NamedExperiment {
  readonly experiment: Experiment;
  /** What it is called on the command line: its name, or the path of its file from the project's root. */
  readonly source: string;
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
  const source = own ? relative(PROJECT_ROOT, resolve(name)) : name;
  return { experiment: await loadExperiment(module), source, module };
}
