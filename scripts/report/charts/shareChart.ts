import type { TopLevelSpec } from "vega-lite";
import { SERIES } from "../themedChart.js";
import type { ChartSize } from "./chartSize.js";

/** How many of all operators, in the mean over seeds, follow a strategy at an epoch under a policy; 0 to 1. */
export interface ShareRow {
  readonly epoch: number;
  readonly policy: string;
  readonly strategy: string;
  readonly share: number;
}

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
    columns: size === "wide" ? 3 : 1,
    facet: { field: "policy", type: "nominal", sort: [...policies], title: null },
    spec: {
      width: size === "wide" ? 250 : 260,
      height: size === "wide" ? 150 : 110,
      mark: { type: "area" },
      encoding: {
        x: { field: "epoch", type: "quantitative", title: "epoch (days)", axis: { tickMinStep: 1 } },
        y: {
          field: "share",
          type: "quantitative",
          stack: "zero",
          title: "share of operators",
          scale: { domain: [0, 1] },
          axis: { format: ".0%" },
        },
        color: {
          field: "strategy",
          type: "nominal",
          scale: { domain: [...strategies], range: SERIES.slice(8 - strategies.length) },
          legend: {
            title: "rig (domains pooled)",
            orient: "bottom",
            columns: size === "wide" ? 2 : 1,
            symbolType: "square",
          },
        },
        order: { field: "rank", type: "quantitative" },
      },
    },
  };
}
