import { createHash } from "node:crypto";
import { parse, View } from "vega";
import { type Config, compile, type TopLevelSpec } from "vega-lite";

/** Placeholders that the drawn SVG carries, and the page's colours that take their place, light or dark. */
const INK = "#101112";
const GRID = "#d1d2d3";

/** One colour per series, told apart also by people who see few colours (Okabe and Ito 2008), each a page variable. */
export const SERIES = ["#0072b1", "#d55e01", "#009e74", "#cc79a8", "#e69f01", "#56b4ea", "#8c6d32", "#777778"] as const;

const CONFIG: Config = {
  background: "transparent",
  font: "system-ui, sans-serif",
  title: { color: INK, subtitleColor: INK, anchor: "start", fontSize: 13 },
  axis: { labelColor: INK, titleColor: INK, tickColor: GRID, domainColor: GRID, gridColor: GRID, titleFontWeight: 500 },
  legend: { labelColor: INK, titleColor: INK, titleFontWeight: 500, labelLimit: 0, titleLimit: 0 },
  header: { labelColor: INK, titleColor: INK, labelFontWeight: 600, labelLimit: 0 },
  view: { stroke: GRID },
  range: { category: [...SERIES] },
};

/**
 * Draws a Vega-Lite chart as an SVG for a page with a light and a dark theme: its colours are the page's variables
 * `--ink`, `--grid` and `--series-1` to `--series-8`, its width at most the page's. The same specification gives the
 * same text.
 *
 * @param description said to those who cannot see it
 * @example await themedChart({ spec: successChart(rows), description: "Success by epoch, one line per policy" })
 */
export async function themedChart(parameters: { spec: TopLevelSpec; description: string }): Promise<string> {
  const { spec, description } = parameters;
  const view = new View(parse(compile(spec, { config: CONFIG }).spec), { renderer: "none" });
  let svg = await view.toSVG();
  view.finalize();
  svg = svg.replaceAll(INK, "var(--ink)").replaceAll(GRID, "var(--grid)");
  SERIES.forEach((colour, i) => {
    svg = svg.replaceAll(colour, `var(--series-${i + 1})`);
  });
  svg = ownIds(svg, createHash("sha256").update(svg.replaceAll(ID, "")).digest("hex").slice(0, 8));
  const label = description.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return svg.replace("<svg ", `<svg role="img" aria-label="${label}" `);
}

const ID = /(?<=id="|url\(#)(?:clip|gradient)_?\d+/g;

/** Vega numbers its clip paths over the whole process; on a page of many charts each needs names of its own. */
function ownIds(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  return svg.replaceAll(ID, (id) => {
    const name = names.get(id) ?? `${prefix}-${names.size}`;
    names.set(id, name);
    return name;
  });
}
