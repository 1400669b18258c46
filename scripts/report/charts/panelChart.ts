import type { TopLevelSpec } from "vega-lite";
import type { ChartSize } from "./chartSize.js";

/** One of several pictures in a chart. */
export type Panel = Extract<TopLevelSpec, { hconcat: unknown }>["hconcat"][number];

/** One of the drawings that lie over each other in a panel. */
export type Layer = Extract<Panel, { layer: unknown }>["layer"][number];

/** Panels beside each other or, narrow, one below the other, all of the same rows. */
export function panelChart(parameters: {
  rows: readonly object[];
  panels: readonly Panel[];
  size: ChartSize;
}): TopLevelSpec {
  const { rows, panels, size } = parameters;
  const common = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    data: { values: [...rows] as Record<string, unknown>[] },
  };
  return size === "wide" ? { ...common, hconcat: [...panels] } : { ...common, vconcat: [...panels] };
}
