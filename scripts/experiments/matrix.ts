import { declareExperiment } from "./experiment.js";
import { MATRIX_HYPOTHESES } from "./matrix/hypotheses.js";
import { matrixCell } from "./matrix/matrixCell.js";
import { matrixPage } from "./matrix/matrixPage.js";
import { MATRIX_PARAMETERS } from "./matrix/matrixParameters.js";
import { combinationsOf, matrixTables } from "./matrix/matrixTables.js";
import { matrixVerdicts } from "./matrix/matrixVerdicts.js";
import { withGrowth } from "./matrix/withGrowth.js";

/** The policy matrix: every rule against what a protocol designer needs to know of it, in three networks, under two learning rules. */
export default declareExperiment({
  name: "matrix",
  question: "What does each reward rule buy, how can it be gamed, and what does it cost on chain?",
  hypotheses: MATRIX_HYPOTHESES,
  parameters: MATRIX_PARAMETERS,
  seeds: 3,
  runCell: matrixCell,
  async summarise(results) {
    const summary = withGrowth(await results.rows("summary"));
    const verdicts = matrixVerdicts(summary);
    return {
      tables: [
        ...combinationsOf(summary).flatMap(matrixTables),
        {
          title: "Hypotheses, written before the results, and what became of them",
          head: ["hypothesis", "result"],
          rows: MATRIX_HYPOTHESES.map((text, i) => [text, verdicts[i] ?? ""]),
          widths: [58, 58],
        },
      ],
      json: {
        summary,
        verdicts: MATRIX_HYPOTHESES.map((hypothesis, i) => ({ hypothesis, result: verdicts[i] ?? "" })),
      },
    };
  },
  report: matrixPage,
});
