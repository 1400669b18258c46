import type { ConvergenceResults } from "../convergenceResults.js";
import { type Html, html, table } from "../page.js";
import { groupRows, meanText, numberIn, type Row, textIn } from "../rows.js";
import { policyRows } from "./policyRows.js";

const COLUMNS: readonly { title: string; column: string; as: (value: number) => string }[] = [
  { title: "u: mean difference", column: "biasReliability", as: (value) => value.toFixed(3) },
  { title: "u: mean distance", column: "meanReliability", as: (value) => value.toFixed(3) },
  { title: "u: largest distance", column: "largestReliability", as: (value) => value.toFixed(3) },
  { title: "x: mean difference", column: "biasCapacityRatio", as: (value) => value.toFixed(4) },
  { title: "x: mean distance", column: "meanCapacityRatio", as: (value) => value.toFixed(4) },
  { title: "x: largest distance", column: "largestCapacityRatio", as: (value) => value.toFixed(4) },
];

/** Where the specification of a rig says something else than its measured requests. */
export function serviceModelsSection({ policies, tables }: ConvergenceResults): Html {
  return html`<p>The ledger knows an operator in a class by two numbers: reliability u (share of attempts served well, 0 to 1) and capacity x (how many times over it could carry the class's whole demand). The analytic model derives them from the rig's specification, the request model measures them in the simulated requests. Measured less analytic at the end of the run, over all listings of operators in classes:</p>
${table(
  ["measured less analytic", ...COLUMNS.map(({ title }) => title)],
  policyRows(tables.disagreement, policies).map(({ policy, rows }) => {
    const seeds = disagreementBySeed(rows);
    return [policy, ...COLUMNS.map(({ column, as }) => meanText(seeds, column, as))];
  }),
)}`;
}

/** One row per seed: means over listings (the number that stands in `listing`), largest over classes. */
export function disagreementBySeed(rows: readonly Row[]): Row[] {
  return [...groupRows(rows, (row) => textIn(row, "seed")).values()].map((own) => {
    const listings = own.reduce((sum, row) => sum + numberIn(row, "listing"), 0);
    const mean = (column: string): number =>
      own.reduce((sum, row) => sum + numberIn(row, "listing") * numberIn(row, column), 0) / listings;
    const most = (column: string): number => Math.max(...own.map((row) => numberIn(row, column)));
    return {
      biasReliability: mean("biasReliability"),
      meanReliability: mean("meanReliability"),
      largestReliability: most("largestReliability"),
      biasCapacityRatio: mean("biasCapacityRatio"),
      meanCapacityRatio: mean("meanCapacityRatio"),
      largestCapacityRatio: most("largestCapacityRatio"),
    };
  });
}
