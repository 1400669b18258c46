import { readFileSync } from "node:fs";

/** A figure of `data/` with where it comes from: a source of `data/sources.json`, or an assumption with its reason. */
export type Figure<T> =
  | { readonly value: T; readonly source: string; readonly note?: string }
  | { readonly value: T; readonly assumed: true; readonly reason: string };

/**
 * A file of the project's `data/` folder.
 *
 * @example readData<HardwareFile>("hardware.json").gpus
 */
export function readData<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../data/${name}`, import.meta.url), "utf8")) as T;
}
