import { CORE_POLICIES, POLICY_NAMES, type PolicyName } from "../../ignition/modules/Breadth.js";
import { formatPercent } from "../common/formatPercent.js";
import { textTable } from "../common/textTable.js";
import { ANCHORS, type Anchor } from "./anchors.js";
import { gasAims } from "./gasAims.js";
import { GAS_OPERATIONS, type GasOperation, type GasRow } from "./gasRow.js";
import { spreadOf } from "./spread.js";

const figure = (gas: number | undefined): string => (gas === undefined ? "-" : Math.round(gas).toLocaleString("en-US"));

const difference = (gas: number | undefined, base: number | undefined): string =>
  gas === undefined || base === undefined ? "-" : `${gas < base ? "" : "+"}${figure(gas - base)}`;

/** All gas tables for a terminal of 120 columns. */
export function gasTables(rows: readonly GasRow[]): string {
  const alone = rows.filter(({ shadows, layers }) => shadows.length === 0 && layers === 1);
  const measured = POLICY_NAMES.filter((name) => alone.some(({ policy }) => policy === name));
  return [
    "Every policy paid alone, one class, one layer, its largest crowd; spread: most over least gas as crowds grow, less 1",
    ruleTable(measured, alone),
    "Gas by operation, classes and crowd: whole transactions, each policy paid alone, curves of one layer",
    ...measured.map((name) => crowdTable(name, alone)),
    "expire: one transaction for each class. measure of 100: for each entry; of 40 under Shapley and Gairing.\n" +
      "A crowd that cannot fill a batch has none.",
    "Beside trusted contracts: MarginalCoverage's gas at the largest crowd, and each core policy's gas / theirs",
    anchorTable(alone.filter(({ policy }) => CORE_POLICIES.includes(policy))),
    "What further layers cost: MarginalCoverage, one class, no shadows",
    layerTable(rows),
    "What shadows cost: MarginalCoverage paid, one class, one layer",
    shadowTable(rows),
    "Aims: MarginalCoverage, one layer, no shadows, the worst over all crowds",
    aimTable(rows),
  ].join("\n\n");
}

/** A line for each policy; what an operation costs in one class. */
function ruleTable(policies: readonly PolicyName[], rows: readonly GasRow[]): string {
  const most = Math.max(...rows.map(({ classes }) => classes));
  return textTable({
    head: ["policy", "join", "afresh", "measure", "of 100", "expire", "leave", "claim", "+1 class", "spread"],
    rows: policies.map((policy) => {
      const own = rows.filter((row) => row.policy === policy);
      const largest = Math.max(...own.map(({ operators }) => operators));
      const gasOf = (operation: GasOperation, classes = 1): number | undefined =>
        own.find((row) => row.operators === largest && row.operation === operation && row.classes === classes)?.gas;
      const [one, many] = [gasOf("claim"), gasOf("claim", most)];
      const further = one === undefined || many === undefined || most === 1 ? undefined : (many - one) / (most - 1);
      const operations = ["join", "join afresh", "measure", "measure of 100", "expire", "leave", "claim"] as const;
      const spread = Math.max(...spreadOf(own).map(({ ratio }) => ratio - 1));
      return [
        policy,
        ...operations.map((operation) => figure(gasOf(operation))),
        figure(further),
        formatPercent(spread, 2),
      ];
    }),
    right: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  });
}

function crowdTable(policy: PolicyName, rows: readonly GasRow[]): string {
  const own = rows.filter((row) => row.policy === policy);
  const crowds = [...new Set(own.map(({ operators }) => operators))].sort((a, b) => a - b);
  const order = (operation: GasOperation): number => GAS_OPERATIONS.indexOf(operation);
  const spreads = spreadOf(own).sort((a, b) => order(a.operation) - order(b.operation) || a.classes - b.classes);
  return textTable({
    head: [policy, "classes", ...crowds.map((n) => `${n.toLocaleString("en-US")} operators`), "most/least", "to 1%"],
    rows: spreads.map(({ operation, classes, gas, ratio }) => [
      operation,
      classes,
      ...crowds.map((n) => figure(gas.get(n))),
      gas.size < 2 ? "-" : ratio.toFixed(4),
      gas.size < 2 ? "-" : ratio <= 1.01 ? "constant" : "NOT constant",
    ]),
    right: Array.from({ length: crowds.length + 2 }, (_, i) => i + 1),
  });
}

