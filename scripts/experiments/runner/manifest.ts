import type { Experiment } from "../experiment.js";
import type { Values } from "./parameter.js";
import type { RunEnvironment } from "./runEnvironment.js";
import { sha256 } from "./sha256.js";

/** `manifest.json`: all that a run's results depend on. The same manifest gives the same bytes. */
export interface Manifest extends RunEnvironment {
  /** As for `experiment run`: a name, or the path of a file. */
  readonly source: string;
  readonly experiment: string;
  readonly question: string;
  readonly hypotheses: readonly string[];
  readonly config: { readonly parameters: Values; readonly seeds: readonly number[]; readonly cells: number };
  readonly network: string;
}

/**
 * Names a run: the same settings, the same eight digits.
 *
 * @example configName(experiment, manifest.config) // "convergence-1a2b3c4d"
 */
export function configName({ name }: Experiment, { parameters, seeds }: Manifest["config"]): string {
  return `${name}-${sha256(JSON.stringify({ parameters, seeds })).slice(0, 8)}`;
}

/**
 * Hash of all that every cell depends on beside its own parameters. The commit is not part of it: the sources are.
 *
 * @example environmentHash(manifest)
 */
export function environmentHash({ code, node, lockfile, compiler, bytecode, network }: Manifest): string {
  return sha256(JSON.stringify({ sources: code.sources, node, lockfile, compiler, bytecode, network }));
}
