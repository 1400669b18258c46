import { renameSync, writeFileSync } from "node:fs";

/**
 * Writes a file so that nobody finds half of it.
 *
 * @example replaceFile("results/run/summary.json", "{}\n")
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.draft`, content);
  renameSync(`${path}.draft`, path);
}
