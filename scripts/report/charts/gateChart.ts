import type { TopLevelSpec } from "vega-lite";
import { FILLS } from "../palette.js";
import type { ChartSize } from "./chartSize.js";
import { POLICY_LABEL } from "./policyLabel.js";

/** Share of a policy's requests that came to one end; 0 to 1. */
export interface GateRow {
  readonly policy: string;
  readonly outcome: string;
  readonly share: number;
}

/** Place among the fills, from 1: served, the last, looks quiet. */
export const gateFill = (outcomes: readonly string[], index: number): number =>
  index === outcomes.length - 1 ? FILLS.length - 1 : index + 1;

/** What became of all requests, one bar of 100% per policy; `outcomes` in the order of the gates, served last. */
export function gateChart(parameters: {
  rows: readonly GateRow[];
  policies: readonly string[];
  outcomes: readonly string[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, outcomes, size } = parameters;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...rows] },
    width: size === "wide" ? 840 : 215,
    height: { step: 34 },
    mark: { type: "bar", height: { band: 0.72 } },
    encoding: {
      y: {
        field: "policy",
        type: "nominal",
        sort: [...policies],
        title: null,
        axis: {
          labelExpr: POLICY_LABEL,
          ticks: false,
          domain: false,
          labelPadding: 8,
        },
      },
      x: {
        field: "share",
        type: "quantitative",
        stack: "zero",
        title: "share of requests",
        scale: { domain: [0, 1] },
        axis: { format: ".0%", tickCount: 5 },
      },
      color: {
        field: "outcome",
        type: "nominal",
        scale: {
          domain: [...outcomes],
          range: outcomes.map((_, i) => FILLS[gateFill(outcomes, i) - 1] ?? ""),
        },
        legend: null,
      },
    },
  };
}
