import type { TopLevelSpec } from "vega-lite";
import { INK } from "../palette.js";
import type { ChartSize } from "./chartSize.js";
import { type Layer, type Panel, panelChart } from "./panelChart.js";
import { policyDash, policyEncoding } from "./policyEncoding.js";

/** A value with its interval at one place of the horizontal axis, of one policy, in one panel. */
export interface LineRow {
  readonly x: number;
  readonly policy: string;
  readonly panel: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One quantity against another. */
export interface LinePanel {
  readonly title: string;
  /** Titles of the axes, with units. */
  readonly across: string;
  readonly unit: string;
  /** Ends of the axes; bands are cut off there. */
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  /** Number format of the vertical axis, as in d3-format. */
  readonly format: string;
  /** Level dashed lines to compare with. */
  readonly references?: readonly number[];
}

/**
 * Lines with a dot at each value and a band for its interval, one line per policy, over any quantity; one panel per quantity,
 * beside each other or, narrow, one below the other.
 *
 * @example lineChart({ rows, policies, panels: [{ title: "worst", across: "operators", unit: "of optimum", domain: [2, 16], range: [0, 1], format: ".0%" }], size: "wide" })
 */
export function lineChart(parameters: {
  rows: readonly LineRow[];
  policies: readonly string[];
  panels: readonly LinePanel[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, panels, size } = parameters;
  const color = policyEncoding(policies);
  const drawn = panels.map(({ title, across, unit, domain, range, format, references = [] }): Panel => {
    const x = {
      field: "x",
      type: "quantitative" as const,
      title: across,
      scale: { domain: [domain[0], domain[1]], nice: false },
      axis: { tickCount: 6, grid: false },
    };
    const y = {
      type: "quantitative" as const,
      title: unit,
      scale: { domain: [range[0], range[1]], nice: false },
      axis: { format, tickCount: 6 },
    };
    const compared: Layer[] = references.map((reference) => ({
      mark: { type: "rule", strokeDash: [4, 3], color: INK },
      encoding: { y: { ...y, datum: reference } },
    }));
    return {
      title,
      width: size === "wide" ? Math.floor(820 / panels.length) : 285,
      height: size === "wide" ? 240 : 190,
      transform: [{ filter: { field: "panel", equal: title } }],
      layer: [
        ...compared,
        {
          mark: { type: "area", opacity: 0.13, clip: true },
          encoding: { x, color, y: { ...y, field: "low" }, y2: { field: "high" } },
        },
        {
          mark: { type: "line", strokeWidth: 2.2, clip: true },
          encoding: { x, color, strokeDash: policyDash(policies), y: { ...y, field: "mean" } },
        },
        {
          mark: { type: "point", filled: true, size: 28, opacity: 1, clip: true },
          encoding: { x, color, y: { ...y, field: "mean" } },
        },
      ],
    };
  });
  return panelChart({ rows, panels: drawn, size });
}
