import { groupRows, numberIn, type Row, textIn } from "../../report/rows.js";
import { interval } from "../interval.js";
import { DISTRIBUTION_RULES } from "./distributionRule.js";
import { TIE } from "./solveGame.js";

/** {share} What a reliability of 0.999 may add to a ratio: 1 - 0.999. */
const UNRELIABLE = 0.001;

/** The tables of a run that verdicts, tables and charts are made from. */
export interface AnarchyRows {
  readonly cases: readonly Row[];
  readonly random: readonly Row[];
  readonly distribution: readonly Row[];
}

/** Rows whose columns have these values. */
export function rowsWith(rows: readonly Row[], values: Row): Row[] {
  return rows.filter((row) => Object.entries(values).every(([column, value]) => row[column] === value));
}

const most = (rows: readonly Row[], column: string): number => Math.max(...rows.map((row) => numberIn(row, column)));
const least = (rows: readonly Row[], column: string): number => Math.min(...rows.map((row) => numberIn(row, column)));
const sum = (rows: readonly Row[], column: string): number => rows.reduce((all, row) => all + numberIn(row, column), 0);
const verdict = (held: boolean, text: string): string => `${held ? "Held" : "Refuted"}: ${text}.`;
const of = (rows: readonly Row[], text: (rule: string, rows: readonly Row[]) => string): string =>
  [...groupRows(rows, (row) => textIn(row, "rule"))].map(([rule, group]) => `${rule} ${text(rule, group)}`).join(", ");

/**
 * What became of each hypothesis, in their order; "Not tested: ..." where the run has not what it needs.
 *
 * @example anarchyVerdicts({ cases, random, distribution })[1] // "Held: 0 of 60000 ..."
 */
export function anarchyVerdicts(rows: AnarchyRows): string[] {
  const free = rows.random.filter((row) => row.cost === 0);
  const costly = rows.random.filter((row) => row.cost !== 0);
  const untested = "Not tested: this run lacks a part that it needs.";
  const tell = (needed: readonly (readonly Row[])[], text: () => string): string =>
    needed.every(({ length }) => length > 0) ? text() : untested;
  const rings = rowsWith(rows.cases, { case: "ring" });
  return [
    tell([rings], () => worstCases(rings)),
    tell([free], () => {
      const below = sum(free, "belowBound");
      return verdict(
        below === 0,
        `${below} of ${sum(free, "solved")} games, each under its rule; lowest ${of(free, (_, group) => least(group, "lowest").toFixed(3))}`,
      );
    }),
    tell([rows.random, rowsWith(rows.cases, { case: "star" })], () => stability(rows)),
    tell([costly, rowsWith(rows.cases, { case: "dear" })], () => participation(rows.cases, costly)),
    tell([costly, rowsWith(rows.cases, { case: "crowd" })], () => overEntry(rows.cases, costly)),
    tell([free], () => average(free)),
  ];
}

function worstCases(rings: readonly Row[]): string {
  const ties = rings.filter((row) => row.margin === 0);
  const excess = ties.map((row) => numberIn(row, "ratio") - numberIn(row, "ideal"));
  const far = Math.max(...excess.map(Math.abs));
  const size = most(rings, "operators");
  const last = rowsWith(ties, { operators: size });
  const reached = of(last, (_, group) => least(group, "ratio").toFixed(4));
  const strict = rings.filter((row) => row.margin !== 0);
  const held = far <= UNRELIABLE && most(ties, "gain") <= TIE && most(strict, "gain") < 0;
  return verdict(
    held,
    `with ${size} operators ${reached} of the optimum, at most ${far.toFixed(4)} from the closed form with certain success; the most that a move gains is ${most(ties, "gain").toExponential(1)} of the emission at the tie, ${most(strict, "gain").toExponential(1)} beside it`,
  );
}

