import { anarchyCell, PARTS } from "./anarchy/anarchyCell.js";
import { anarchyPage } from "./anarchy/anarchyPage.js";
import { anarchyTables } from "./anarchy/anarchyTables.js";
import { anarchyVerdicts } from "./anarchy/anarchyVerdicts.js";
import { ANARCHY_HYPOTHESES } from "./anarchy/hypotheses.js";
import { declareExperiment } from "./experiment.js";

/** Theory on chain: the price of anarchy and of stability of leave-one-out, Shapley and Gairing, without and with costs. */
export default declareExperiment({
  name: "anarchy",
  question:
    "How much of the best welfare do equilibria of leave-one-out, Shapley and Gairing keep, at worst and at best?",
  hypotheses: ANARCHY_HYPOTHESES,
  parameters: [
    {
      name: "part",
      kind: "choice",
      text: "worst cases without cost, cases with cost (both with seed 1 and cost 0), random games",
      options: PARTS,
      default: [...PARTS],
    },
    {
      name: "cost",
      kind: "real",
      text: "highest cost of a plan in random games, in shares of the emission",
      min: 0,
      max: 10,
      default: [0, 0.1, 0.2, 0.4],
    },
    { name: "games", kind: "whole", text: "random games", min: 1, max: 1_000_000, default: [1_000] },
    { name: "certified", kind: "whole", text: "of them first on chain", min: 0, max: 10_000, default: [3] },
  ],
  seeds: 5,
  full: { games: [20_000], certified: [50] },
  keep: ({ part, cost, seed }) => part === "random" || (cost === 0 && seed === 1),
  runCell: (cell, context) => anarchyCell(cell, context),
  async summarise(results) {
    const rows = {
      cases: await results.rows("cases"),
      random: await results.rows("random"),
      distribution: await results.rows("distribution"),
    };
    const verdicts = anarchyVerdicts(rows);
    return {
      tables: [
        ...anarchyTables(rows),
        {
          title: "Hypotheses, written before the results, and what became of them",
          head: ["hypothesis", "result"],
          rows: ANARCHY_HYPOTHESES.map((text, i) => [text, verdicts[i] ?? ""]),
          widths: [52, 44],
        },
      ],
      json: {
        cases: rows.cases,
        random: rows.random,
        verdicts: ANARCHY_HYPOTHESES.map((hypothesis, i) => ({ hypothesis, result: verdicts[i] ?? "" })),
      },
    };
  },
  report: anarchyPage,
});
