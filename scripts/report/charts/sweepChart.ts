import type { TopLevelSpec } from "vega-lite";
import type { ChartSize } from "./chartSize.js";
import { type Panel, panelChart } from "./panelChart.js";
import { policyDash, policyEncoding } from "./policyEncoding.js";

/** A mean over seeds with its interval, at one value of what is varied, of one policy, in one panel. */
export interface SweepRow {
  readonly x: number;
  readonly policy: string;
  readonly panel: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** An axis: its title with the unit, its ends, and its number format as in d3-format. */
export interface SweepAxis {
  readonly title: string;
  readonly range: readonly [number, number];
  readonly format: string;
  /** Default linear. */
  readonly scale?: "linear" | "log";
}

/** One quantity against what is varied. */
export interface SweepPanel {
  readonly title: string;
  readonly y: SweepAxis;
  /** Where this panel varies something else than the others. */
  readonly x?: SweepAxis;
}

/**
 * Points with whiskers joined by lines, one line per policy, against whatever is varied; one panel per quantity, beside each
 * other or, narrow, one below the other. What lies beyond an axis is cut off there.
 *
 * @example sweepChart({ rows, policies, x: { title: "idle operators", range: [0, 1], format: ".0%" }, panels, size: "wide" })
 */
export function sweepChart(parameters: {
  rows: readonly SweepRow[];
  policies: readonly string[];
  x: SweepAxis;
  panels: readonly SweepPanel[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, panels, size } = parameters;
  const color = policyEncoding(policies);
  const channel = ({ title, range, format, scale = "linear" }: SweepAxis) => ({
    type: "quantitative" as const,
    title,
    scale: { type: scale, domain: [range[0], range[1]], nice: false },
    axis: { format, tickCount: 5 },
  });
  const drawn = panels.map(({ title, y: axis, x: own = parameters.x }): Panel => {
    const x = { field: "x", ...channel(own) };
    const y = channel(axis);
    return {
      title,
      width: size === "wide" ? Math.floor(820 / panels.length) - 30 : 265,
      height: size === "wide" ? 240 : 200,
      transform: [{ filter: { field: "panel", equal: title } }],
      layer: [
        {
          mark: { type: "rule", strokeWidth: 2.2, opacity: 0.4, clip: true },
          encoding: { x, color, y: { ...y, field: "low" }, y2: { field: "high" } },
        },
        {
          mark: { type: "line", strokeWidth: 2.2, clip: true },
          encoding: { x, color, strokeDash: policyDash(policies), y: { ...y, field: "mean" } },
        },
        {
          mark: { type: "point", filled: true, size: 45, opacity: 1, clip: true },
          encoding: { x, color, y: { ...y, field: "mean" } },
        },
      ],
    };
  });
  return panelChart({ rows, panels: drawn, size });
}
