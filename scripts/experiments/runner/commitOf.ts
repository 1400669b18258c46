import type { ReportInput } from "../experiment.js";

/**
 * The commit of the code that a run was made with, short, from its manifest.
 *
 * @example commitOf(manifest) // "390e57612ab3 with changes"
 */
export function commitOf({ code }: ReportInput["manifest"]): string {
  if (typeof code !== "object" || code === null || !("commit" in code)) return "unknown";
  const changed = "dirty" in code && code.dirty === true;
  return `${String(code.commit).slice(0, 12)}${changed ? " with changes" : ""}`;
}
