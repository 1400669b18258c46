import type { TopLevelSpec } from "vega-lite";
import { INK, SERIES } from "../palette.js";
import type { ChartSize } from "./chartSize.js";
import { type Panel, panelChart } from "./panelChart.js";

/** What one manipulation gains under one policy, as a share of pay: over all operators, and for the one that gains most. */
export interface GainRow {
  readonly policy: string;
  readonly panel: string;
  readonly share: number;
  readonly largest: number | null;
}

/** Shares below this size lie on the straight part of the axis. */
const STRAIGHT = 0.1;

/**
 * Gains from manipulations: one row per policy, one panel per manipulation, a filled dot for all operators together and a ring for the
 * one that gains most. The axis is symmetric-logarithmic, since some gain nothing and some a hundred times their pay.
 */
export function gainChart(parameters: {
  rows: readonly GainRow[];
  policies: readonly string[];
  panels: readonly string[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, panels, size } = parameters;
  const values = rows.flatMap(({ share, largest }) => (largest === null ? [share] : [share, largest]));
  const [least, most] = [Math.min(-STRAIGHT, ...values), Math.max(1, ...values)];
  const ticks = [-1, -0.1, 0, 0.1, 1, 10, 100, 1000, 10_000, 100_000].filter((tick) => tick >= least && tick <= most);
  const drawn = panels.map((panel, index): Panel => {
    const named = size === "narrow" || index === 0;
    const y = {
      field: "policy",
      type: "nominal" as const,
      sort: [...policies],
      title: null,
      axis: named
        ? { ticks: false, domain: false, labelPadding: 6, grid: true }
        : { labels: false, ticks: false, domain: false, grid: true },
    };
    const channel = (field: string) => ({
      field,
      type: "quantitative" as const,
      title: null,
      scale: { type: "symlog" as const, constant: STRAIGHT, domain: [least, most], nice: false },
      axis: { values: ticks, format: "~%", labelAngle: -60, grid: true },
    });
    return {
      title: panel,
      width: size === "wide" ? Math.floor(740 / panels.length) - 12 : 200,
      height: { step: size === "wide" ? 21 : 17 },
      transform: [{ filter: { field: "panel", equal: panel } }],
      layer: [
        {
          mark: { type: "rule", color: INK, opacity: 0.5 },
          encoding: { x: { ...channel("share"), field: undefined, datum: 0 } },
        },
        {
          transform: [{ filter: "datum.largest !== null" }],
          mark: { type: "point", filled: false, size: 45, strokeWidth: 1.6, color: SERIES[1] },
          encoding: { y, x: channel("largest") },
        },
        {
          mark: { type: "point", filled: true, size: 55, opacity: 1, color: SERIES[0] },
          encoding: { y, x: channel("share") },
        },
      ],
    };
  });
  return { ...panelChart({ rows, panels: drawn, size }), spacing: 12 };
}
