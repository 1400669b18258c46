import type { TopLevelSpec } from "vega-lite";
import { SERIES } from "../themedChart.js";
import type { ChartSize } from "./chartSize.js";

/** A mean over seeds with its interval, of one policy; shares 0 to 1. */
export interface OutcomeRow {
  readonly policy: string;
  readonly measure: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The answer in one picture: each policy's outcomes as dots with intervals on one axis from 0 to 1. */
export function outcomeChart(parameters: {
  rows: readonly OutcomeRow[];
  policies: readonly string[];
  measures: readonly string[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, measures, size } = parameters;
  const y = { field: "policy", type: "nominal", sort: [...policies], title: null } as const;
  const yOffset = { field: "measure", type: "nominal", sort: [...measures] } as const;
  const color = {
    field: "measure",
    type: "nominal",
    scale: { domain: [...measures], range: SERIES.slice(0, measures.length) },
    legend: { title: null, orient: "bottom", columns: size === "wide" ? measures.length : 1 },
  } as const;
  const x = { type: "quantitative", title: "share", axis: { format: ".0%" } } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...rows] },
    width: size === "wide" ? 720 : 210,
    height: { step: 15 },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: { y, yOffset, color, x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      { mark: { type: "point", filled: true, size: 55 }, encoding: { y, yOffset, color, x: { ...x, field: "mean" } } },
    ],
  };
}
