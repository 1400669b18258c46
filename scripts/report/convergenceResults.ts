import type { Row } from "./rows.js";

/** What the page of a convergence run is made from. */
export interface ConvergenceResults {
  readonly question: string;
  readonly hypotheses: readonly string[];
  /** What became of each hypothesis, computed from the results; begins with Held, Refuted, Not settled or Not tested. */
  readonly verdicts: readonly string[];
  /** The answer in a sentence or two, computed from the results. */
  readonly answer: string;
  /** The table of the terminal: its head and rows. */
  readonly outcome: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Figures that come from measurements, and what is assumed; each a sentence. */
  readonly measured: readonly string[];
  readonly assumed: readonly string[];
  readonly setUp: readonly string[];
  /** Rows as written to the result folder, every one with `policy` and `seed`. */
  readonly tables: Readonly<Record<ConvergenceTable, readonly Row[]>>;
  /** At most eight, each with its colour by its place. */
  readonly policies: readonly string[];
  /** Where these results came from: command, commit, seeds. */
  readonly origin: string;
}

/** Tables of the result folder that the page shows. */
export type ConvergenceTable =
  | "epochs"
  | "operators"
  | "classes"
  | "shares"
  | "heat"
  | "summary"
  | "shocks"
  | "disagreement";
