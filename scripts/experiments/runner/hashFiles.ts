import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { sha256 } from "./sha256.js";

/** What depends on the clock, in every folder. */
export const TIMING = "timing.json";
/** SHA-256 of every file of a complete run but those of the clock. */
export const HASHES = "hashes.json";

/**
 * SHA-256 of all files of a result folder by path, but those of the clock and the list itself.
 *
 * @example hashFiles("results/run")["summary.json"]
 */
export function hashFiles(out: string): Record<string, string> {
  const entries = readdirSync(out, { recursive: true, withFileTypes: true, encoding: "utf8" });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== TIMING && entry.name !== HASHES)
    .map(({ parentPath, name }) => relative(out, join(parentPath, name)).replaceAll("\\", "/"))
    .sort();
  return Object.fromEntries(files.map((file) => [file, sha256(readFileSync(join(out, file)))]));
}
