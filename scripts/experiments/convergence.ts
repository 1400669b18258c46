import { numberIn, textIn } from "../report/rows.js";
import { declareExperiment } from "./experiment.js";
import { convergencePage } from "./learning/convergencePage.js";
import { convergenceVerdicts } from "./learning/convergenceVerdicts.js";
import { firstCombination } from "./learning/firstCombination.js";
import { CONVERGENCE_HYPOTHESES } from "./learning/hypotheses.js";
import { learningCell } from "./learning/learningCell.js";
import { LEARNING_PARAMETERS } from "./learning/learningParameters.js";
import { compact, labelOf, moneyTable, outcomeTable } from "./learning/outcomeTable.js";

/** The main job: what operators that learn make of each reward rule, on paired demand and paired seeds. */
export default declareExperiment({
  name: "convergence",
  question: "Which strategies does each reward rule breed, and what does the network then serve?",
  hypotheses: CONVERGENCE_HYPOTHESES,
  parameters: LEARNING_PARAMETERS,
  seeds: 5,
  full: { operators: [30, 60, 120], rule: ["best-response", "log-linear"], service: ["analytic", "request"] },
  runCell: learningCell,
  async summarise(results) {
    const summary = await results.rows("summary");
    const names = LEARNING_PARAMETERS.map(({ name }) => name);
    const money = moneyTable({ summary, label: labelOf(summary, names), title: "rule" });
    const outcome = outcomeTable({ summary, label: labelOf(summary, names), title: "rule" });
    const isFirst = firstCombination(summary);
    const verdicts = convergenceVerdicts(summary.filter(isFirst));
    const combination = summary.every(isFirst) ? "" : " (in the first combination of the grid)";
    const endings = new Map<string, number>();
    for (const row of summary) {
      const key = `${textIn(row, "policy")}: ${textIn(row, "ending")}`;
      endings.set(key, (endings.get(key) ?? 0) + 1);
    }
    return {
      tables: [
        {
          title:
            "Mean ± half of the 95% interval over seeds; worst: with the worst domain down; tokens a day, of 1 USD;\nepsilon: the most that anybody gains by moving",
          head: outcome.head,
          rows: compact(outcome.rows),
          right: outcome.head.map((_, i) => i).slice(1),
        },
        {
          title:
            "Where tokens go a day; welfare is V x coverage - cost, served welfare the worth of requests really served - cost",
          head: money.head,
          rows: compact(money.rows),
          right: money.head.map((_, i) => i).slice(1),
        },
        {
          title: `Hypotheses, written before the results, and what became of them${combination}`,
          head: ["hypothesis", "result"],
          rows: CONVERGENCE_HYPOTHESES.map((text, i) => [text, verdicts[i] ?? ""]),
          widths: [52, 44],
        },
        {
          title: "How the runs end",
          head: ["rule: motion at the end", "runs"],
          rows: [...endings].map(([ending, runs]) => [ending, runs]),
          right: [1],
        },
      ],
      json: {
        outcome: summary,
        verdicts: CONVERGENCE_HYPOTHESES.map((hypothesis, i) => ({ hypothesis, result: verdicts[i] ?? "" })),
        largestQuoteError: Math.max(...summary.map((row) => numberIn(row, "quoteError"))),
      },
    };
  },
  report: convergencePage,
});
