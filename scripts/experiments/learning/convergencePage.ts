import { convergenceReport } from "../../report/convergenceReport.js";
import type { ConvergenceTable } from "../../report/convergenceResults.js";
import { type Row, textIn } from "../../report/rows.js";
import type { ReportInput } from "../experiment.js";
import { commitOf } from "../runner/commitOf.js";
import { answerOf } from "./answerOf.js";
import { HORIZON_DAYS, UNBONDING_DAYS } from "./assumptions.js";
import { convergenceVerdicts } from "./convergenceVerdicts.js";
import { firstCombination } from "./firstCombination.js";
import { CONVERGENCE_HYPOTHESES } from "./hypotheses.js";
import { LEARNING_PARAMETERS } from "./learningParameters.js";
import { labelOf, outcomeTable } from "./outcomeTable.js";

const MEASURED = [
  "GPU, memory and rental figures, model sizes, provider availabilities, token prices: data/, every number with its source.",
  "Demand: model mix, hour profile, burstiness and token lengths fitted to published traces (docs/workloads.md), or the trace given.",
  "Success of requests: simulated one by one through six gates; pay: claimed from the deployed contracts.",
];
const ASSUMED = [
  "One token is one US dollar. Provider price factors, operators' multipliers and switching costs are drawn or set as data/costs.json marks them.",
  "Latency tiers, verification modes and regions of requests, which no trace measures, follow the rule of data/classes.json.",
  "With the analytic service model the ledger is told what each rig can do by its specification, without measurement error.",
  `Operators expect a change of strategy to pay back within ${HORIZON_DAYS} days; stake unbonds in ${UNBONDING_DAYS} days.`,
];

/** What the values of the parameter `start` mean. */
const START: Readonly<Record<string, string>> = {
  random: "from strategies drawn at random",
  same: "all from one strategy",
  out: "all out",
};
const TABLES = ["epochs", "operators", "classes", "shares", "heat", "summary", "shocks", "disagreement"] as const;

/** Writes `report.html` of a convergence run. */
export async function convergencePage({ results, manifest }: ReportInput): Promise<Record<string, string>> {
  const all = await Promise.all(TABLES.map(async (name) => [name, await results.rows(name)] as const));
  const rowsOf = (name: ConvergenceTable): readonly Row[] => all.find(([table]) => table === name)?.[1] ?? [];
  const summary = rowsOf("summary");
  const parameters = LEARNING_PARAMETERS.map(({ name }) => name);
  const [first] = summary;
  if (first === undefined) return {};
  // Charts show one combination of what varies beside policy and seed: the first.
  const shown = firstCombination(summary);
  const chosen = (name: ConvergenceTable): readonly Row[] => rowsOf(name).filter(shown);
  const seeds = [...new Set(summary.map((row) => textIn(row, "seed")))];
  const isGrid = !summary.every(shown);
  const value = (name: string): string => textIn(first, name);
  const html = await convergenceReport({
    question: "Which strategies does each reward rule breed, and what does the network then serve?",
    answer: answerOf(chosen("summary")),
    hypotheses: CONVERGENCE_HYPOTHESES,
    verdicts: convergenceVerdicts(chosen("summary")),
    outcome: outcomeTable({ summary, label: labelOf(summary, parameters), title: "rule" }),
    measured: MEASURED,
    assumed: ASSUMED,
    setUp: [
      `${value("operators")} operators choose hardware, models, provider and region, and verification mode, or stay out; ${value("domains")} failure domains; ${value("epochs")} epochs of one day.`,
      `Each epoch a share of ${value("frequency")} of them decides anew, by ${value("rule")}, in ${value("order")} order; they start ${START[value("start")] ?? value("start")}.`,
      `The budget is ${value("emission")} V a day, paid out by the deployed contracts alone: every choice, report and claim is a transaction on a chain of the run's own.`,
      "Every rule meets the same operators, costs, requests and outages (paired seeds), so that differences between rules are the rules'.",
      `Seeds: ${seeds.join(", ")}. Demand: ${value("demand")}. Requests are routed by ${value("router")}; the ledger is told the ${value("service")} service levels and weighs a class by its share of ${value("weighting") === "value" ? "what requests are worth" : "requests"}.`,
      ...(isGrid
        ? ["Charts, answer and verdicts are of the first combination of the grid; the first table shows all."]
        : []),
    ],
    tables: {
      epochs: chosen("epochs"),
      operators: chosen("operators"),
      classes: chosen("classes"),
      shares: chosen("shares"),
      heat: chosen("heat"),
      summary: chosen("summary"),
      shocks: chosen("shocks"),
      disagreement: chosen("disagreement"),
    },
    policies: [...new Set(summary.map((row) => textIn(row, "policy")))],
    origin: `npx hardhat experiment run ${String(manifest.experiment)}; commit ${commitOf(manifest)}. Everything behind this page is in the folder it lies in; npx hardhat experiment verify re-runs and compares.`,
  });
  return { "report.html": html };
}
