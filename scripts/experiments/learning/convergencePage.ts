import { convergenceReport } from "../../report/convergenceReport.js";
import { textIn } from "../../report/rows.js";
import type { ReportInput } from "../experiment.js";
import { answerOf } from "./answerOf.js";
import { HORIZON_DAYS, UNBONDING_DAYS } from "./assumptions.js";
import { convergenceVerdicts } from "./convergenceVerdicts.js";
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

/** Writes `report.html` of a convergence run. */
export async function convergencePage({ results, manifest }: ReportInput): Promise<Record<string, string>> {
  const names = ["epochs", "operators", "shares", "heat", "summary", "shocks"] as const;
  const all = await Promise.all(names.map((name) => results.rows(name)));
  const [epochs, operators, shares, heat, summary, shocks] = all as [
    (typeof all)[number],
    (typeof all)[number],
    (typeof all)[number],
    (typeof all)[number],
    (typeof all)[number],
    (typeof all)[number],
  ];
  const parameters = LEARNING_PARAMETERS.map(({ name }) => name);
  const label = labelOf(summary, parameters);
  const [first] = summary;
  if (first === undefined) return {};
  // Charts show one combination of what varies beside policy and seed: the first.
  const others = parameters.filter((name) => name !== "policy");
  const shown = (row: (typeof summary)[number]): boolean =>
    others.every((name) => textIn(row, name) === textIn(first, name));
  const policies = [...new Set(summary.map((row) => textIn(row, "policy")))];
  const isGrid = !summary.every(shown);
  const value = (name: string): string => textIn(first, name);
  const html = await convergenceReport({
    question: "Which strategies does each reward rule breed, and what does the network then serve?",
    answer: answerOf(summary.filter(shown)),
    hypotheses: CONVERGENCE_HYPOTHESES,
    verdicts: convergenceVerdicts(summary.filter(shown)),
    outcome: outcomeTable({ summary, label, title: "rule" }),
    measured: MEASURED,
    assumed: ASSUMED,
    setUp: [
      `${value("operators")} operators choose hardware, models, provider and region, and verification mode, or stay out; ${value("domains")} failure domains; ${value("epochs")} epochs of one day.`,
      `They learn by ${value("rule")} in ${value("order")} order, a share of ${value("frequency")} of them each epoch; start: ${value("start")}; emission ${value("emission")} V.`,
      "Every rule meets the same operators, costs, requests and outages (paired seeds). Each run has a chain of its own, with the real contracts.",
      ...(isGrid ? ["The charts show the first combination of the grid; the table shows all."] : []),
    ],
    tables: {
      epochs: epochs.filter(shown),
      operators: operators.filter(shown),
      shares: shares.filter(shown),
      heat: heat.filter(shown),
      summary: summary.filter(shown),
      shocks: shocks.filter(shown),
    },
    policies,
    origin: `npx hardhat experiment run ${String(manifest.experiment)}; commit ${String(manifest.commit)}. Everything behind this page is in the folder it lies in; npx hardhat experiment verify re-runs and compares.`,
  });
  return { "report.html": html };
}
