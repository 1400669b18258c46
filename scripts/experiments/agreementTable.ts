import { textTable } from "../common/textTable.js";
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

/** The readings in the summaries at the end, and what they are called there. */
const SUMMARY: readonly { reading: (typeof READINGS)[number]; head: string }[] = [
  { reading: "MarginalCoverage, 1 layer", head: "1\nlayer" },
  { reading: "MarginalCoverage, 3 layers", head: "3\nlayers" },
  { reading: "MarginalCoverage, 4 layers", head: "4\nlayers" },
  { reading: "3 layers, x of free capacity", head: "free\nx" },
  { reading: "3 layers, curve of the pool's size", head: "pool" },
  { reading: "FlatMarginalCoverage", head: "Flat" },
  { reading: "pivotal count", head: "pivo-\ntal" },
  { reading: "Shapley 1/k", head: "1/k" },
  { reading: "served volume", head: "vol-\nume" },
];

const SEEDS = [11, 12, 13, 14, 15];
const TWO_DOMAINS = ["home/North America", "home/Europe"];
const SWEEPS: readonly Sweep[] = [
  { router: "uniform", operators: [60], loads: [0.3, 0.5, 0.7, 1, 1.3], seeds: SEEDS, hours: 1.5 },
  { router: "power-of-two", operators: [60], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1 },
  { router: "uniform", operators: [30, 120, 200], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1.5 },
  { router: "power-of-two", operators: [30, 120, 200], loads: [0.3, 0.7, 1.3], seeds: SEEDS, hours: 1 },
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
  const summary: SummaryRow[] = [];
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
        summary.push({
          title: domainIds ? `${router}, two domains` : router,
          cells: [operators, load, (100 * success).toFixed(0)],
          runs: runs.map(({ agreements }) => agreements),
        });
      }
    }
  }
  for (const title of new Set(summary.map((row) => row.title))) {
    const rows = summary.filter((row) => row.title === title).sort((a, b) => a.cells[0] - b.cells[0]);
    print(`\nPearson, ${title}, means over seeds\n${summaryTable(rows, "pearson")}`);
    print(`\nlevel ratio, ${title}, means over seeds\n${summaryTable(rows, "level")}`);
  }
}

/** One cell of the sweep in the summaries. */
interface SummaryRow {
  readonly title: string;
  /** Operators, load, percent served. */
  readonly cells: readonly [number, number, string];
  readonly runs: readonly Agreement[][];
}

function summaryTable(rows: readonly SummaryRow[], key: "pearson" | "level"): string {
  const head = ["opera-\ntors", "load", "served\n%", ...SUMMARY.map((column) => column.head)];
  return textTable({
    head,
    rows: rows.map(({ cells, runs }) => [
      ...cells,
      ...SUMMARY.map(({ reading }) => over(runs, READINGS.indexOf(reading), key).mean.toFixed(2)),
    ]),
    right: head.map((_, column) => column),
  });
}

function tableOf(runs: readonly Agreement[][]): string {
  const cell = (index: number, key: "pearson" | "spearman" | "level"): string => {
    const { mean, half } = over(runs, index, key);
    return `${mean.toFixed(2)} ± ${half.toFixed(2)}`;
  };
  return textTable({
    head: ["reading", "Pearson", "Spearman", "level ratio"],
    rows: READINGS.map((reading, index) => [
      reading,
      cell(index, "pearson"),
      cell(index, "spearman"),
      cell(index, "level"),
    ]),
    right: [1, 2, 3],
  });
}

/** Over the seeds' networks, one figure of one reading. */
function over(runs: readonly Agreement[][], index: number, key: "pearson" | "spearman" | "level") {
  return interval(runs.map((agreements) => agreements[index]?.[key] ?? Number.NaN));
}
