import { expect } from "chai";
import { anarchyPage } from "../../../scripts/experiments/anarchy/anarchyPage.js";
import { anarchyTables } from "../../../scripts/experiments/anarchy/anarchyTables.js";
import { anarchyVerdicts } from "../../../scripts/experiments/anarchy/anarchyVerdicts.js";
import { DISTRIBUTION_RULES } from "../../../scripts/experiments/anarchy/distributionRule.js";
import { ANARCHY_HYPOTHESES } from "../../../scripts/experiments/anarchy/hypotheses.js";
import type { Row } from "../../../scripts/experiments/experiment.js";

const IDEAL = { FlatMarginalCoverage: 0.5, Shapley: 0.6, Gairing: 0.632 };
const CASE = { reach: 1, value: 1, optimum: 0.4, servingAtOptimum: 1, quotes: 4, disagreement: 1e-17 };

/** A row of the table `cases` as a run that holds would have it. */
const row = (name: string, rule: string, values: Row = {}): Row => {
  const bound = IDEAL[rule as keyof typeof IDEAL] ?? null;
  const usual = {
    operators: 4,
    margin: 0,
    planCost: null,
    equilibria: 1,
    welfare: 0.2,
    serving: 1,
    paidOfValue: 1,
    gain: 0,
  };
  return { case: name, rule, ...CASE, ...usual, ideal: bound, bound, ratio: bound, ...values };
};
const CASES: readonly Row[] = [
  ...DISTRIBUTION_RULES.flatMap((rule) => [
    row("ring", rule),
    row("ring", rule, { margin: 0.001, gain: -1e-4 }),
    row("star", rule, { margin: 0.001, equilibria: rule === "FlatMarginalCoverage" ? 4 : 1 }),
    row("dear", rule, { planCost: 0.998, ratio: 0.0025 }),
    row("crowd", rule, { planCost: 0.3, serving: rule === "FlatMarginalCoverage" ? 1 : 3, ratio: 0.3 }),
    row("crowd", rule, { planCost: 0.6, ratio: 1 }),
  ]),
  row("idle", "EqualShare", { planCost: 0.2, welfare: -0.5, ratio: -11 }),
];

/** Two seeds without cost and with it: the second seed a little lower. */
const random = (rule: string, change: Row = {}): Row[] =>
  [0, 0.4].flatMap((cost) =>
    [1, 2].map((seed) => ({
      cost,
      seed,
      rule,
      solved: 100,
      equilibria: 1.5,
      worst: { FlatMarginalCoverage: 0.9, Shapley: 0.92, Gairing: 0.94 }[rule as "Shapley"] - seed / 1e5,
      lowest: 0.7,
      belowBound: 0,
      lossy: 0.3,
      best: 1,
      lowestBest: rule === "FlatMarginalCoverage" ? 1 : 0.8,
      bestLossy: 0,
      negative: 0,
      paidOfValue: 0.9,
      least: 0.6,
      overEntry: 0.5,
      overEntered: rule === "FlatMarginalCoverage" || cost === 0 ? 0 : 0.5 + seed / 1e4,
      onChain: 3,
      gain: 0,
      disagreement: 0,
      ...change,
    })),
  );
const RANDOM = DISTRIBUTION_RULES.flatMap((rule) => random(rule));
const DISTRIBUTION = DISTRIBUTION_RULES.flatMap((rule) =>
  [0, 0.4].flatMap((cost) =>
    [0.5, 0.75, 1].flatMap((level) =>
      [1, 2].map((seed) => ({ rule, cost, seed, level, worstBelow: (level - 0.5) / 2 + seed / 100, bestBelow: 0 })),
    ),
  ),
);
const ROWS = { cases: CASES, random: RANDOM, distribution: DISTRIBUTION };

const starts = (rows: typeof ROWS | { cases: readonly Row[]; random: readonly Row[]; distribution: readonly Row[] }) =>
  anarchyVerdicts(rows).map((text) => text.split(/[ :]/)[0]);
const changed = (test: (row: Row) => boolean, values: Row): Row[] =>
  CASES.map((each) => (test(each) ? { ...each, ...values } : each));

