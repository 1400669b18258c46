import type { TopLevelSpec } from "vega-lite";
import { SERIES } from "../themedChart.js";
import type { ChartSize } from "./chartSize.js";

/** A mean over seeds with its interval, at one epoch, of one policy, in one panel. */
export interface BandRow {
  readonly epoch: number;
  readonly policy: string;
  readonly panel: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Lines over epochs, one per policy, each with a band over seeds; one panel per quantity, beside each other or, narrow,
 * one below the other.
 *
 * @example bandChart({ rows, policies, panels: ["all up", "worst outage"], unit: "share of requests served", size: "wide", share: true })
 */
export function bandChart(parameters: {
  rows: readonly BandRow[];
  policies: readonly string[];
  panels: readonly string[];
  /** Title of the vertical axes, with its unit. */
  unit: string;
  size: ChartSize;
  /** Whether the quantity is a share: axis from 0 to 1 in percent. */
  share: boolean;
}): TopLevelSpec {
  const { rows, policies, panels, unit, size, share } = parameters;
  const x = { field: "epoch", type: "quantitative", title: "epoch (days)", axis: { tickMinStep: 1 } } as const;
  const color = {
    field: "policy",
    type: "nominal",
    sort: [...policies],
    scale: { domain: [...policies], range: SERIES.slice(0, policies.length) },
    legend: {
      title: "rule that pays",
      symbolOpacity: 1,
      orient: size === "wide" ? "right" : "bottom",
      columns: size === "wide" ? 1 : 2,
    },
  } as const;
  const y = {
    type: "quantitative",
    title: unit,
    ...(share ? { scale: { domain: [0, 1] }, axis: { format: ".0%" } } : { scale: { zero: true } }),
  } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...rows] },
    columns: size === "wide" ? panels.length : 1,
    facet: { field: "panel", type: "nominal", sort: [...panels], title: null },
    spec: {
      width: size === "wide" ? Math.floor(700 / panels.length) : 260,
      height: size === "wide" ? 230 : 170,
      layer: [
        {
          mark: { type: "area", opacity: 0.18 },
          encoding: { x, color, y: { ...y, field: "low" }, y2: { field: "high" } },
        },
        { mark: { type: "line", strokeWidth: 2 }, encoding: { x, color, y: { ...y, field: "mean" } } },
      ],
    },
  };
}
