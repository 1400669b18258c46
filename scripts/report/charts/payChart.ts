import type { TopLevelSpec } from "vega-lite";
import { SERIES } from "../themedChart.js";
import type { ChartSize } from "./chartSize.js";

/** One operator of one run at the end. */
export interface PayPoint {
  readonly policy: string;
  /** Share of all requests that fail without it, by counterfactual replay. */
  readonly marginal: number;
  /** Tokens per day. */
  readonly pay: number;
}

/** Pay against what would really be lost without the operator, one panel per policy, all seeds. */
export function payChart(parameters: {
  points: readonly PayPoint[];
  policies: readonly string[];
  size: ChartSize;
}): TopLevelSpec {
  const { points, policies, size } = parameters;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...points] },
    columns: size === "wide" ? 3 : 1,
    facet: { field: "policy", type: "nominal", sort: [...policies], title: null },
    spec: {
      width: size === "wide" ? 250 : 260,
      height: size === "wide" ? 150 : 130,
      mark: { type: "circle", opacity: 0.5, color: SERIES[0] },
      encoding: {
        x: {
          field: "marginal",
          type: "quantitative",
          title: "requests lost without it",
          axis: { format: ".1%", tickCount: 4 },
        },
        y: { field: "pay", type: "quantitative", title: "pay (tokens/day)" },
      },
    },
  };
}