describe("anarchyVerdicts", () => {
  it("holds all six where everything is as expected", () => {
    expect(starts(ROWS)).to.deep.equal(["Held", "Held", "Held", "Held", "Held", "Held"]);
  });

  it("tests nothing without rows, and only what the part that was run tells", () => {
    expect(new Set(starts({ cases: [], random: [], distribution: [] }))).to.deep.equal(new Set(["Not"]));
    expect(starts({ ...ROWS, random: [] })).to.deep.equal(["Held", "Not", "Not", "Not", "Not", "Not"]);
  });

  for (const [what, index, rows] of [
    [
      "a ring off its closed form",
      0,
      { cases: changed((r) => r.case === "ring" && r.rule === "Shapley", { ratio: 0.65 }) },
    ],
    ["a move that gains at the tie", 0, { cases: changed((r) => r.case === "ring" && r.margin === 0, { gain: 1e-6 }) }],
    ["a random game below its bound", 1, { random: [...RANDOM, ...random("Shapley", { belowBound: 1 })] }],
    [
      "a best equilibrium of leave-one-out below the optimum",
      2,
      { random: random("FlatMarginalCoverage", { lowestBest: 0.99 }) },
    ],
    [
      "a second equilibrium in Gairing's star",
      2,
      { cases: changed((r) => r.case === "star" && r.rule === "Gairing", { equilibria: 2 }) },
    ],
    ["a dear operator that leaves much", 3, { cases: changed((r) => r.case === "dear", { ratio: 0.5 }) }],
    ["an equilibrium below 0", 3, { random: [...RANDOM, ...random("Gairing", { negative: 1 })] }],
    [
      "leave-one-out buying too many",
      4,
      { random: [...RANDOM, ...random("FlatMarginalCoverage", { overEntered: 0.1 })] },
    ],
    [
      "Shapley buying no more than the optimum has",
      4,
      { random: [...random("FlatMarginalCoverage"), ...random("Shapley", { overEntered: 0 }), ...random("Gairing")] },
    ],
    [
      "Gairing below Shapley",
      5,
      { random: [...random("FlatMarginalCoverage"), ...random("Shapley", { worst: 0.95 }), ...random("Gairing")] },
    ],
  ] as const) {
    it(`refutes by ${what}`, () => {
      expect(starts({ ...ROWS, ...rows })[index]).to.equal("Refuted");
    });
  }

  it("does not settle a lead that the seeds disagree on", () => {
    const uneven = [...random("FlatMarginalCoverage"), ...random("Shapley"), ...random("Gairing")].map((each) =>
      each.rule === "Gairing" && each.seed === 1 ? { ...each, worst: 0.5 } : each,
    );
    expect(starts({ ...ROWS, random: uneven })[5]).to.equal("Not");
  });
});

describe("anarchyTables", () => {
  it("has worst cases, costs, random games and what each rule gives up, with the run's figures", () => {
    const tables = anarchyTables(ROWS);
    expect(tables.map(({ rows }) => rows.length)).to.deep.equal([9, 10, 6, 9]);
    for (const { head, rows } of tables) for (const line of rows) expect(line).to.have.length(head.length);
    const last = tables.at(-1)?.rows ?? [];
    expect(last[1]).to.deep.equal(["lowest ring on chain", "0.5000", "0.6000", "0.6320"]);
    expect(last[6]).to.deep.equal(["most bought of a crowd that needs one", "1", "3", "3"]);
  });

  it("leaves out what was not run", () => {
    expect(anarchyTables({ cases: [], random: [], distribution: [] })).to.deep.equal([]);
  });
});

describe("anarchyPage", () => {
  it("shows hypotheses with verdicts, four charts with all three rules, and every table", async () => {
    const rows = async (name: string): Promise<Row[]> => [...(ROWS[name as keyof typeof ROWS] ?? [])];
    const { "report.html": page = "" } = await anarchyPage({
      results: { cells: [], rows },
      summary: { tables: [], json: {} },
      manifest: { experiment: "anarchy", code: { commit: "0123456789abcdef", dirty: false } },
    });
    for (const hypothesis of ANARCHY_HYPOTHESES) expect(page).to.include(hypothesis.slice(0, 40));
    expect(page.match(/<figure>/g)).to.have.length(4);
    expect(page.match(/class="verdict held"/g)).to.have.length(6);
    for (const place of [1, 2, 3]) expect(page).to.include(`var(--series-${place})`);
    expect(page).to.include("commit 0123456789ab.");
    expect(page).to.not.match(/NaN|undefined|Infinity/);
  });
});
