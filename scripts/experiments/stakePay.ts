import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { outcomeChart } from "../report/charts/outcomeChart.js";
import { estimate, meanText, type Row, textIn } from "../report/rows.js";
import { fieldExperiment } from "./field/fieldExperiment.js";
import { over, rowsWhere, said, times } from "./field/seedValues.js";
import { stakePayCell } from "./field/stakePayCell.js";
import { above, all, not } from "./verdict.js";

const BY_STAKE = ["StakeWeighted", "ClassWeighted", "SignalAllocated"];
const RULES = [...BY_STAKE, "QueryRebate", "ServedVolume", "EqualShare", "MarginalCoverage"];
const COVERS = [2, 5];
const series = (row: Row): string =>
  textIn(row, "routing") === "stake" ? `${textIn(row, "policy")}, routed by stake` : textIn(row, "policy");
const usual = { routing: "capacity", cover: 2 };

/** Livepeer: similar performance, very different fees, because of stake. */
export default fieldExperiment({
  name: "stake-pay",
  question: "How differently are operators paid that perform alike and differ in stake?",
  parameters: [
    { name: "policy", kind: "choice", text: "the rule that pays", options: POLICY_NAMES, default: RULES },
    {
      name: "routing",
      kind: "choice",
      text: "who gets a request: by capacity, or by capacity times stake",
      options: ["capacity", "stake"],
      default: ["capacity", "stake"],
    },
    { name: "groups", kind: "whole", text: "groups of equal performers", min: 2, max: 100, default: [6] },
    { name: "members", kind: "whole", text: "operators in each group", min: 2, max: 100, default: [5] },
    { name: "spread", kind: "real", text: "standard deviation of the log of stakes", min: 0, max: 5, default: [1.2] },
    {
      name: "cover",
      kind: "real",
      text: "all stakes over the fees of an allocation's 28 days",
      min: 0.001,
      max: 1e6,
      default: COVERS,
    },
  ],
  seeds: 8,
  keep: ({ policy, routing, cover }) =>
    (routing === "capacity" || policy === "ServedVolume") && (cover === usual.cover || policy === "QueryRebate"),
  runCell: stakePayCell,
  table: "summary",
  hypotheses: [
    {
      field: true,
      text: "S1 Under StakeWeighted, ClassWeighted and SignalAllocated equal performers are paid as differently as their stakes are: variation of pay within groups at least 0.9 of the variation of stake.",
      verdict: (rows) => {
        const seen = BY_STAKE.map((policy) => ({ policy, ratio: over(rows, { policy, ...usual }, variationOfStake) }));
        return `${all(seen.map(({ ratio }) => above(ratio, 0.9)))}: ${seen.map(({ policy, ratio }) => `${policy} ${said(ratio, times)}`).join(", ")}.`;
      },
    },
    {
      field: true,
      text: "S2 Paying for work does not help while work goes by stake: with requests routed by stake the variation under ServedVolume is at least 0.9 of that of stake too.",
      verdict: (rows) => {
        const ratio = over(rows, { policy: "ServedVolume", routing: "stake", cover: usual.cover }, variationOfStake);
        return `${above(ratio, 0.9)}: ${said(ratio, times)}.`;
      },
    },
    {
      field: true,
      text: "S3 Under the three rules pay goes with stake (Pearson above 0.5) and not with marginal coverage (below 0.5).",
      verdict: (rows) => {
        const seen = BY_STAKE.map((policy) => ({
          policy,
          stake: over(rows, { policy, ...usual }, "withStake"),
          marginal: over(rows, { policy, ...usual }, "withMarginal"),
        }));
        const held = all(seen.flatMap(({ stake, marginal }) => [above(stake, 0.5), not(above(marginal, 0.5))]));
        return `${held}: ${seen.map(({ policy, stake, marginal }) => `${policy} ${said(stake, times)} and ${said(marginal, times)}`).join(", ")}.`;
      },
    },
    {
      field: false,
      text: "S4 QueryRebate is between: with stakes of twice the fees the variation is below half of that of stake, with five times below a quarter.",
      verdict: (rows) => {
        const [two, five] = COVERS.map((cover) =>
          over(rows, { policy: "QueryRebate", routing: "capacity", cover }, variationOfStake),
        );
        if (two === undefined || five === undefined) return "Not tested.";
        return `${all([not(above(two, 0.5)), not(above(five, 0.25))])}: ${said(two, times)} and ${said(five, times)}.`;
      },
    },
    {
      field: false,
      text: "S5 MarginalCoverage and ServedVolume with requests routed by capacity pay equal performers alike: variation below 0.01; under MarginalCoverage pay goes with marginal coverage (Pearson above 0.99).",
      verdict: (rows) => {
        const marginal = over(rows, { policy: "MarginalCoverage", ...usual }, "payVariation");
        const served = over(rows, { policy: "ServedVolume", ...usual }, "payVariation");
        const goes = over(rows, { policy: "MarginalCoverage", ...usual }, "withMarginal");
        const held = all([not(above(marginal, 0.01)), not(above(served, 0.01)), above(goes, 0.99)]);
        return `${held}: variation ${said(marginal, times)} and ${said(served, times)}, Pearson ${said(goes, times)}.`;
      },
    },
  ],
  tables: (rows) => [
    {
      title: "Mean ± half of the 95% interval over seeds; variation: standard deviation over mean, within groups",
      head: ["rule", "stake over fees", "variation of pay", "of stake", "pay with stake", "with marginal coverage"],
      rows: kinds(rows).map(({ name, cover, own }) => [
        name,
        cover,
        ...["payVariation", "stakeVariation", "withStake", "withMarginal"].map((column) =>
          meanText(own, column, times),
        ),
      ]),
      right: [1, 2, 3, 4, 5],
    },
  ],
  series: (rows) =>
    kinds(rows)
      .filter(({ cover }) => cover === String(usual.cover))
      .map(({ name }) => name),
  chart: (rows, size) => {
    const shown = kinds(rows).filter(({ cover }) => cover === String(usual.cover));
    const panels = [
      {
        title: "Variation of pay among equals",
        column: "payVariation",
        unit: "standard deviation / mean",
        range: [0, 1.2] as const,
      },
      { title: "Pay with stake", column: "withStake", unit: "correlation", range: [-0.5, 1.05] as const },
      {
        title: "Pay with marginal coverage",
        column: "withMarginal",
        unit: "correlation",
        range: [-0.5, 1.05] as const,
      },
    ];
    return outcomeChart({
      rows: shown.flatMap(({ name, own }) =>
        panels.flatMap(({ title, column, range }) => {
          const value = estimate(own, column, range);
          return Number.isFinite(value.mean) ? [{ policy: name, panel: title, ...value }] : [];
        }),
      ),
      policies: shown.map(({ name }) => name),
      panels: panels.map((panel) => ({
        ...panel,
        format: ".2f",
        ...(panel.column !== "payVariation" && { references: [0] }),
      })),
      size,
    });
  },
  caption:
    "Operators within a group run the same rig in the same domain and differ in stake alone. Left: how far apart they are paid (standard deviation over mean, within groups). Middle and right: correlation of pay with stake and with marginal coverage over all operators; no dot where all are paid alike. Means over seeds with 95% intervals, stakes of twice the fees of an allocation's 28 days.",
  happened: [
    "Livepeer: the largest orchestrator had a 99% chance of a stream against one with 20,000 LPT; small ones 'with advanced and very performant architecture' got no streams (forum.livepeer.org/t/2044, 2023). Inflation rewards are shared by stake whatever the work.",
  ],
  model: [
    "Groups of operators with the same rig and the same domain; stakes log-normal (spread assumed); one day under each rule on the deployed contracts, pay claimed from the vault.",
    "Routing: requests go to capacity, or to capacity times stake, as Livepeer's selection did.",
    "Marginal coverage is D of the ledger's state that day: what coverage would lose without the operator.",
  ],
  limits: [
    "Livepeer's fees are set by price as well as stake; prices are the same for all here.",
    "Stake of delegators, which follows pay and concentrates further over time, is not modelled: one day, fixed stakes.",
    "QueryRebate's budget is an emission shared by served requests, not fees that users paid.",
  ],
});

function variationOfStake(row: Row): number {
  return Number(row.payVariation) / Number(row.stakeVariation);
}

/** The rows of every rule, routing and cover, in the order of the grid. */
function kinds(rows: readonly Row[]): { name: string; cover: string; own: Row[] }[] {
  const names = [
    ...new Set(
      rows.map((row) => JSON.stringify([textIn(row, "policy"), textIn(row, "routing"), textIn(row, "cover")])),
    ),
  ];
  return names.map((key) => {
    const [policy = "", routing = "", cover = ""] = JSON.parse(key) as string[];
    const own = rowsWhere(rows, { policy, routing, cover });
    return { name: own[0] === undefined ? policy : series(own[0]), cover, own };
  });
}
