/** What an interval says of a statement: it holds over the whole of it, nowhere on it, or that is open. */
export type Verdict = "Held" | "Refuted" | "Not settled";

/** A mean with the half-width of its interval; without an interval (NaN) nothing is settled. */
export interface Spread {
  readonly mean: number;
  readonly half: number;
}

/**
 * Whether a mean with its interval is above a limit; one seed, which has no interval, settles nothing.
 *
 * @example above({ mean: 3, half: 1 }, 2.5) // "Not settled"
 */
export function above({ mean, half }: Spread, limit: number): Verdict {
  if (mean - half > limit) return "Held";
  return mean + half <= limit ? "Refuted" : "Not settled";
}

/** Of the opposite statement. */
export function not(verdict: Verdict): Verdict {
  if (verdict === "Not settled") return verdict;
  return verdict === "Held" ? "Refuted" : "Held";
}

/** Of statements that must all hold. */
export function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("Refuted")) return "Refuted";
  return verdicts.every((verdict) => verdict === "Held") ? "Held" : "Not settled";
}
