import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RandomStream } from "../../common/random.js";
import type { NamedExperiment } from "../experimentNamed.js";
import { cellId } from "./cellId.js";
import { finishRun } from "./finishRun.js";
import { firstDifference } from "./firstDifference.js";
import { hashFiles } from "./hashFiles.js";
import { environmentHash, type Manifest } from "./manifest.js";
import { planRun } from "./planRun.js";
import { readRun } from "./readRun.js";
import type { RunEnvironment } from "./runEnvironment.js";
import { type SweepListener, sweep } from "./sweep.js";

export interface Verification {
  /** Files that are not what they were when the run was finished, as lines to print. */
  readonly altered: readonly string[];
  /** Files that come out differently, as lines to print. */
  readonly different: readonly string[];
  /** What of the environment is not as it was: what may explain a difference. */
  readonly environment: readonly string[];
  /** Ids of the cells that were run again. */
  readonly cells: readonly string[];
  /** How many files were compared with the ones made anew. */
  readonly compared: number;
}

/**
 * Compares a result folder with its own hashes, then runs its cells again elsewhere and compares every file with those.
 *
 * @param input.sample how many cells, drawn at random; all without. What is made of all cells is compared only then.
 * @throws UserError for a folder without a complete run and for an input file that is missing or another one.
 * @example const { different } = await verifyRun({ folder: "results/run", ...named, environment, signal, listener });
 */
export async function verifyRun(
  input: NamedExperiment & {
    readonly folder: string;
    readonly environment: RunEnvironment;
    readonly network: string;
    /** Paths of input files by their name in the cells. */
    readonly files: Readonly<Record<string, string>>;
    readonly sample?: { readonly cells: number; readonly stream: RandomStream };
    readonly jobs: number;
    readonly signal: AbortSignal;
    readonly listener: SweepListener;
  },
): Promise<Verification> {
  const { folder, experiment, source, module, environment, network, files, sample, jobs, signal, listener } = input;
  const { manifest: recorded, hashes } = readRun(folder);
  const found = hashFiles(folder);
  const altered = Object.keys(hashes)
    .filter((file) => hashes[file] !== found[file])
    .map((file) => `${file}: ${found[file] === undefined ? "missing" : "altered since the run"}`);
  const { parameters: values, seeds } = recorded.config;
  const grid = { values, files: new Map(Object.entries(files)) };
  const { cells: all, manifest } = planRun({ experiment, source, grid, seeds, environment, network });
  const cells = sample === undefined ? all : draw(all, sample);
  const ids = cells.map((cell) => cellId(experiment.parameters, cell));
  const again = mkdtempSync(join(tmpdir(), "breadth-verify-"));
  try {
    const plan = { module, out: again, environment: environmentHash(manifest), files };
    await sweep({ experiment, plan, cells, jobs, signal, listener });
    if (sample === undefined) {
      const timing = {};
      await finishRun({ experiment, out: again, cells, manifest: recorded, timing });
    }
    const fresh = hashFiles(again);
    const belongs = (file: string) => sample === undefined || ids.some((id) => file.startsWith(`cells/${id}/`));
    // A cell's own record names the code it ran under; what it found is in the files beside it.
    const results = (file: string) => file !== "manifest.json" && !file.endsWith("/cell.json");
    const compared = [...new Set([...Object.keys(hashes), ...Object.keys(fresh)])].filter(
      (file) => belongs(file) && results(file),
    );
    const different: string[] = [];
    for (const file of compared) {
      if (found[file] === fresh[file]) continue;
      different.push(`${file}: ${await firstDifference(join(folder, file), join(again, file))}`);
    }
    return { altered, different, environment: changes(recorded, manifest), cells: ids, compared: compared.length };
  } finally {
    rmSync(again, { recursive: true, force: true });
  }
}

/** `cells` of the cells, in their order, each set equally likely. */
function draw<T>(all: readonly T[], { cells, stream }: { cells: number; stream: RandomStream }): T[] {
  let wanted = Math.min(cells, all.length);
  return all.filter((_, i) => {
    const taken = stream.next() * (all.length - i) < wanted;
    if (taken) wanted -= 1;
    return taken;
  });
}

function changes(then: Manifest, now: Manifest): string[] {
  const pairs: [string, unknown, unknown][] = [
    ["code", then.code.sources, now.code.sources],
    ["node", then.node, now.node],
    ["libraries", then.lockfile, now.lockfile],
    ["compiler settings", then.compiler, now.compiler],
    ["bytecode of the contracts", then.bytecode, now.bytecode],
    ["network", then.network, now.network],
  ];
  return pairs
    .filter(([, before, after]) => JSON.stringify(before) !== JSON.stringify(after))
    .map(([what]) => `${what} ${what === "code" || what === "node" || what === "network" ? "is" : "are"} not as then`);
}
