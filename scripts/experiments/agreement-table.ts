import Table from "cli-table3";
import { AGREEMENT_HYPOTHESES, type Agreement, agreement, READINGS } from "./agreement.js";
import { interval } from "./interval.js";

/** The sweep: window and speed of failures go with the number of operators, so that every cell has about as many requests and outages per operator. */
interface Sweep {
  readonly router: string;
  readonly operators: readonly number[];
  readonly loads: readonly number[];
  readonly seeds: readonly number[];
  /** Hours at 60 operators. */
  readonly hours: number;
}

const SEEDS = [11, 12, 13, 14, 15];
const SWEEPS: readonly Sweep[] = [
  { router: "uniform", operators: [60], loads: [0.3, 0.5, 0.7, 1, 1.3], seeds: SEEDS, hours: 1.5 },
  { router: "power-of-two", operators: [60], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1 },
  { router: "uniform", operators: [30, 120, 200], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1.5 },
  { router: "power-of-two", operators: [30, 200], loads: [0.3, 0.7, 1.3], seeds: SEEDS.slice(0, 3), hours: 1 },
];

/** Failures are faster by this at 60 operators and one hour, so that each operator sees about as many in every cell. */
const COMPRESSION = 80;

/**
 * Prints, for every router, number of operators and load, how each reading agrees with exact counterfactual replay:
 * mean and 95% interval over seeds of Pearson, Spearman and level ratio.
 *
 * @example await agreementTable((line) => console.log(line))
 */
export async function agreementTable(print: (line: string) => void): Promise<void> {
  for (const hypothesis of AGREEMENT_HYPOTHESES) print(hypothesis);
  for (const { router, operators: counts, loads, seeds, hours } of SWEEPS) {
    for (const operators of counts) {
      for (const load of loads) {
        const scale = 60 / operators;
        const settings = {
          operators,
          load,
          router,
          hours: hours * scale,
          maxSlots: 4,
          compression: COMPRESSION / (hours * scale),
        };
        const runs = [];
        for (const seed of seeds) runs.push(await agreement({ ...settings, seed }));
        const success = interval(runs.map((run) => run.success)).mean;
        const truth = interval(runs.map((run) => run.truth)).mean;
        print(
          `\n${router}, ${operators} operators, load ${load}, ${seeds.length} seeds: ` +
            `${(100 * success).toFixed(1)}% served, sum of true marginals ${truth.toFixed(3)}`,
        );
        print(tableOf(runs.map(({ agreements }) => agreements)));
      }
    }
  }
}

function tableOf(runs: readonly Agreement[][]): string {
  const table = new Table({
    head: ["reading", "Pearson", "Spearman", "level ratio"],
    style: { head: [], border: [], compact: true },
  });
  READINGS.forEach((reading, index) => {
    const cell = (key: "pearson" | "spearman" | "level"): string => {
      const { mean, half } = interval(runs.map((agreements) => agreements[index]?.[key] ?? Number.NaN));
      return `${mean.toFixed(2)} ± ${half.toFixed(2)}`;
    };
    table.push([reading, cell("pearson"), cell("spearman"), cell("level")]);
  });
  return table.toString();
}
