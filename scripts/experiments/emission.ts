import { atEqualPaid } from "../metrics/atEqualPaid.js";
import { commonPaid } from "../metrics/commonPaid.js";
import { pairedInterval } from "../metrics/pairedInterval.js";
import type { SweepPoint } from "../metrics/sweepPoint.js";
import { estimate, groupRows, numberIn, type Row, textIn } from "../report/rows.js";
import { declareExperiment } from "./experiment.js";
import { learningCell } from "./learning/learningCell.js";
import { LEARNING_PARAMETERS, withDefaults } from "./learning/learningParameters.js";
import { compact, outcomeTable } from "./learning/outcomeTable.js";

const HYPOTHESES = [
  "M1 Welfare under EqualShare, StakeWeighted and ServedVolume falls as emission rises from V/4 to 4V: they buy entry, not coverage.",
  "M2 Welfare under MarginalCoverage is highest at an emission of V and falls away on both sides.",
  "M3 At equal tokens paid MarginalCoverage has the highest welfare of all rules at every pay that all rules reach.",
  "M4 At equal tokens paid MarginalCoverage has the highest success with the worst domain down.",
] as const;

/** Points of the common range of pay at which rules are compared. */
const LEVELS = [0, 0.5, 1] as const;
const OUTCOMES = ["success", "worstSuccess", "welfare"] as const;

/** Every rule over emissions from V/4 to 4V: compared at equal emission and at equal tokens actually paid. */
export default declareExperiment({
  name: "emission",
  question: "Do conclusions about reward rules hold at equal emission, at equal tokens paid, or at both?",
  hypotheses: HYPOTHESES,
  parameters: withDefaults(LEARNING_PARAMETERS, { operators: [30], emission: [0.25, 0.5, 1, 2, 4], quotes: [50] }),
  seeds: 3,
  full: { operators: [30, 60], weighting: ["requests", "value"], quotes: [500] },
  runCell: learningCell,
  async summarise(results) {
    const summary = await results.rows("summary");
    const outcome = outcomeTable({
      summary,
      label: (row) => `${textIn(row, "policy")}, ${textIn(row, "emission")} V`,
      title: "rule, emission",
    });
    const equal = equalPaid(summary);
    const policies = [...new Set(summary.map((row) => textIn(row, "policy")))];
    return {
      tables: [
        {
          title: "At equal emission: mean ± half of the 95% interval over seeds",
          head: outcome.head,
          rows: compact(outcome.rows),
          right: columns(outcome.head),
        },
        {
          title:
            equal.length === 0
              ? "At equal tokens paid: the rules have no pay in common, so nothing can be compared"
              : "At equal tokens paid, each seed's sweep read at the same pay (linear between emissions, nothing extrapolated)",
          head: ["paid/day", "rule", "success %", "worst outage %", "welfare/day", "welfare less MarginalCoverage's"],
          rows: equal.flatMap(({ seeds, level }) =>
            policies.map((policy) => {
              const of = (name: string, outcome: (typeof OUTCOMES)[number]): number[] =>
                seeds.map((seed) => seed.get(name)?.outcomes[outcome] ?? Number.NaN);
              const rows = (outcome: (typeof OUTCOMES)[number]): Row[] =>
                of(policy, outcome).map((value) => ({ value }));
              const text = (outcome: (typeof OUTCOMES)[number], scale: number, digits: number): string => {
                const { mean, half } = estimate(rows(outcome), "value");
                return `${(scale * mean).toFixed(digits)} ± ${(scale * half).toFixed(digits)}`;
              };
              const against = pairedInterval({
                first: of(policy, "welfare"),
                second: of("MarginalCoverage", "welfare"),
              });
              const pay = estimate(
                seeds.map((seed) => ({ value: seed.get(policy)?.paid ?? Number.NaN })),
                "value",
              ).mean;
              return [
                level === 0 ? `${pay.toFixed(0)} (least)` : level === 1 ? `${pay.toFixed(0)} (most)` : pay.toFixed(0),
                policy,
                text("success", 100, 1),
                text("worstSuccess", 100, 1),
                text("welfare", 1, 0),
                policy === "MarginalCoverage" ? "" : `${against.mean.toFixed(0)} ± ${against.half.toFixed(0)}`,
              ];
            }),
          ),
          right: [0, 2, 3, 4, 5],
        },
        {
          title: "Hypotheses, written before the results; judge them by the tables",
          head: ["hypothesis"],
          rows: HYPOTHESES.map((text) => [text]),
          widths: [98],
        },
      ],
      json: { summary },
    };
  },
});

/** For each level of the pay that all rules reach in a seed: every rule's outcomes there, seed by seed. */
function equalPaid(summary: readonly Row[]): { level: number; seeds: Map<string, SweepPoint>[] }[] {
  const seeds = [...groupRows(summary, (row) => textIn(row, "seed")).values()].flatMap((rows) => {
    const sweeps = new Map(
      [...groupRows(rows, (row) => textIn(row, "policy"))].map(([policy, own]) => [policy, own.map(point)]),
    );
    const range = commonPaid([...sweeps.values()]);
    return range === null ? [] : [{ sweeps, range }];
  });
  if (seeds.length === 0) return [];
  return LEVELS.map((level) => ({
    level,
    seeds: seeds.map(({ sweeps, range }) => {
      const paid = range.low + level * (range.high - range.low);
      const points = new Map<string, SweepPoint>();
      for (const [policy, sweep] of sweeps) {
        const at = atEqualPaid({ sweep, paid });
        if (at !== null) points.set(policy, at);
      }
      return points;
    }),
  }));
}

function point(row: Row): SweepPoint {
  return {
    emission: numberIn(row, "emission"),
    paid: numberIn(row, "paid"),
    outcomes: Object.fromEntries(OUTCOMES.map((name) => [name, numberIn(row, name)])),
  };
}

function columns(head: readonly string[]): number[] {
  return head.map((_, i) => i).slice(1);
}
