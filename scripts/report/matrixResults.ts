import type { HeatColumn } from "./heatTable.js";
import type { Row } from "./rows.js";

/** Everything that the page of the policy matrix shows. */
export interface MatrixResults {
  readonly question: string;
  readonly answer: string;
  readonly hypotheses: readonly string[];
  /** One per hypothesis, beginning with Held, Refuted, Not settled or Not tested. */
  readonly verdicts: readonly string[];
  readonly setUp: readonly string[];
  /** What not to lean on, column by column. */
  readonly shaky: readonly string[];
  readonly policies: readonly string[];
  /** In the order of the table, with what each means. */
  readonly columns: readonly (HeatColumn & { readonly text: string; readonly group: string })[];
  /** In the order of charts: name, and column of its gain over all operators and of the one that gains most, as shares of pay. */
  readonly manipulations: readonly { readonly name: string; readonly share: string; readonly largest: string }[];
  /** Rows of the table `summary` for each network and learning rule; the first of each network is drawn. */
  readonly combinations: readonly { readonly network: string; readonly rule: string; readonly rows: readonly Row[] }[];
  readonly origin: string;
}
