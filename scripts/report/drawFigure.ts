import type { TopLevelSpec } from "vega-lite";
import type { ChartSize } from "./charts/chartSize.js";
import { figure, type Html, html } from "./page.js";
import { themedChart } from "./themedChart.js";

/**
 * A figure with the chart drawn for a desk and for a telephone.
 *
 * @param description what the picture shows, for those who cannot see it
 * @param caption what to see in it, with units and what intervals are over
 * @example await drawFigure({ spec: (size) => bandChart({ ...chart, size }), description: "Success ...", caption: "..." })
 */
export async function drawFigure(parameters: {
  spec: (size: ChartSize) => TopLevelSpec;
  description: string;
  /** What colours mean, where the chart itself does not say it. */
  legend?: Html;
  caption: string;
}): Promise<Html> {
  const { spec, description, legend = html``, caption } = parameters;
  return figure({
    wide: await themedChart({ spec: spec("wide"), description }),
    narrow: await themedChart({ spec: spec("narrow"), description }),
    legend,
    caption,
  });
}
