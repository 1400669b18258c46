import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Path of a file of the shared real inputs, which lie beside the repository and are not part of it. */
export function sharedData(name: string): string {
  return fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
}

/** Skips the test with a message when the shared real inputs are absent. */
export function needsSharedData(context: Mocha.Context, name: string): string {
  const path = sharedData(name);
  if (!existsSync(path)) {
    console.log(`      skipped: ../shared/data/${name} is not there`);
    context.skip();
  }
  return path;
}
