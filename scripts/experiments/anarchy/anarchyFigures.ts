import { type LinePanel, type LineRow, lineChart } from "../../report/charts/lineChart.js";
import { drawFigure } from "../../report/drawFigure.js";
import { policyLegend } from "../../report/legend.js";
import type { Html } from "../../report/page.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../../report/rows.js";
import { type AnarchyRows, rowsWith } from "./anarchyVerdicts.js";
import { ANARCHY_LIMIT, DISTRIBUTION_RULES } from "./distributionRule.js";

interface Figure {
  readonly rows: readonly LineRow[];
  readonly panels: readonly LinePanel[];
  readonly description: string;
  readonly caption: string;
}

const LIMITS = [ANARCHY_LIMIT.Shapley, ANARCHY_LIMIT.Gairing];
const policies = [...DISTRIBUTION_RULES];

/** The charts of a run; one without rows is left out. */
export async function anarchyFigures(rows: AnarchyRows): Promise<Html[]> {
  const cases = rows.cases.filter(({ rule }) => policies.some((policy) => policy === rule));
  const figures = [worstCases(cases), crowds(cases), distribution(rows.distribution), byCost(rows.random)];
  return Promise.all(
    figures
      .filter((figure) => figure.rows.length > 0)
      .map((figure) =>
        drawFigure({
          spec: (size) => lineChart({ rows: figure.rows, policies, panels: figure.panels, size }),
          description: figure.description,
          legend: policyLegend(policies, true),
          caption: figure.caption,
        }),
      ),
  );
}

/** A value without an interval: nothing was drawn at random. */
function exact(row: Row, panel: string, x: string, y: string): LineRow {
  const value = numberIn(row, y);
  return { x: numberIn(row, x), policy: textIn(row, "rule"), panel, mean: value, low: value, high: value };
}

/** Means over seeds of a column, by rule and by another column. */
function means(parameters: { rows: readonly Row[]; panel: string; x: string; y: string }): LineRow[] {
  const { rows, panel, x, y } = parameters;
  return [...groupRows(rows, (row) => `${textIn(row, "rule")} ${textIn(row, x)}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { mean, low, high } = estimate(group, y, [0, 1]);
    return [{ x: numberIn(first, x), policy: textIn(first, "rule"), panel, mean, low, high }];
  });
}

function worstCases(cases: readonly Row[]): Figure {
  const rings = rowsWith(cases, { case: "ring", margin: 0 }).filter((row) => row.rule !== "Gairing" || row.reach === 1);
  const panel = {
    across: "operators",
    unit: "welfare over optimum",
    domain: [2, 16],
    range: [0.4, 1.02],
    format: ".0%",
  } as const;
  return {
    rows: [
      ...rings.map((row) => exact(row, "worst equilibrium (ring)", "operators", "ratio")),
      ...rowsWith(cases, { case: "star" }).map((row) => exact(row, "best equilibrium (star)", "operators", "ratio")),
    ],
    panels: [
      { ...panel, title: "worst equilibrium (ring)", references: LIMITS },
      { ...panel, title: "best equilibrium (star)", references: LIMITS },
    ],
    description: "Welfare over optimum in worst cases on chain against the number of operators, one line per rule",
    caption:
      "Worst cases without participation cost, read from the deployed contracts; no interval, since nothing is random. Dashed: 1/2 and 1 - 1/e. Left: equilibria at the bound of each rule (for Gairing every reach gives the same). Right: the only equilibrium of Shapley's and Gairing's star, and leave-one-out's best in Shapley's: what the best equilibrium loses.",
  };
}

function crowds(cases: readonly Row[]): Figure {
  const rows = rowsWith(cases, { case: "crowd" });
  const across = "cost of each operator, share of the emission";
  return {
    rows: [
      ...rows.map((row) => exact(row, "welfare", "planCost", "ratio")),
      ...rows.map((row) => exact(row, "operators bought", "planCost", "serving")),
    ],
    panels: [
      { title: "welfare", across, unit: "welfare over optimum", domain: [0, 1], range: [0, 1.02], format: ".0%" },
      {
        title: "operators bought",
        across,
        unit: "operators; one is enough",
        domain: [0, 1],
        range: [0, 12],
        format: ".0f",
      },
    ],
    description:
      "Welfare and number of operators in a crowd of twelve equal operators against their cost, one line per rule",
    caption:
      "Twelve equal operators, one resource that one of them covers: every equilibrium of the rule, read from the deployed contracts. Shapley buys as many as share the value, until nothing is left of it; Gairing fewer; leave-one-out one.",
  };
}

function distribution(all: readonly Row[]): Figure {
  const costs = [...new Set(all.map((row) => numberIn(row, "cost")))];
  const shown = [...new Set([Math.min(...costs), Math.max(...costs)])].filter(Number.isFinite);
  const title = (cost: number): string => (cost === 0 ? "without cost" : `costs up to ${cost} of the emission`);
  return {
    rows: shown.flatMap((cost) =>
      means({ rows: rowsWith(all, { cost }), panel: title(cost), x: "level", y: "worstBelow" }),
    ),
    panels: shown.map((cost) => ({
      title: title(cost),
      across: "welfare over optimum",
      unit: "games whose worst equilibrium has less",
      domain: [cost === 0 ? 0.5 : 0, 1],
      range: [0, 0.7],
      format: ".0%",
    })),
    description:
      "Share of random games whose worst equilibrium has less than a given share of the optimum, one line per rule",
    caption:
      "Random games, all equilibria of each: how many games have a worst equilibrium below a share of the optimum; bands: 95% over seeds. Without cost all lines start above the rules' bounds; with costs nothing holds them.",
  };
}

function byCost(random: readonly Row[]): Figure {
  const costs = random.map((row) => numberIn(row, "cost"));
  const panel = {
    across: "highest cost of a plan, share of the emission",
    unit: "welfare over optimum, mean",
    domain: [0, Math.max(...costs, 0.01)],
    range: [0.8, 1.005],
    format: ".0%",
  } as const;
  return {
    rows: [
      ...means({ rows: random, panel: "worst equilibrium", x: "cost", y: "worst" }),
      ...means({ rows: random, panel: "best equilibrium", x: "cost", y: "best" }),
    ],
    panels: [
      { ...panel, title: "worst equilibrium" },
      { ...panel, title: "best equilibrium" },
    ],
    description:
      "Mean welfare over optimum of the worst and the best equilibrium of random games against cost, one line per rule",
    caption:
      "Random games: means over games of the worst and the best equilibrium, by the highest cost that a plan may have; bands: 95% over seeds. Leave-one-out's best equilibrium is the optimum whatever the cost.",
  };
}
