import type { TextTable } from "../../common/textTable.js";
import { meanText, numberIn, type Row, textIn } from "../../report/rows.js";
import { type AnarchyRows, rowsWith } from "./anarchyVerdicts.js";
import { ANARCHY_LIMIT, DISTRIBUTION_RULES } from "./distributionRule.js";

type Titled = TextTable & { readonly title: string };

const fixed = (row: Row, column: string, digits: number): string =>
  row[column] === null ? "–" : numberIn(row, column).toFixed(digits);
const tiny = (row: Row, column: string): string => numberIn(row, column).toExponential(1);
const percent = (value: number): string => (100 * value).toFixed(1);
const signed = (value: number): string => value.toFixed(2);

/**
 * The tables of a run, for the terminal and the page: worst cases, cases with costs, random games, and what each rule gives up.
 * A table without rows is left out.
 *
 * @example anarchyTables(rows).map(({ title }) => title)
 */
export function anarchyTables(rows: AnarchyRows): Titled[] {
  return [worstCases(rows.cases), costCases(rows.cases), randomTable(rows.random), givesUp(rows)].filter(
    (table) => table.rows.length > 0,
  );
}

function worstCases(cases: readonly Row[]): Titled {
  const rows = cases.filter((row) => row.case === "ring" || row.case === "star");
  return {
    title:
      "Worst cases without participation cost, on the deployed contracts: welfare of the equilibrium over the optimum; gain: the most that a move gains, and disagreement of quotes with plain arithmetic, in shares of the emission",
    head: [
      "case",
      "rule",
      "operators",
      "reach",
      "margin",
      "ratio",
      "if certain",
      "bound",
      "equilibria",
      "gain",
      "off by",
    ],
    rows: rows.map((row) => [
      textIn(row, "case"),
      textIn(row, "rule"),
      numberIn(row, "operators"),
      fixed(row, "reach", 0),
      fixed(row, "margin", 3),
      fixed(row, "ratio", 4),
      fixed(row, "ideal", 4),
      fixed(row, "bound", 4),
      fixed(row, "equilibria", 0),
      tiny(row, "gain"),
      tiny(row, "disagreement"),
    ]),
    right: [2, 3, 4, 5, 6, 7, 8, 9, 10],
  };
}

function costCases(cases: readonly Row[]): Titled {
  const rows = cases.filter((row) => row.planCost !== null);
  return {
    title:
      "With participation cost, on the deployed contracts: the worst equilibrium of each game (dear: the one that keeps the dear operator); welfare in units of the emission",
    head: [
      "case",
      "cost",
      "rule",
      "serve",
      "best serve",
      "welfare",
      "optimum",
      "ratio",
      "paid/value",
      "gain",
      "off by",
    ],
    rows: rows.map((row) => [
      textIn(row, "case"),
      fixed(row, "planCost", 3),
      textIn(row, "rule"),
      numberIn(row, "serving"),
      numberIn(row, "servingAtOptimum"),
      fixed(row, "welfare", 4),
      fixed(row, "optimum", 4),
      fixed(row, "ratio", 4),
      fixed(row, "paidOfValue", 3),
      tiny(row, "gain"),
      tiny(row, "disagreement"),
    ]),
    right: [1, 3, 4, 5, 6, 7, 8, 9, 10],
  };
}

function randomTable(random: readonly Row[]): Titled {
  const costs = [...new Set(random.map((row) => numberIn(row, "cost")))];
  return {
    title:
      "Random games, all equilibria of each: ratios to the optimum in %, mean ± half of the 95% interval over seeds; below: equilibria below the bound that holds without cost; more serve: games whose best equilibrium has more operators than the optimum",
    head: [
      "cost",
      "rule",
      "games",
      "worst",
      "lowest",
      "below",
      "best",
      "lowest",
      "paid/value",
      "more serve %",
      "on chain",
    ],
    rows: costs.flatMap((cost) =>
      DISTRIBUTION_RULES.map((rule) => {
        const rows = rowsWith(random, { cost, rule });
        const total = (column: string): number => rows.reduce((sum, row) => sum + numberIn(row, column), 0);
        const lowest = (column: string): string => percent(Math.min(...rows.map((row) => numberIn(row, column))));
        return [
          cost,
          rule,
          total("solved"),
          meanText(rows, "worst", percent),
          lowest("lowest"),
          total("belowBound"),
          meanText(rows, "best", percent),
          lowest("lowestBest"),
          meanText(rows, "paidOfValue", signed),
          meanText(rows, "overEntered", percent),
          total("onChain"),
        ];
      }),
    ),
    right: [0, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  };
}

/** One row per property, one column per rule. */
function givesUp({ cases, random }: AnarchyRows): Titled {
  const crowds = rowsWith(cases, { case: "crowd" });
  const free = random.filter((row) => row.cost === 0);
  const lowest = (rows: readonly Row[], column: string, digits: number): string =>
    rows.length === 0 ? "–" : Math.min(...rows.map((row) => numberIn(row, column))).toFixed(digits);
  const highest = (rows: readonly Row[], column: string): string =>
    rows.length === 0 ? "–" : Math.max(...rows.map((row) => numberIn(row, column))).toFixed(0);
  const lines: readonly [string, (rule: (typeof DISTRIBUTION_RULES)[number]) => string][] = [
    ["no equilibrium below, any number of operators", (rule) => ANARCHY_LIMIT[rule].toFixed(4)],
    ["lowest ring on chain", (rule) => lowest(rowsWith(cases, { case: "ring", rule }), "ratio", 4)],
    ["best equilibrium of its star on chain", (rule) => lowest(rowsWith(cases, { case: "star", rule }), "ratio", 4)],
    ["lowest best equilibrium, random games", (rule) => lowest(rowsWith(random, { rule }), "lowestBest", 4)],
    ["dear operator with cost", (rule) => lowest(rowsWith(cases, { case: "dear", rule }), "ratio", 4)],
    ["lowest equilibrium of a crowd", (rule) => lowest(rowsWith(crowds, { rule }), "ratio", 4)],
    ["most bought of a crowd that needs one", (rule) => highest(rowsWith(crowds, { rule }), "serving")],
    ["paid of the value, random games: mean", (rule) => meanText(rowsWith(free, { rule }), "paidOfValue", signed)],
    ["paid of the value, random games: least", (rule) => lowest(rowsWith(free, { rule }), "least", 2)],
  ];
  return {
    title: "What each rule gives up",
    head: ["", ...DISTRIBUTION_RULES],
    rows: cases.length + random.length === 0 ? [] : lines.map(([name, of]) => [name, ...DISTRIBUTION_RULES.map(of)]),
    right: [1, 2, 3],
  };
}
