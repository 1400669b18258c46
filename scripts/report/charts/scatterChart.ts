import type { TopLevelSpec } from "vega-lite";
import { INK, SERIES } from "../palette.js";
import type { ChartSize } from "./chartSize.js";
import { type Panel, panelChart } from "./panelChart.js";

/** One policy in one panel; its number stands beside the dot. */
export interface ScatterPoint {
  readonly panel: string;
  readonly number: number;
  /** Both shares, 0 to 1. */
  readonly x: number;
  readonly y: number;
  /** What the area of the dot is in proportion to, 0 to 1. */
  readonly size: number;
}

/** Numbers of dots this near to each other, as a share of the axes, are written at one place. */
const NEAR = 0.08;

/**
 * The numbers to write: those of dots that lie on one spot together, so that none covers another.
 *
 * @example scatterLabels([{ panel: "a", number: 1, x: 0, y: 0, size: 1 }, { panel: "a", number: 2, x: 0.01, y: 0, size: 1 }])
 * // [{ panel: "a", x: 0.01, y: 0, label: "1, 2" }]
 */
export function scatterLabels(
  points: readonly ScatterPoint[],
): { panel: string; x: number; y: number; label: string }[] {
  const labels: { panel: string; x: number; y: number; numbers: number[] }[] = [];
  for (const { panel, number, x, y } of [...points].sort((a, b) => a.number - b.number)) {
    const near = labels.find(
      (each) => each.panel === panel && Math.abs(each.x - x) < NEAR && Math.abs(each.y - y) < NEAR,
    );
    if (near === undefined) labels.push({ panel, x, y, numbers: [number] });
    else {
      near.numbers.push(number);
      near.x = Math.max(near.x, x);
    }
  }
  return labels.map(({ numbers, ...place }) => ({ ...place, label: numbers.join(", ") }));
}

/**
 * Two shares against each other, one numbered dot per policy, one panel beside or below the other. Any number of policies: they are
 * told apart by their numbers, not by colour.
 */
export function scatterChart(parameters: {
  points: readonly ScatterPoint[];
  panels: readonly string[];
  xTitle: string;
  yTitle: string;
  size: ChartSize;
}): TopLevelSpec {
  const { points, panels, xTitle, yTitle, size } = parameters;
  const labels = scatterLabels(points);
  const width = size === "wide" ? Math.floor(880 / panels.length) - 44 : 265;
  const drawn = panels.map((panel, index): Panel => {
    const channel = (field: "x" | "y", title: string | null) => ({
      field,
      type: "quantitative" as const,
      title,
      scale: { domain: [0, 1], nice: false },
      axis: { format: ".0%", tickCount: 5 },
    });
    const x = channel("x", xTitle);
    const y = channel("y", size === "narrow" || index === 0 ? yTitle : null);
    return {
      title: panel,
      width,
      height: size === "wide" ? Math.min(width, 300) : 230,
      layer: [
        {
          data: { values: points.filter((point) => point.panel === panel) },
          mark: { type: "point", filled: true, opacity: 0.55, color: SERIES[0] },
          encoding: {
            x,
            y,
            size: { field: "size", type: "quantitative", scale: { domain: [0, 1], range: [20, 320] }, legend: null },
          },
        },
        {
          data: { values: labels.filter((label) => label.panel === panel) },
          mark: { type: "text", align: "left", dx: 10, dy: -6, fontWeight: 600, color: INK },
          encoding: { x, y, text: { field: "label", type: "nominal" } },
        },
      ],
    };
  });
  return panelChart({ rows: [], panels: drawn, size });
}
