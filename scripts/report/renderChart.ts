import { Resvg } from "@resvg/resvg-js";
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** A chart as SVG text and as PNG bytes. */
export interface RenderedChart {
  readonly svg: string;
  readonly png: Buffer;
}

/**
 * Draws a Vega-Lite chart without a browser. The same specification gives the same bytes on the same machine; the PNG
 * depends on its fonts.
 *
 * @example const { svg } = await renderChart(successOverTime(rows));
 */
export async function renderChart(spec: TopLevelSpec): Promise<RenderedChart> {
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  const png = new Resvg(svg, { background: "white", fitTo: { mode: "zoom", value: 2 } }).render().asPng();
  return { svg, png };
}
