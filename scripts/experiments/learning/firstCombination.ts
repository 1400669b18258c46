import { type Row, textIn } from "../../report/rows.js";
import { LEARNING_PARAMETERS } from "./learningParameters.js";

/**
 * Which rows are of the first combination of what varies beside policy and seed, the only one that charts and verdicts speak
 * of: runs of a grid's other combinations are no further seeds of it.
 *
 * @param summary rows of the table `summary`, in their order
 * @example summary.filter(firstCombination(summary)) // of operators 30, 60 and 120 those with 30
 */
export function firstCombination(summary: readonly Row[]): (row: Row) => boolean {
  const [first] = summary;
  const names = LEARNING_PARAMETERS.map(({ name }) => name).filter((name) => name !== "policy");
  return (row) => first !== undefined && names.every((name) => textIn(row, name) === textIn(first, name));
}
