import { GATES } from "../../network/gate.js";
import { bandChart } from "../charts/bandChart.js";
import { gateChart, gateFill } from "../charts/gateChart.js";
import type { ConvergenceResults } from "../convergenceResults.js";
import { drawFigure } from "../drawFigure.js";
import { fillLegend, policyLegend } from "../legend.js";
import { type Html, html, table } from "../page.js";
import { meanText, numberIn, type Row, textIn } from "../rows.js";
import { bandRows, type EpochPanel } from "./bandRows.js";
import { overSeeds, policyRows } from "./policyRows.js";

/** Columns of the table `classes`, in the order of the gates. */
const COLUMNS = [
  "served",
  "noModel",
  "incompatibleHardware",
  "noCapacity",
  "misrouted",
  "tooSlow",
  "unverified",
] as const;

/** What becomes of requests: over time, and by the gate that stops them. */
export async function requestsSection({ policies, tables }: ConvergenceResults): Promise<Html> {
  const share = { unit: "share of requests served", range: [0, 1], possible: [0, 1], format: ".0%" } as const;
  const panels: EpochPanel[] = [
    { title: "All domains as they are", column: "success", ...share },
    { title: "Worst domain down", column: "worstSuccess", ...share },
  ];
  const rows = bandRows(tables.epochs, panels);
  const time = await drawFigure({
    spec: (size) => bandChart({ rows, policies, panels, size }),
    legend: policyLegend(policies, true),
    description: "Success over epochs, one line per rule, as the network is and with the worst domain down",
    caption: `The share of requests that succeed, as the network is and with the domain down whose loss hurts most: ${overSeeds(tables.epochs)}, bands cut off at 0% and 100%. The same requests meet every rule.`,
  });
  const byGate = policyRows(tables.classes, policies).map(({ policy, rows: own }) => ({
    policy,
    seeds: [...gateShares(own).values()],
  }));
  const outcomes = [...GATES.slice(1), GATES[0]];
  const means = byGate.flatMap(({ policy, seeds }) =>
    outcomes.map((outcome) => ({
      policy,
      outcome,
      share: seeds.reduce((sum, row) => sum + numberIn(row, outcome), 0) / seeds.length,
    })),
  );
  const gates = await drawFigure({
    spec: (size) => gateChart({ rows: means, policies, outcomes, size }),
    legend: fillLegend(outcomes.map((name, i) => ({ name, fill: gateFill(outcomes, i) }))),
    description: "What became of all requests under each rule: the share that each gate stopped, and the share served",
    caption:
      "All requests by what became of them: a request passes six gates in this order, and the first that stops it counts. Requests of the last quarter of the run, all seeds.",
  });
  return html`${time}<h3>What stops the others</h3>${gates}
${table(
  ["share of requests, %", ...outcomes],
  byGate.map(({ policy, seeds }) => [
    policy,
    ...outcomes.map((outcome) => meanText(seeds, outcome, (value) => (100 * value).toFixed(1))),
  ]),
)}`;
}

/** For each seed the share of its requests that came to each end. */
export function gateShares(classes: readonly Row[]): Map<string, Row> {
  const counts = new Map<string, number[]>();
  for (const row of classes) {
    const seed = textIn(row, "seed");
    const sums = counts.get(seed) ?? COLUMNS.map(() => 0);
    counts.set(
      seed,
      COLUMNS.map((column, i) => (sums[i] ?? 0) + numberIn(row, column)),
    );
  }
  return new Map(
    [...counts].map(([seed, sums]) => {
      const all = sums.reduce((a, b) => a + b, 0);
      return [seed, Object.fromEntries(GATES.map((gate, i) => [gate, (sums[i] ?? 0) / all]))];
    }),
  );
}
