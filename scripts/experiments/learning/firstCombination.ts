import { type Row, textIn } from "../../report/rows.js";

/**
 * The rows of one combination of what varies beside policy and seed, the first of the grid: what verdicts and charts are
 * about. Another grid has more, which only its table shows.
 *
 * @param parameters names of the experiment's parameters
 * @returns whether a row, of any table of the run, belongs to it
 * @example rows.filter(firstCombination(summary, ["policy", "emission"]))
 */
export function firstCombination(summary: readonly Row[], parameters: readonly string[]): (row: Row) => boolean {
  const [first] = summary;
  const others = parameters.filter((name) => name !== "policy");
  return (row) => first !== undefined && others.every((name) => textIn(row, name) === textIn(first, name));
}
