import type { TopLevelSpec } from "vega-lite";
import { FILLS } from "../palette.js";
import type { ChartSize } from "./chartSize.js";
import { POLICY_LABEL } from "./policyLabel.js";

/** How many of all operators, in the mean over seeds, follow a strategy at an epoch under a policy; 0 to 1. */
export interface ShareRow {
  readonly epoch: number;
  readonly policy: string;
  readonly strategy: string;
  readonly share: number;
}

/** Place among the fills, from 1: the last two strategies are what is left over and staying out, and look quiet. */
export const strategyFill = (strategies: readonly string[], index: number): number =>
  index < strategies.length - 2 ? index + 1 : index - strategies.length + FILLS.length + 1;

/** Strategy shares over epochs as stacked areas, one panel per policy; `strategies` in stacking order, at most eight. */
export function shareChart(parameters: {
  rows: readonly ShareRow[];
  policies: readonly string[];
  strategies: readonly string[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, strategies, size } = parameters;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...rows] },
    transform: [{ calculate: `indexof(${JSON.stringify(strategies)}, datum.strategy)`, as: "rank" }],
    columns: size === "wide" ? policies.length : 1,
    spacing: size === "wide" ? 14 : 10,
    facet: {
      field: "policy",
      type: "nominal",
      sort: [...policies],
      title: null,
      header: size === "wide" ? { labelExpr: POLICY_LABEL } : { labelAnchor: "start" },
    },
    spec: {
      width: size === "wide" ? Math.floor(900 / policies.length) - 14 : 285,
      height: size === "wide" ? 190 : 100,
      mark: { type: "area" },
      encoding: {
        x: {
          field: "epoch",
          type: "quantitative",
          title: "epoch (days)",
          scale: { nice: false },
          axis: { tickMinStep: 1, tickCount: 5, grid: false },
        },
        y: {
          field: "share",
          type: "quantitative",
          stack: "zero",
          title: "share of operators",
          scale: { domain: [0, 1] },
          axis: { format: ".0%", tickCount: 4 },
        },
        color: {
          field: "strategy",
          type: "nominal",
          scale: {
            domain: [...strategies],
            range: strategies.map((_, i) => FILLS[strategyFill(strategies, i) - 1] ?? ""),
          },
          legend: null,
        },
        order: { field: "rank", type: "quantitative" },
      },
    },
  };
}
