import { estimate, groupRows, numberIn, type Row, textIn } from "../report/rows.js";
import { STARTS } from "../simulation/startingStrategies.js";
import { declareExperiment } from "./experiment.js";
import { potentialCell } from "./potential/potentialCell.js";

const HYPOTHESES = [
  "P1a With services fixed by specification, emission x coverage less cost falls at no move: every start, number of layers and seed.",
  "P1b There the mover's pay rate changes by emission x the change of coverage, at every move, as far as the contract is exact.",
  "P1c With measured services the potential falls at some moves, since others are measured anew and the mover starts from the prior, but at fewer than half.",
] as const;

/** P1 along whole runs: whether lone profitable moves raise coverage value less cost, read from the deployed contract. */
export default declareExperiment({
  name: "potential",
  question:
    "Does emission x coverage less cost rise at every profitable move, on chain, and when services are measured?",
  hypotheses: HYPOTHESES,
  parameters: [
    { name: "operators", kind: "whole", text: "operators", min: 1, max: 10_000, default: [10] },
    { name: "domains", kind: "whole", text: "failure domains", min: 1, max: 25, default: [5] },
    { name: "layers", kind: "whole", text: "layers of the success curves", min: 1, max: 4, default: [1, 2, 3] },
    { name: "start", kind: "choice", text: "where operators start", options: STARTS, default: [...STARTS] },
    {
      name: "service",
      kind: "choice",
      text: "what is reported",
      options: ["analytic", "request"],
      default: ["analytic", "request"],
    },
    { name: "rounds", kind: "whole", text: "turns of every operator at most", min: 1, max: 100_000, default: [8] },
  ],
  seeds: 3,
  full: { operators: [10, 60], rounds: [30] },
  runCell: potentialCell,
  async summarise(results) {
    const summary = await results.rows("summary");
    const groups = [...groupRows(summary, (row) => `${textIn(row, "service")}, ${textIn(row, "layers")} layer(s)`)];
    const analytic = summary.filter((row) => textIn(row, "service") === "analytic");
    const measured = summary.filter((row) => textIn(row, "service") === "request");
    const verdicts = [fixed(analytic), account(analytic), measuredFalls(measured)];
    return {
      tables: [
        {
          title:
            "Moves one by one, each checked on the deployed contract; tokens a day; ± half of the 95% interval over runs",
          head: [
            "services",
            "runs",
            "moves",
            "largest fall",
            "pay against value",
            "bound",
            "falls at moves",
            "share of moves %",
            "falls in all",
            "fallen / risen %",
          ],
          rows: groups.map(([name, rows]) => [
            name,
            rows.length,
            sum(rows, "moves"),
            most(rows, "deepest").toPrecision(2),
            most(rows, "disagreement").toPrecision(2),
            most(rows, "bound").toPrecision(2),
            sum(rows, "fallsAtMoves"),
            share(rows),
            sum(rows, "falls"),
            percent(sum(rows, "fallen") / sum(rows, "risen")),
          ]),
          right: [1, 2, 3, 4, 5, 6, 7, 8, 9],
        },
        {
          title: "Hypotheses, written before the results, and what became of them",
          head: ["hypothesis", "result"],
          rows: HYPOTHESES.map((text, i) => [text, verdicts[i] ?? ""]),
          widths: [52, 44],
        },
      ],
      json: { summary, verdicts: HYPOTHESES.map((hypothesis, i) => ({ hypothesis, result: verdicts[i] ?? "" })) },
    };
  },
});

const sum = (rows: readonly Row[], column: string): number => rows.reduce((all, row) => all + numberIn(row, column), 0);
const most = (rows: readonly Row[], column: string): number =>
  rows.reduce((all, row) => Math.max(all, numberIn(row, column)), 0);
const percent = (value: number): string => (Number.isFinite(value) ? (100 * value).toFixed(1) : "-");

/** Share of moves at which the potential fell, mean over runs with moves. */
function share(rows: readonly Row[]): string {
  const known = rows.filter((row) => Number.isFinite(numberIn(row, "shareOfMoves")));
  if (known.length === 0) return "-";
  const { mean, half } = estimate(known, "shareOfMoves");
  return Number.isFinite(half) ? `${percent(mean)} ± ${percent(half)}` : percent(mean);
}

function fixed(rows: readonly Row[]): string {
  const moves = sum(rows, "moves");
  if (moves === 0) return "Not tested: no moves with services by specification.";
  const falls = sum(rows, "falls");
  return `${falls === 0 ? "Held" : "Refuted"}: ${falls} falls at ${moves} moves in ${rows.length} runs.`;
}

function account(rows: readonly Row[]): string {
  const moves = sum(rows, "moves");
  if (moves === 0) return "Not tested: no moves with services by specification.";
  const off = rows.filter((row) => numberIn(row, "disagreement") > numberIn(row, "bound")).length;
  const largest = most(rows, "disagreement").toPrecision(2);
  return `${off === 0 ? "Held" : "Refuted"}: at most ${largest} tokens a day apart (bound ${most(rows, "bound").toPrecision(2)}), beyond the bound in ${off} runs.`;
}

function measuredFalls(rows: readonly Row[]): string {
  const moves = sum(rows, "moves");
  if (moves === 0) return "Not tested: no moves with measured services.";
  const falls = sum(rows, "fallsAtMoves");
  const said = `${falls} falls at ${moves} moves, on any day at most ${most(rows, "deepest").toFixed(1)} tokens deep; ${percent(sum(rows, "fallen") / sum(rows, "risen"))}% of what rose fell again`;
  return `${falls > 0 && falls < moves / 2 ? "Held" : "Refuted"}: ${said}.`;
}
