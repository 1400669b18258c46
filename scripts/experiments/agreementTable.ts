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
  /** The only domains; default all. */
  readonly domainIds?: readonly string[];
}

/** The readings in the summary at the end. */
const SUMMARY: readonly (typeof READINGS)[number][] = [
  "MarginalCoverage, 1 layer",
  "MarginalCoverage, 3 layers",
  "4 layers, nested curve check",
  "3 layers, x of free capacity",
  "FlatMarginalCoverage",
  "pivotal count",
  "Shapley 1/k",
  "served volume",
];

const SEEDS = [11, 12, 13, 14, 15];
const TWO_DOMAINS = ["home/North America", "home/Europe"];
const SWEEPS: readonly Sweep[] = [
  { router: "uniform", operators: [60], loads: [0.3, 0.5, 0.7, 1, 1.3], seeds: SEEDS, hours: 1.5 },
  { router: "power-of-two", operators: [60], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1 },
  { router: "uniform", operators: [30, 120, 200], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1.5 },
  { router: "power-of-two", operators: [30, 200], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1 },
  { router: "power-of-two", operators: [60], loads: [0.3, 0.7], seeds: SEEDS, hours: 1, domainIds: TWO_DOMAINS },
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
  const summary = new Table({
    head: ["router", "operators", "load", "served %", ...SUMMARY],
    style: { head: [], border: [], compact: true },
  });
  for (const { router, operators: counts, loads, seeds, hours, domainIds } of SWEEPS) {
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
          ...(domainIds === undefined ? {} : { domainIds }),
        };
        const runs: Awaited<ReturnType<typeof agreement>>[] = [];
        for (const seed of seeds) runs.push(await agreement({ ...settings, seed }));
        const success = interval(runs.map((run) => run.success)).mean;
        const truth = interval(runs.map((run) => run.truth)).mean;
        print(
          `\n${router}, ${operators} operators${domainIds ? " in two domains" : ""}, load ${load}, ${seeds.length} seeds: ` +
            `${(100 * success).toFixed(1)}% served, sum of true marginals ${truth.toFixed(3)}`,
        );
        print(tableOf(runs.map(({ agreements }) => agreements)));
        summary.push([
          router,
          domainIds ? `${operators} in 2 domains` : operators,
          load,
          (100 * success).toFixed(0),
          ...SUMMARY.map((reading) => {
            const index = READINGS.indexOf(reading);
            const of = (key: "pearson" | "level"): string =>
              interval(runs.map(({ agreements }) => agreements[index]?.[key] ?? Number.NaN)).mean.toFixed(2);
            return `${of("pearson")} / ${of("level")}`;
          }),
        ]);
      }
    }
  }
  print("\nPearson / level ratio, means over seeds");
  print(summary.toString());
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
