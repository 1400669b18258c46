import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/errors.js";
import { HASHES, TIMING } from "./hashFiles.js";
import type { Manifest } from "./manifest.js";

export interface CompleteRun {
  readonly manifest: Manifest;
  /** SHA-256 by file, as of the end of the run. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Where input files were, by their name in the cells. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * The manifest of a complete run.
 *
 * @throws UserError for a folder that is none, or whose run was interrupted.
 * @example const { source } = readRun("results/run");
 */
export function readRun(folder: string): CompleteRun {
  const manifest = readJson<Manifest>(join(folder, "manifest.json"));
  if (manifest?.config === undefined) {
    throw new UserError(`${folder} is no result folder: give one that \`experiment run\` wrote`);
  }
  const hashes = readJson<Record<string, string>>(join(folder, HASHES));
  if (hashes === undefined) {
    throw new UserError(`${folder} holds a run that was not finished: finish it with the command that began it`);
  }
  return {
    manifest,
    hashes,
    inputs: readJson<{ inputs?: Record<string, string> }>(join(folder, TIMING))?.inputs ?? {},
  };
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}
