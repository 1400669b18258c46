import { mkdirSync, writeFileSync } from "node:fs";
import { textTable } from "../common/textTable.js";
import { GATES } from "../network/gate.js";
import { newcomersChart } from "../report/newcomersChart.js";
import { renderChart } from "../report/renderChart.js";
import { interval } from "./interval.js";
import { NEWCOMER_HYPOTHESES, newcomers, STRATEGIES } from "./newcomers.js";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const OPERATORS = [20, 30, 40, 60, 80, 100, 120, 150, 200];
const COMMON = { operators: OPERATORS, hours: 1, maxSlots: 16, load: 0.7, loadOperators: 60, router: "power-of-two" };
const FOLDER = "results/newcomers";

/**
 * Claim 1 in one chart: success against the number of operators for three kinds of newcomers under one demand. Prints
 * mean and 95% interval over seeds and writes the chart to `results/newcomers`.
 */
export async function newcomersTable(print: (line: string) => void): Promise<void> {
  for (const hypothesis of NEWCOMER_HYPOTHESES) print(hypothesis);
  const runs = STRATEGIES.map((strategy) => SEEDS.map((seed) => newcomers({ ...COMMON, strategy, seed })));
  const rows = OPERATORS.flatMap((operators, step) =>
    STRATEGIES.map((strategy, index) => {
      const { mean, half } = interval((runs[index] ?? []).map((steps) => steps[step]?.success ?? Number.NaN));
      return { operators, strategy, success: mean, low: mean - half, high: Math.min(1, mean + half) };
    }),
  );
  print(`share of requests served, ${SEEDS.length} seeds, ${COMMON.router}, load ${COMMON.load} of 60 random rigs`);
  print(
    textTable({
      head: ["operators", ...STRATEGIES],
      rows: OPERATORS.map((operators) => [
        operators,
        ...rows
          .filter((row) => row.operators === operators)
          .map(({ success, low }) => `${(100 * success).toFixed(1)} ± ${(100 * (success - low)).toFixed(1)} %`),
      ]),
      right: [0, 1, 2, 3],
    }),
  );
  print(`at ${OPERATORS.at(-1)} operators, percent of requests`);
  print(
    textTable({
      head: ["newcomers", ...GATES.map((gate) => gate.replace(" ", "\n"))],
      rows: STRATEGIES.map((strategy, index) => {
        const last = (runs[index] ?? []).map((steps) => steps.at(-1)?.gates ?? []);
        return [
          strategy,
          ...GATES.map((_, gate) => (100 * interval(last.map((gates) => gates[gate] ?? Number.NaN)).mean).toFixed(2)),
        ];
      }),
      right: GATES.map((_, gate) => 1 + gate),
    }),
  );
  const { svg, png } = await renderChart(newcomersChart(rows));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/newcomers.svg`, svg);
  writeFileSync(`${FOLDER}/newcomers.png`, png);
  print(`chart in ${FOLDER}`);
}