function stability({ cases, random }: AnarchyRows): string {
  const own = rowsWith(random, { rule: "FlatMarginalCoverage" });
  const stars = rowsWith(cases, { case: "star" });
  const largest = rowsWith(stars, { operators: most(stars, "operators") });
  const others = stars.filter((row) => row.rule === "Shapley" || row.rule === "Gairing");
  const held =
    least(own, "lowestBest") >= 1 - TIE &&
    most(others, "equilibria") === 1 &&
    others.every((row) => numberIn(row, "ratio") <= numberIn(row, "ideal") + 2 * UNRELIABLE);
  return verdict(
    held,
    `leave-one-out's best equilibrium has at least ${least(own, "lowestBest").toFixed(9)} of the optimum in ${sum(own, "solved")} games; the best in the star of ${most(stars, "operators")} has ${of(largest, (_, group) => least(group, "ratio").toFixed(3))}, the only one for Shapley and Gairing`,
  );
}

function participation(cases: readonly Row[], costly: readonly Row[]): string {
  const dear = rowsWith(cases, { case: "dear" });
  const idle = rowsWith(cases, { case: "idle", rule: "EqualShare" });
  const paidFor = cases.filter((row) => row.value === 1 && row.rule !== "EqualShare");
  const lowest = Math.min(least(paidFor, "welfare"), 0);
  const negative = sum(costly, "negative");
  const held =
    DISTRIBUTION_RULES.every((rule) => least(rowsWith(dear, { rule }), "ratio") < 0.01) &&
    most(dear, "gain") <= TIE &&
    negative === 0 &&
    lowest >= -TIE &&
    most(idle, "welfare") < 0;
  return verdict(
    held,
    `the dear operator alone has ${of(dear, (_, group) => least(group, "ratio").toFixed(4))} of the optimum, by any rule; ${negative} of ${sum(costly, "solved")} random equilibria with costs fall below 0; EqualShare's falls to ${least(idle, "ratio").toFixed(1)} times the optimum`,
  );
}

function overEntry(cases: readonly Row[], costly: readonly Row[]): string {
  const crowds = rowsWith(cases, { case: "crowd" });
  const bought = of(crowds, (_, group) => most(group, "serving").toFixed(0));
  const more = DISTRIBUTION_RULES.map((rule) => ({
    rule,
    ...interval(rowsWith(costly, { rule }).map((row) => numberIn(row, "overEntered"))),
  }));
  const own = rowsWith(costly, { rule: "FlatMarginalCoverage" });
  const held = more.every(({ rule, mean, half }) =>
    rule === "FlatMarginalCoverage" ? most(own, "overEntered") === 0 : mean - half > 0,
  );
  const shares = more.map(({ rule, mean, half }) => `${rule} ${(100 * mean).toFixed(1)} ± ${(100 * half).toFixed(1)}`);
  return verdict(
    held,
    `of a crowd that needs one, up to ${bought} are bought; more than in the optimum in ${shares.join(", ")} % of random games with costs (± over seeds and levels of cost)`,
  );
}

function average(free: readonly Row[]): string {
  const worst = (rule: string): number[] => rowsWith(free, { rule }).map((row) => numberIn(row, "worst"));
  const gairing = worst("Gairing");
  const leads = (["FlatMarginalCoverage", "Shapley"] as const).map((rule) => {
    const other = worst(rule);
    return { rule, ...interval(gairing.map((value, i) => value - (other[i] ?? Number.NaN))) };
  });
  const text = leads
    .map(({ rule, mean, half }) => `${(100 * mean).toFixed(2)} ± ${(100 * half).toFixed(2)} points on ${rule}`)
    .join(", ");
  if (leads.every(({ mean, half }) => mean - half > 0)) return `Held: Gairing leads by ${text}.`;
  if (leads.some(({ mean, half }) => mean + half < 0)) return `Refuted: Gairing leads by ${text}.`;
  return `Not settled: Gairing leads by ${text}.`;
}
