import type { TopLevelSpec } from "vega-lite";
import { INK } from "../palette.js";
import type { ChartSize } from "./chartSize.js";
import { type Layer, type Panel, panelChart } from "./panelChart.js";
import { policyEncoding } from "./policyEncoding.js";
import { POLICY_LABEL } from "./policyLabel.js";

/** A mean over seeds with its interval, of one policy, in one panel. */
export interface OutcomeRow {
  readonly policy: string;
  readonly panel: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One quantity that policies end with. */
export interface OutcomePanel {
  readonly title: string;
  /** Title of the horizontal axis, with its unit. */
  readonly unit: string;
  /** Ends of the horizontal axis; whiskers are cut off there. */
  readonly range: readonly [number, number];
  /** Number format of axis and values, as in d3-format: ".0%" for shares. */
  readonly format: string;
  /** Upright dashed lines to compare with. */
  readonly references?: readonly number[];
}

/**
 * What each policy ends with: dots with whiskers, the mean written above; one panel per quantity, beside each other or,
 * narrow, one below the other.
 *
 * @example outcomeChart({ rows, policies, panels: [{ title: "success", unit: "requests", range: [0, 1], format: ".0%" }], size: "wide" })
 */
export function outcomeChart(parameters: {
  rows: readonly OutcomeRow[];
  policies: readonly string[];
  panels: readonly OutcomePanel[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, policies, panels, size } = parameters;
  const color = policyEncoding(policies);
  const drawn = panels.map(({ title, unit, range, format, references = [] }, index): Panel => {
    const named = size === "narrow" || index === 0;
    const y = {
      field: "policy",
      type: "nominal" as const,
      sort: [...policies],
      // All of them in every panel, so that rows stand beside each other where one has no value.
      scale: { domain: [...policies] },
      title: null,
      axis: named ? { labelExpr: POLICY_LABEL, labelLimit: 0, ticks: false, domain: false, labelPadding: 8 } : null,
    };
    const x = {
      type: "quantitative" as const,
      title: unit,
      scale: { domain: [range[0], range[1]], nice: false },
      axis: { format, tickCount: 4 },
    };
    const compared: Layer[] = references.map((reference) => ({
      mark: { type: "rule", strokeDash: [4, 3], color: INK },
      encoding: { x: { ...x, datum: reference } },
    }));
    return {
      title,
      width: size === "wide" ? Math.floor(860 / panels.length) - 22 : 215,
      height: { step: 34 },
      transform: [{ filter: { field: "panel", equal: title } }],
      layer: [
        ...compared,
        {
          mark: { type: "rule", strokeWidth: 3, opacity: 0.55, clip: true },
          encoding: { y, color, x: { ...x, field: "low" }, x2: { field: "high" } },
        },
        {
          mark: { type: "point", filled: true, size: 75, opacity: 1 },
          encoding: { y, color, x: { ...x, field: "mean" } },
        },
        {
          mark: { type: "text", dy: -11, fontWeight: 600 },
          encoding: { y, x: { ...x, field: "mean" }, text: { field: "mean", type: "quantitative", format } },
        },
      ],
    };
  });
  return panelChart({ rows, panels: drawn, size });
}
