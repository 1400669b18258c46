/** What an interval says of a statement: it holds over the whole of it, nowhere on it, or that is open. */
export type Verdict = "Held" | "Refuted" | "Not settled";

/**
 * Whether a mean with its interval is above a limit; one seed, which has no interval, settles nothing.
 *
 * @example above(interval([1, 1.1, 0.9]), 0.5) // "Held"
 */
export function above({ mean, half }: { mean: number; half: number }, limit: number): Verdict {
  if (mean - half > limit) return "Held";
  return mean + half <= limit ? "Refuted" : "Not settled";
}

/** The verdict of the opposite statement. */
export const not = (verdict: Verdict): Verdict =>
  verdict === "Held" ? "Refuted" : verdict === "Refuted" ? "Held" : "Not settled";

/** Of statements that must all hold. */
export function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("Refuted")) return "Refuted";
  return verdicts.every((verdict) => verdict === "Held") ? "Held" : "Not settled";
}
