import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { sweepChart } from "../report/charts/sweepChart.js";
import { type Row, textIn } from "../report/rows.js";
import { sweepRows } from "../report/sweepRows.js";
import { fieldExperiment } from "./field/fieldExperiment.js";
import { IDLE_SHARES, idlePayCell } from "./field/idlePayCell.js";
import { over, percent, said } from "./field/seedValues.js";
import { seriesTable } from "./field/seriesTable.js";
import { above, all, not } from "./verdict.js";

const RULES = ["SignalAllocated", "QueryRebate", "ServedVolume", "EqualShare", "MarginalCoverage"];
/** Stakes over the fees of 28 days; the first is where rules are compared. */
const COVERS = [5, 1, 25, 125, 625];
const HALF = { idleShare: 0.4, cover: COVERS[0] ?? 5 };
const COBB_DOUGLAS = "Cobb-Douglas (arithmetic)";
const compared = (row: Row): boolean => textIn(row, "cover") === String(HALF.cover);
const series = (row: Row): string => `${textIn(row, "policy")}, ${textIn(row, "idling")}`;

/** The Graph: indexing rewards arrived whether or not queries were served, and rebates were burned. */
export default fieldExperiment({
  name: "idle-pay",
  question: "What is an operator paid that keeps its stake and its classes and serves nothing?",
  parameters: [
    { name: "policy", kind: "choice", text: "the rule that pays", options: POLICY_NAMES, default: RULES },
    {
      name: "idling",
      kind: "choice",
      text: "what idle operators still show: capacity that probes find, or a class without any",
      options: ["able", "hollow"],
      default: ["able", "hollow"],
    },
    { name: "operators", kind: "whole", text: "operators", min: 5, max: 1_000, default: [30] },
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
  seeds: 5,
  keep: ({ policy, idling, cover }) => cover === HALF.cover || (policy === "QueryRebate" && idling === "able"),
  runCell: idlePayCell,
  table: "days",
  hypotheses: [
    {
      field: true,
      text: "I1 Under SignalAllocated idle operators are paid as if they served: with 40% of them idle, within a fifth of their share of the stake, with capacity or without.",
      verdict: (rows) => {
        const seen = ["able", "hollow"].map((idling) =>
          over(
            rows,
            { policy: "SignalAllocated", idling, ...HALF },
            (row) => Number(row.idlePaid) / Number(row.idleStake),
          ),
        );
        const held = all(seen.flatMap((ratio) => [above(ratio, 0.8), not(above(ratio, 1.2))]));
        return `${held}: pay over share of stake ${seen.map((ratio) => said(ratio, (value) => value.toFixed(2))).join(" with capacity, ")} without.`;
      },
    },
    {
      field: true,
      text: "I2 Cobb-Douglas rebates (arithmetic on the same fees and stakes) burn over half of the fees when 40% of the operators hold stake and serve nothing.",
      verdict: (rows) => {
        const burn = over(rows, { policy: "QueryRebate", idling: "able", ...HALF }, "cobbDouglasBurn");
        return `${above(burn, 0.5)}: ${said(burn, percent)} burned.`;
      },
    },
    {
      field: true,
      text: "I3 With stakes of five times the fees the exponential rebate burns less than 7%, though stakes differ, while nobody is idle.",
      verdict: (rows) => {
        const burn = over(rows, { policy: "QueryRebate", idling: "able", ...HALF, idleShare: 0 }, "unpaid");
        return `${not(above(burn, 0.07))}: ${said(burn, percent)} burned.`;
      },
    },
    {
      field: false,
      text: "I4 ServedVolume and QueryRebate pay idle operators nothing.",
      verdict: (rows) => {
        const pays = ["ServedVolume", "QueryRebate"].map((policy) =>
          over(rows, { policy, idling: "able", ...HALF }, "idlePaid"),
        );
        return `${all(pays.map((pay) => not(above(pay, 1e-4))))}: ${pays.map((pay) => said(pay, percent)).join(" and ")} of the budget.`;
      },
    },
    {
      field: false,
      text: "I5 MarginalCoverage pays idle operators whose capacity was probed (more than 5% of the budget at 40% idle), and hollow ones nothing.",
      verdict: (rows) => {
        const able = over(rows, { policy: "MarginalCoverage", idling: "able", ...HALF }, "idlePaid");
        const hollow = over(rows, { policy: "MarginalCoverage", idling: "hollow", ...HALF }, "idlePaid");
        return `${all([above(able, 0.05), not(above(hollow, 1e-6))])}: ${said(able, percent)} and ${said(hollow, percent)} of the budget.`;
      },
    },
  ],
  tables: (rows) => [
    seriesTable({
      title: "Share of the budget that idle operators are paid, % (mean ± half of the 95% interval over seeds)",
      rows: rows.filter((row) => compared(row) && textIn(row, "idling") === "able"),
      x: "idleShare",
      xTitle: "idle, with capacity",
      xAs: percent,
      column: "idlePaid",
      as: (value) => (100 * value).toFixed(1),
    }),
    seriesTable({
      title: "The same where idle operators keep their classes without capacity",
      rows: rows.filter((row) => compared(row) && textIn(row, "idling") === "hollow"),
      x: "idleShare",
      xTitle: "idle, hollow",
      xAs: percent,
      column: "idlePaid",
      as: (value) => (100 * value).toFixed(1),
    }),
    {
      title: "What rebates burn, % of the budget (QueryRebate, deployed) and of the fees (Cobb-Douglas, arithmetic)",
      head: ["stake over fees", "idle", "QueryRebate", "Cobb-Douglas"],
      rows: [...COVERS]
        .sort((a, b) => a - b)
        .flatMap((cover) =>
          IDLE_SHARES.flatMap((idleShare) => {
            const where = { policy: "QueryRebate", idling: "able", cover, idleShare };
            const burn = over(rows, where, "unpaid");
            if (!Number.isFinite(burn.mean)) return [];
            const text = (column: string): string =>
              said(over(rows, where, column), (value) => (100 * value).toFixed(1));
            return [[String(cover), percent(idleShare), text("unpaid"), text("cobbDouglasBurn")]];
          }),
        ),
      right: [0, 1, 2, 3],
    },
  ],
  series: lines,
  chart: (rows, size) => {
    const burns = rows.filter(
      (row) =>
        textIn(row, "policy") === "QueryRebate" && textIn(row, "idling") === "able" && textIn(row, "idleShare") === "0",
    );
    const burned = (column: string, name: string) =>
      sweepRows({
        rows: burns,
        x: "cover",
        series: () => name,
        columns: [{ title: "Burned", column, possible: [0, 1] }],
      });
    return sweepChart({
      rows: [
        ...sweepRows({
          rows: rows.filter(isShown),
          x: "idleShare",
          series,
          columns: [{ title: "Paid for nothing", column: "idlePaid", possible: [0, 1] }],
        }),
        ...burned("unpaid", "QueryRebate, able"),
        ...burned("cobbDouglasBurn", COBB_DOUGLAS),
      ].sort((a, b) => a.x - b.x),
      policies: lines(rows),
      x: { title: "operators that serve nothing", range: [0, 0.85], format: ".0%" },
      panels: [
        { title: "Paid for nothing", y: { title: "share of the budget", range: [0, 1], format: ".0%" } },
        {
          title: "Burned",
          x: { title: "all stakes over all fees, nobody idle", range: [0.7, 900], format: "~r", scale: "log" },
          y: { title: "share burned", range: [0, 1.02], format: ".0%" },
        },
      ],
      size,
    });
  },
  caption:
    "Left: share of the day's emission that operators are paid who keep their stake and their classes and serve no request, as more of them do; means over seeds with 95% intervals. Able: probes still find their capacity. Hollow: they keep the class and have none. Right: what QueryRebate leaves unpaid of the budget as stakes grow over fees, and what Cobb-Douglas would burn of the same fees.",
  happened: [
    "The Graph: indexing rewards go to stake allocated to a subgraph with a valid proof of indexing, whether or not a query is served; GIP-0028 (forum.thegraph.com/t/3239) proposed to pay them only after query fees are collected.",
    "Cobb-Douglas rebates historically burned over 50% of query fees; with exponential rebates the burn would be below 7% at the stakes of 2023 (GIP-0051, forum.thegraph.com/t/4162).",
  ],
  model: [
    "Rigs drawn at random, stakes log-normal; a growing share of operators, drawn once, keeps stake and classes and serves nothing, the others share the requests by capacity. Pay is claimed from the vault after a day under each rule.",
    "Idle is either able (capacity that probes find) or hollow (the class is kept alive, capacity 0). Stakes are scaled to a multiple of the fees of 28 days, the life of an allocation.",
    "QueryRebate shares out the emission by served requests and cuts each share by e^(-0.6 stake / fees); what is cut stays with the vault, which stands for the burn. Cobb-Douglas is not a contract here: it is the old formula with exponent 0.77 on the same fees and stakes.",
  ],
  limits: [
    "Nobody decides: why an indexer would rather not serve (cost of queries, price of gateways) is not modelled, only what not serving costs it.",
    "The stakes' spread is assumed. The Graph burned fees within many small pools, one per settlement; here there is one pool.",
    "Delegation and the indexers' cuts are left out.",
  ],
});

/** The lines of the chart. */
function lines(rows: readonly Row[]): string[] {
  return [...new Set(rows.filter(isShown).map(series)), COBB_DOUGLAS];
}

function isShown(row: Row): boolean {
  const [policy, idling] = [textIn(row, "policy"), textIn(row, "idling")];
  return compared(row) && (idling === "able" || policy === "SignalAllocated" || policy === "MarginalCoverage");
}
