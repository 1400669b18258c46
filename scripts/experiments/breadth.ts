import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { sweepChart } from "../report/charts/sweepChart.js";
import { type Row, textIn } from "../report/rows.js";
import { sweepRows } from "../report/sweepRows.js";
import { breadthCell } from "./field/breadthCell.js";
import { fieldExperiment } from "./field/fieldExperiment.js";
import { difference, over, percent, said, times } from "./field/seedValues.js";
import { seriesTable } from "./field/seriesTable.js";
import { above, all, not } from "./verdict.js";

const RULES = ["DistinctBreadth", "ServedVolume", "EqualShare", "MarginalCoverage"];
const COLUMNS = [
  { title: "What a broad operator is paid", column: "paidBroad" },
  { title: "What being broad adds", column: "gainRelative" },
];
/** One broad operator of the default number. */
const first = (rows: readonly Row[]): number =>
  Math.min(...rows.map((row) => Number(row.broadShare)).filter((share) => share > 0));
const policies = (rows: readonly Row[]): string[] => [...new Set(rows.map((row) => textIn(row, "policy")))];

/** Chutes: a breadth term for distinct models, dropped since unanimous breadth earns no relative advantage. */
export default fieldExperiment({
  name: "breadth",
  question: "What does serving many classes earn when one, some or all operators do?",
  parameters: [
    { name: "policy", kind: "choice", text: "the rule that pays", options: POLICY_NAMES, default: RULES },
    { name: "operators", kind: "whole", text: "operators", min: 8, max: 500, default: [24] },
    { name: "narrow", kind: "whole", text: "classes of a narrow operator", min: 1, max: 45, default: [2] },
    { name: "broad", kind: "whole", text: "classes of a broad operator", min: 1, max: 45, default: [12] },
  ],
  seeds: 8,
  runCell: breadthCell,
  table: "days",
  hypotheses: [
    {
      field: true,
      text: "B1 Under DistinctBreadth the only broad operator is paid at least 1.5 times an equal part of the budget.",
      verdict: (rows) => {
        const one = over(rows, { policy: "DistinctBreadth", broadShare: first(rows) }, "paidBroad");
        return `${above(one, 1.5)}: ${said(one, times)} of an equal part.`;
      },
    },
    {
      field: true,
      text: "B2 When all are broad each is paid, within 1%, what each was paid when nobody was: unanimous breadth earns nothing, while coverage has risen.",
      verdict: (rows) => {
        const all_ = over(rows, { policy: "DistinctBreadth", broadShare: 1 }, (row) =>
          Math.abs(Number(row.paidBroad) - 1),
        );
        const covered = difference(
          rows,
          { policy: "DistinctBreadth", broadShare: 1 },
          { policy: "DistinctBreadth", broadShare: 0 },
          "coverage",
        );
        return `${all([not(above(all_, 0.01)), above(covered, 0)])}: off an equal part by ${said(all_, percent)}, coverage up by ${said(covered, percent)}.`;
      },
    },
    {
      field: true,
      text: "B3 Distinct is not scarce: DistinctBreadth pays a newcomer the same, within 5%, for the least covered classes as for the best covered; MarginalCoverage pays more than 1.5 times as much for them.",
      verdict: (rows) => {
        const ratio = (policy: string) =>
          over(rows, { policy, broadShare: 0.5 }, (row) => Number(row.scarce) / Number(row.crowded));
        const [distinct, marginal] = [ratio("DistinctBreadth"), ratio("MarginalCoverage")];
        const held = all([above(distinct, 0.95), not(above(distinct, 1.05)), above(marginal, 1.5)]);
        return `${held}: ${said(distinct, times)} and ${said(marginal, times)} times.`;
      },
    },
    {
      field: false,
      text: "B4 Yet it holds them there: when all are broad, one that turns narrow alone loses more than 10% under DistinctBreadth.",
      verdict: (rows) => {
        const loss = over(
          rows,
          { policy: "DistinctBreadth", broadShare: 1 },
          (row) => Number(row.gainRelative) / (1 + Number(row.gainRelative)),
        );
        return `${above(loss, 0.1)}: ${said(loss, percent)}.`;
      },
    },
    {
      field: false,
      text: "B5 Under MarginalCoverage too what being broad adds is less when all are than when one is.",
      verdict: (rows) => {
        const policy = "MarginalCoverage";
        const less = difference(rows, { policy, broadShare: first(rows) }, { policy, broadShare: 1 }, "gainRelative");
        return `${above(less, 0)}: less by ${said(less, percent)} of the pay of a narrow operator.`;
      },
    },
  ],
  tables: (rows) => [
    seriesTable({
      title: "What a broad operator is paid, in equal parts of the budget (mean ± half of the 95% interval over seeds)",
      rows,
      x: "broadShare",
      xTitle: "broad",
      xAs: percent,
      column: "paidBroad",
      as: times,
    }),
    seriesTable({
      title: "What being broad adds to the pay of one operator, all others as they are, % (by quote)",
      rows,
      x: "broadShare",
      xTitle: "broad",
      xAs: percent,
      column: "gainRelative",
      as: (value) => (100 * value).toFixed(1),
    }),
    seriesTable({
      title: "Coverage, %",
      rows,
      x: "broadShare",
      xTitle: "broad",
      xAs: percent,
      column: "coverage",
      as: (value) => (100 * value).toFixed(1),
    }),
  ],
  series: policies,
  chart: (rows, size) =>
    sweepChart({
      rows: sweepRows({ rows, x: "broadShare", columns: COLUMNS }),
      policies: policies(rows),
      x: { title: "operators that are broad", range: [-0.02, 1.02], format: ".0%" },
      panels: [
        {
          title: "What a broad operator is paid",
          y: { title: "equal parts of the budget", range: [0, 3], format: ".1f" },
        },
        {
          title: "What being broad adds",
          y: { title: "share of its pay when narrow", range: [-0.2, 1.8], format: "+.0%" },
        },
      ],
      size,
    }),
  caption:
    "The same capacity and the same served requests over 12 classes instead of 2. Left: what a broad operator is paid, claimed from the vault, where 1 is an equal part of the budget. Right: what an operator's pay would rise by if it alone turned from narrow to broad, asked of the deployed contract. Means over seeds with 95% intervals.",
  happened: [
    "Chutes paid 20% of incentives for the number of unique models that a miner runs, while 10 models had 94% of the usage (chutesai/chutes-api pull request 32, May 2025); above the median the term was (count / highest)^1.3, below ^2.2 (chutes.ai/docs/miner-resources/scoring).",
    "The term was dropped later: when all are broad, nobody gains by it (as the project's brief has it; we found no public text of the reason).",
  ],
  model: [
    "Equal operators with classes drawn by demand; broad ones spread the same capacity and the same served requests over more classes; a growing share of them, drawn once, is broad.",
    "Every request counts as one unit of compute, so that only the terms for distinct classes and for bounties can differ. Pay is claimed from the vault after a day under each rule; gains are quotes of the deployed contract.",
    "Least and best covered classes are ranked by the ledger's own coverage, among those that somebody serves.",
  ],
  limits: [
    "That operators turn broad is set, not learned, and costs nothing here; loading more models costs memory and swaps in reality.",
    "One operator is one identity: Chutes' penalty on several identities of one owner is left out.",
    "Bounties here go to whoever opens a class that nobody serves; at Chutes they are offered for models that lack capacity.",
  ],
});
