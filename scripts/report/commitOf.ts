/**
 * The commit of the code that a manifest names, short, and whether files differed from it.
 *
 * @example commitOf(manifest) // "390e576f2a1b with changes"
 */
export function commitOf({ code }: Readonly<Record<string, unknown>>): string {
  if (typeof code !== "object" || code === null || !("commit" in code)) return "unknown";
  const changed = "dirty" in code && code.dirty === true;
  return `${String(code.commit).slice(0, 12)}${changed ? " with changes" : ""}`;
}
