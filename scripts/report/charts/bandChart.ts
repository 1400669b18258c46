import type { TopLevelSpec } from "vega-lite";
import type { ChartSize } from "./chartSize.js";
import { type Panel, panelChart } from "./panelChart.js";
import { policyDash, policyEncoding } from "./policyEncoding.js";

/** A mean over seeds with its interval, at one epoch, of one policy, in one panel. */
export interface BandRow {
  readonly epoch: number;
  readonly policy: string;
  readonly panel: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One quantity over time. */
export interface BandPanel {
  readonly title: string;
  /** Title of the vertical axis, with its unit. */
  readonly unit: string;
  /** Ends of the vertical axis; bands are cut off there. */
  readonly range: readonly [number, number];
  /** Number format of the axis, as in d3-format: ".0%" for shares. */
  readonly format: string;
}

/**
 * Lines over epochs, one per policy, each with a band over seeds; one panel per quantity, beside each other or, narrow,
 * one below the other.
 *
 * @example bandChart({ rows, policies, panels: [{ title: "all up", unit: "requests served", range: [0, 1], format: ".0%" }], size: "wide" })
 */
export function bandChart(parameters: {
  rows: readonly BandRow[];
  policies: readonly string[];
  panels: readonly BandPanel[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, panels, size } = parameters;
  const color = policyEncoding(policies);
  const x = {
    field: "epoch",
    type: "quantitative",
    title: "epoch (days)",
    scale: { nice: false },
    axis: { tickMinStep: 1, tickCount: 8, grid: false },
  } as const;
  const drawn = panels.map(({ title, unit, range, format }): Panel => {
    const y = {
      type: "quantitative" as const,
      title: unit,
      scale: { domain: [range[0], range[1]], nice: false },
      axis: { format, tickCount: 6 },
    };
    return {
      title,
      width: size === "wide" ? Math.floor(820 / panels.length) : 285,
      height: size === "wide" ? 240 : 190,
      transform: [{ filter: { field: "panel", equal: title } }],
      layer: [
        {
          mark: { type: "area", opacity: 0.13, clip: true },
          encoding: { x, color, y: { ...y, field: "low" }, y2: { field: "high" } },
        },
        {
          mark: { type: "line", strokeWidth: 2.2, clip: true },
          encoding: { x, color, strokeDash: policyDash(policies), y: { ...y, field: "mean" } },
        },
      ],
    };
  });
  return panelChart({ rows, panels: drawn, size });
}
