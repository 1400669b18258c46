import { POLICY_NAMES } from "../../ignition/modules/Breadth.js";
import { outcomeChart } from "../report/charts/outcomeChart.js";
import { estimate, meanText, type Row, textIn } from "../report/rows.js";
import { fieldExperiment } from "./field/fieldExperiment.js";
import { oneModelCell } from "./field/oneModelCell.js";
import { over, percent, rowsWhere, said } from "./field/seedValues.js";
import { above, all, not } from "./verdict.js";

const RULES = ["TargetShare", "ServedVolume", "EqualShare", "MarginalCoverage"];
const ORDERS = ["simultaneous", "random"] as const;
const COLUMNS: readonly (readonly [string, string])[] = [
  ["operators before", "operatorsBefore"],
  ["compute before", "computeBefore"],
  ["operators after", "operatorsAfter"],
  ["compute after", "computeAfter"],
  ["cut at which anybody leaves", "threshold"],
  ["left in one step of 5%", "jump"],
  ["left a day, unforced", "movedUnforced"],
  ["left a day, after it", "movedAfter"],
  ["coverage before", "coverageBefore"],
];
const EQUAL = { policy: "TargetShare", coefficients: "equal" };
const points = (value: number): string => (100 * value).toFixed(0);

/** Gonka: similar hardware moved to one model together at the slightest change of a threshold. */
export default fieldExperiment({
  name: "one-model",
  question: "Do operators with the same hardware gather on one model, and leave it together at a small change?",
  parameters: [
    { name: "policy", kind: "choice", text: "the rule that pays", options: POLICY_NAMES, default: RULES },
    {
      name: "controller",
      kind: "choice",
      text: "coefficients of TargetShare: held as they are, or adjusted every epoch",
      options: ["held", "steered"],
      default: ["held", "steered"],
    },
    {
      name: "coefficients",
      kind: "choice",
      text: "TargetShare starts with families that earn alike, or with equal coefficients",
      options: ["calibrated", "equal"],
      default: ["calibrated", "equal"],
    },
    {
      name: "order",
      kind: "choice",
      text: "all decide at once, or one after the other",
      options: ORDERS,
      default: [...ORDERS],
    },
    {
      name: "gpu",
      kind: "choice",
      text: "the GPU that operators have",
      options: ["H100-SXM", "H200-SXM", "RTX-4090", "any"],
      default: ["H100-SXM"],
    },
    { name: "operators", kind: "whole", text: "operators", min: 2, max: 1_000, default: [20] },
    { name: "domains", kind: "whole", text: "failure domains", min: 1, max: 25, default: [3] },
    {
      name: "epochs",
      kind: "whole",
      text: "epochs before the change",
      min: 4,
      max: 1_000,
      default: [48],
    },
    { name: "frequency", kind: "real", text: "share that decides per epoch", min: 0.01, max: 1, default: [1] },
  ],
  seeds: 3,
  keep: ({ policy, controller, coefficients }) =>
    policy === "TargetShare" || (controller === "held" && coefficients === "calibrated"),
  runCell: oneModelCell,
  table: "summary",
  hypotheses: [
    {
      field: true,
      text: "G1 Under TargetShare with held coefficients at least 75% of the operators, and of the rented compute, are on one model family before the change, in both orders.",
      verdict: (rows) => {
        const seen = ORDERS.map((order) => ({
          order,
          operators: over(rows, { ...EQUAL, controller: "held", order }, "operatorsBefore"),
          compute: over(rows, { ...EQUAL, controller: "held", order }, "computeBefore"),
        }));
        const held = all(seen.flatMap(({ operators, compute }) => [above(operators, 0.75), above(compute, 0.75)]));
        return `${held}: ${seen.map(({ order, operators, compute }) => `${order} ${said(operators, percent)} and ${said(compute, percent)}`).join("; ")}.`;
      },
    },
    {
      field: true,
      text: "G2 There one further step of 5% at the threshold makes more than half of those on the family leave it within a day, in both orders.",
      verdict: (rows) => {
        const seen = ORDERS.map((order) => ({
          order,
          moved: over(rows, { ...EQUAL, controller: "held", order }, "movedAfter"),
        }));
        return `${all(seen.map(({ moved }) => above(moved, 0.5)))}: ${seen.map(({ order, moved }) => `${order} ${said(moved, percent)}`).join("; ")}.`;
      },
    },
    {
      field: false,
      text: "G3 Under MarginalCoverage, deciding one after the other, the most used family never has 75% of the operators and the same step moves less than a fifth.",
      verdict: (rows) => {
        const where = { policy: "MarginalCoverage", controller: "held", order: "random" };
        const [before, moved] = [over(rows, where, "operatorsBefore"), over(rows, where, "movedAfter")];
        const others = { mean: 1 - before.mean, half: before.half };
        return `${all([above(others, 0.25), not(above(moved, 0.2))])}: ${said(before, percent)}; ${said(moved, percent)}.`;
      },
    },
    {
      field: false,
      text: "G4 Gonka's remedy works one after the other: steered, the most used family has less than 75% of the operators.",
      verdict: (rows) => {
        const before = over(rows, { ...EQUAL, controller: "steered", order: "random" }, "operatorsBefore");
        return `${not(above(before, 0.75))}: ${said(before, percent)}.`;
      },
    },
    {
      field: false,
      text: "G5 It does not when all decide at once: steered, on some day of the last four before the change more than half of the operators change family, unforced.",
      verdict: (rows) => {
        const moved = over(rows, { ...EQUAL, controller: "steered", order: "simultaneous" }, "movedUnforced");
        return `${above(moved, 0.5)}: ${said(moved, percent)}.`;
      },
    },
    {
      field: false,
      text: "G6 (added after the first runs, in which equal coefficients stopped at their bounds) Calibrated and steered, at least 75% are on one family on an average day, and more than half leave it together within four days, unforced, in both orders.",
      verdict: (rows) => {
        const seen = ORDERS.map((order) => {
          const where = { policy: "TargetShare", coefficients: "calibrated", controller: "steered", order };
          return { order, on: over(rows, where, "operatorsBefore"), left: over(rows, where, "movedUnforced") };
        });
        const held = all(seen.flatMap(({ on, left }) => [above(on, 0.75), above(left, 0.5)]));
        return `${held}: ${seen.map(({ order, on, left }) => `${order} ${said(on, percent)} and ${said(left, percent)}`).join("; ")}.`;
      },
    },
  ],
  tables: (rows) => [
    {
      title:
        "Shares in %, mean ± half of the 95% interval over seeds; the most used model family, four epochs before the change and at the end;\n0 where nobody takes part",
      head: ["rule", ...COLUMNS.map(([title]) => title)],
      rows: kinds(rows).map(({ name, own }) => [name, ...COLUMNS.map(([, column]) => meanText(own, column, points))]),
      right: COLUMNS.map((_, i) => i + 1),
      widths: [24, ...COLUMNS.map(() => 11)],
    },
  ],
  series: (rows) => shownKinds(rows).map(({ name }) => name),
  chart: (rows, size) => {
    const panels = [
      { title: "On one model family", column: "operatorsBefore" },
      { title: "Of the compute", column: "computeBefore" },
      { title: "Left in a day at a 5% step", column: "movedAfter" },
    ];
    const shown = shownKinds(rows);
    return outcomeChart({
      rows: shown.flatMap(({ name, own }) =>
        panels.map(({ title, column }) => ({ policy: name, panel: title, ...estimate(own, column, [0, 1]) })),
      ),
      policies: shown.map(({ name }) => name),
      panels: panels.map((panel) => ({
        ...panel,
        unit: panel.column === "computeBefore" ? "share of compute" : "share of operators",
        range: [0, 1.05],
        format: ".0%",
        ...(panel.column === "operatorsBefore" && { references: [0.9] }),
        ...(panel.column === "computeBefore" && { references: [0.76] }),
      })),
      size,
    });
  },
  caption:
    "Left and middle: share of the operators, and of what their GPUs cost, on the most used model family, mean of the four epochs before the change; dashed, what Gonka had at epoch 403. Right: the largest share of operators that changed family or stopped within one day, in the four days after one more step of 5% at the threshold. Means over seeds with 95% intervals.",
  happened: [
    "Gonka: with flat coefficients 'similar hardware classes fully migrate to a single model simultaneously at the slightest threshold change' (gonka-ai/gonka pull request 1566, August 2026, which introduces the controller as the remedy).",
    "At epoch 403 about 90% of the benchmarked GPUs, 76% of the normalised compute, served one model (figure of the project's brief; not found in public text by us).",
  ],
  model: [
    "Operators with one kind of GPU choose model, verification and domain, or stay out, by best response on the deployed rule; all at once, or one after the other in random order.",
    "Calibrated: coefficients start so that the best rig of every family earns the same per USD of list price, and may rise fourfold. Equal: every class's request counts alike at the start, from 0.5 to 2.",
    "Held: nobody calls adjust, as with flat coefficients. Steered: anybody does once a day, as Gonka's chain does once an epoch.",
    "The change: on chain, the demand weights of the most used family's classes are cut by steps of 5% to just above the point at which anybody would leave, and four days later by one step more, under every rule alike.",
    "Classes are model family, latency and verification; regions are merged, since Gonka's coefficients are per model and a target below the controller's band of 5 points is never acted on.",
    "Compute is what the GPUs cost at list price: one scale for unlike GPUs.",
  ],
  limits: [
    "A cut of the weight stands for a change of a coefficient; what is measured (capacity against demand) stays as it is.",
    "Gonka's hosts face costs of changing model, queues for large GPUs and several GPUs per host; here changing costs a fixed number of days' rent.",
    "Gonka's own coefficients and hardware are not rebuilt: calibrated means that every family's best rig earns the same per USD at the start.",
  ],
});

/** What the chart has room for: as deployed and held, calibrated and steered, and two rules to hold them against. */
function shownKinds(rows: readonly Row[]): { name: string; own: Row[] }[] {
  return kinds(rows).filter(({ name }) => !/held calibrated|steered equal|EqualShare/.test(name));
}

/** The rows of every rule, controller and order, in the order of the grid. */
function kinds(rows: readonly Row[]): { name: string; own: Row[] }[] {
  const names = new Set(
    rows.map((row) =>
      JSON.stringify(["policy", "controller", "coefficients", "order"].map((column) => textIn(row, column))),
    ),
  );
  return [...names].map((key) => {
    const [policy = "", controller = "", coefficients = "", order = ""] = JSON.parse(key) as string[];
    const rule = policy === "TargetShare" ? `${policy} ${controller} ${coefficients}` : policy;
    return {
      name: `${rule}, ${order === "simultaneous" ? "at once" : "in turn"}`,
      own: rowsWhere(rows, { policy, controller, coefficients, order }),
    };
  });
}