function anchorTable(rows: readonly GasRow[]): string {
  const largest = Math.max(...rows.map(({ operators }) => operators));
  const policies = [...new Set(rows.map(({ policy }) => policy))];
  const gasOf = (policy: PolicyName, { operation, classes }: Anchor): number | undefined =>
    rows.find(
      (row) =>
        row.policy === policy && row.operation === operation && row.classes === classes && row.operators === largest,
    )?.gas;
  return textTable({
    head: [
      "theirs",
      "gas",
      "ours, classes",
      "Marginal",
      ...policies.map(
        (name) => name.replace(/(?<=Flat)MarginalCoverage|^MarginalCoverage|Share|Weighted|Volume/, "") || "ratio",
      ),
    ],
    rows: ANCHORS.map((anchor) => [
      `${anchor.contract} ${anchor.call}`,
      figure(anchor.gas),
      `${anchor.operation}, ${anchor.classes}`,
      figure(gasOf("MarginalCoverage", anchor)),
      ...policies.map((policy) => {
        const gas = gasOf(policy, anchor);
        return gas === undefined ? "-" : (gas / anchor.gas).toFixed(2);
      }),
    ]),
    right: Array.from({ length: policies.length + 2 }, (_, i) => (i === 0 ? 1 : i + 2)),
  });
}

/** The rows of the one crowd size that layers and shadows are measured at. */
function sideRows(rows: readonly GasRow[]): GasRow[] {
  const operators = rows.find(({ layers, shadows }) => layers > 1 || shadows.length > 0)?.operators;
  return rows.filter((row) => row.operators === operators && row.classes === 1 && row.policy === "MarginalCoverage");
}

function layerTable(rows: readonly GasRow[]): string {
  const side = sideRows(rows).filter(({ shadows }) => shadows.length === 0);
  const gasOf = (operation: GasOperation, layers: number): number | undefined =>
    side.find((row) => row.operation === operation && row.layers === layers)?.gas;
  return textTable({
    head: ["operation", "1 layer", "2nd", "3rd", "4th"],
    rows: GAS_OPERATIONS.map((operation) => [
      operation,
      figure(gasOf(operation, 1)),
      ...[2, 3, 4].map((layers) => difference(gasOf(operation, layers), gasOf(operation, layers - 1))),
    ]),
    right: [1, 2, 3, 4],
  });
}

function shadowTable(rows: readonly GasRow[]): string {
  const side = sideRows(rows).filter(({ layers }) => layers === 1);
  const sets = [...new Set(side.map(({ shadows }) => shadows.join()))].filter((name) => name !== "");
  const gasOf = (operation: GasOperation, shadows: string): number | undefined =>
    side.find((row) => row.operation === operation && row.shadows.join() === shadows)?.gas;
  return textTable({
    head: ["operation", "no shadow", ...sets.map((set) => (set.includes(",") ? "all four" : set))],
    rows: GAS_OPERATIONS.map((operation) => [
      operation,
      figure(gasOf(operation, "")),
      ...sets.map((set) => difference(gasOf(operation, set), gasOf(operation, ""))),
    ]),
    right: Array.from({ length: sets.length + 1 }, (_, i) => i + 1),
  });
}

function aimTable(rows: readonly GasRow[]): string {
  const value = (number: number): string => (number < 1 ? formatPercent(number, 2) : figure(number));
  return textTable({
    head: ["aim", "below", "measured", ""],
    rows: gasAims(rows).map(({ aim, below, measured, met }) => [
      aim,
      value(below),
      value(measured),
      met ? "met" : `not met: ${formatPercent(measured / below - 1)} above`,
    ]),
    right: [1, 2],
  });
}
