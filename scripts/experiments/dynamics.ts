import { estimate, groupRows, type Row, textIn } from "../report/rows.js";
import { declareExperiment } from "./experiment.js";
import { learningCell } from "./learning/learningCell.js";
import { LEARNING_PARAMETERS, withDefaults } from "./learning/learningParameters.js";

const HYPOTHESES = [
  "D1 Whatever the start, the learning rule and the activation order, operators under EqualShare and StakeWeighted end with fewer effective rigs than under MarginalCoverage.",
  "D2 Under best response in sequential or random order MarginalCoverage settles in every run: it is an exact potential game.",
  "D3 Under simultaneous best response MarginalCoverage does not settle: it cycles.",
  "D4 From a start where nobody takes part, imitation stays there under every rule: a coordination failure.",
  "D5 Imitators end on fewer effective rigs than best responders under MarginalCoverage.",
] as const;

const MEASURES: readonly { title: string; column: string; scale: number; digits: number }[] = [
  { title: "eff. rigs", column: "strategiesEffective", scale: 1, digits: 1 },
  { title: "eff. domains", column: "domainsEffective", scale: 1, digits: 1 },
  { title: "success %", column: "success", scale: 100, digits: 0 },
  { title: "worst %", column: "worstSuccess", scale: 100, digits: 0 },
  { title: "of optimum %", column: "welfareShare", scale: 100, digits: 0 },
];

/** Claim 3: which rules make operators converge on one strategy and one domain, however they learn and wherever they start. */
export default declareExperiment({
  name: "dynamics",
  question:
    "Which rules make operators converge on one strategy and one domain, whatever they learn by and start from?",
  hypotheses: HYPOTHESES,
  parameters: withDefaults(LEARNING_PARAMETERS, {
    operators: [30],
    rule: ["best-response", "log-linear", "fermi-imitation", "exp3"],
    order: ["sequential", "random", "simultaneous"],
    start: ["random", "same", "out"],
    epochs: [30],
    quotes: [50],
  }),
  seeds: 2,
  // Orders matter most where all decide on the same picture: they are varied under best response only.
  keep: ({ rule, order }) => order === "random" || rule === "best-response",
  runCell: learningCell,
  async summarise(results) {
    const summary = await results.rows("summary");
    const label = (row: Row): string => ["policy", "rule", "order"].map((name) => textIn(row, name)).join(" | ");
    const rows = [...groupRows(summary, label)].map(([name, group]) => [
      ...name.split(" | "),
      ...MEASURES.map(({ column, scale, digits }) => {
        const { mean, half } = estimate(group, column);
        return `${(scale * mean).toFixed(digits)} ± ${(scale * half).toFixed(digits)}`;
      }),
      endings(group),
    ]);
    const starts = [...groupRows(summary, (row) => `${textIn(row, "policy")} | ${textIn(row, "start")}`)].map(
      ([name, group]) => [
        ...name.split(" | "),
        ...MEASURES.map(({ column, scale, digits }) => {
          const { mean, half } = estimate(group, column);
          return `${(scale * mean).toFixed(digits)} ± ${(scale * half).toFixed(digits)}`;
        }),
        endings(group),
      ],
    );
    const head = (third: string[]): string[] => [...third, ...MEASURES.map(({ title }) => title), "ends"];
    return {
      tables: [
        {
          title:
            "Starts pooled: mean ± half of the 95% interval over runs; ends: runs converged / cycling / still moving",
          head: head(["policy", "learning", "order"]),
          rows,
          right: [3, 4, 5, 6, 7],
        },
        {
          title: "Learning rules and orders pooled, by start",
          head: head(["policy", "start"]),
          rows: starts,
          right: [2, 3, 4, 5, 6],
        },
        {
          title: "Hypotheses, written before the results; judge them by the tables",
          head: ["hypothesis"],
          rows: HYPOTHESES.map((text) => [text]),
          widths: [98],
        },
      ],
      json: { summary },
    };
  },
});

/** How many runs converged, cycle (exactly or nearly), and do neither. */
function endings(rows: readonly Row[]): string {
  const of = (test: (ending: string) => boolean): number => rows.filter((row) => test(textIn(row, "ending"))).length;
  const converged = of((ending) => ending === "converged");
  const cycling = of((ending) => ending.includes("cycle"));
  return `${converged} / ${cycling} / ${rows.length - converged - cycling}`;
}
