import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../common/errors.js";

/**
 * Says early whether a result folder can be written: it must not exist or be empty.
 *
 * @throws UserError naming the folder
 */
export function requireFreshFolder(path: string): void {
  let entries: string[];
  try {
    entries = readdirSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw new UserError(`--out ${path} cannot be read as a folder: give a folder that is new or empty`, {
      cause: error,
    });
  }
  if (entries.length > 0) throw new UserError(`--out ${path} is not empty: give a folder that is new or empty`);
}

/**
 * Writes a result folder all at once: into a folder beside it that takes its place when everything is there, so that
 * nobody finds half a result.
 *
 * @example writeFolder("results/run", { "summary.json": "{}\n" })
 */
export function writeFolder(path: string, files: Readonly<Record<string, string | Buffer>>): void {
  requireFreshFolder(path);
  const target = resolve(path);
  mkdirSync(dirname(target), { recursive: true });
  const draft = mkdtempSync(`${target}.draft-`);
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(draft, name), content);
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}
