import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../common/errors.js";
import { DRAFT } from "./finishCell.js";
import type { Manifest } from "./manifest.js";
import { replaceFile } from "./replaceFile.js";

/**
 * Makes a result folder ready for a run: new or empty, or one of the same experiment whose finished cells all belong to
 * this run too (one that was interrupted, or one with fewer seeds). What was made of all cells together goes.
 *
 * @param ids of this run's cells
 * @returns takes a folder away again that was made for this run and in which no cell was finished.
 * @throws UserError for any other folder, before anything in it is touched.
 * @example openRunFolder({ out: "results/run", manifest, ids })
 */
export function openRunFolder({
  out,
  manifest,
  ids,
}: {
  out: string;
  manifest: Manifest;
  ids: readonly string[];
}): () => void {
  const refuse = (what: string, cause?: unknown) =>
    new UserError(`--out ${out} ${what}: give a folder that is new, empty or of this very run`, { cause });
  let entries: string[] = [];
  try {
    if (existsSync(out)) entries = readdirSync(out);
  } catch (error) {
    throw refuse("cannot be read as a folder", error);
  }
  if (entries.length > 0) {
    const name = experimentOf(out);
    if (name !== manifest.experiment) {
      throw refuse(name === undefined ? "holds something else" : `holds a run of ${name}`);
    }
    const cells = join(out, "cells");
    const foreign = (existsSync(cells) ? readdirSync(cells) : []).find(
      (id) => !id.startsWith(DRAFT) && !ids.includes(id),
    );
    if (foreign !== undefined) throw refuse(`holds a cell that is not part of this run (${foreign})`);
    for (const entry of entries) if (entry !== "cells") rmSync(join(out, entry), { recursive: true });
  }
  try {
    mkdirSync(join(out, "cells"), { recursive: true });
  } catch (error) {
    throw refuse("cannot be written", error);
  }
  replaceFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return () => {
    if (entries.length === 0 && readdirSync(join(out, "cells")).length === 0) rmSync(out, { recursive: true });
  };
}

function experimentOf(out: string): string | undefined {
  try {
    const { experiment } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Partial<Manifest>;
    return experiment;
  } catch {
    return undefined;
  }
}
