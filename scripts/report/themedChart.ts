import { createHash } from "node:crypto";
import { parse, View } from "vega";
import { type Config, compile, type TopLevelSpec } from "vega-lite";
import { FILLS, GRID, INK, SERIES } from "./palette.js";

const CONFIG: Config = {
  aria: false,
  background: "transparent",
  font: "system-ui, sans-serif",
  title: { color: INK, subtitleColor: INK, anchor: "start", fontSize: 12, fontWeight: 600, offset: 8 },
  axis: {
    labelColor: INK,
    titleColor: INK,
    tickColor: GRID,
    domainColor: GRID,
    gridColor: GRID,
    titleFontWeight: 500,
    labelFontSize: 11,
    titleFontSize: 11,
    labelFlush: false,
  },
  concat: { spacing: 30 },
  legend: {
    labelColor: INK,
    titleColor: INK,
    titleFontWeight: 500,
    labelLimit: 0,
    titleLimit: 0,
    labelFontSize: 11,
    titleFontSize: 11,
  },
  header: { labelColor: INK, titleColor: INK, labelFontWeight: 600, labelLimit: 0, labelFontSize: 11 },
  text: { color: INK, fontSize: 11 },
  view: { stroke: GRID },
  range: { category: [...SERIES] },
};

/**
 * Draws a Vega-Lite chart as an SVG for a page with a light and a dark theme: its colours are the page's variables
 * `--ink`, `--grid`, `--series-1` to `--series-8` and `--fill-1` to `--fill-8`, its font is the page's. Lengths are
 * rounded to a tenth of a pixel. The same specification gives the same text.
 *
 * @param description said to those who cannot see it
 * @example await themedChart({ spec: successChart(rows), description: "Success by epoch, one line per policy" })
 */
export async function themedChart(parameters: { spec: TopLevelSpec; description: string }): Promise<string> {
  const { spec, description } = parameters;
  const view = new View(parse(compile(spec, { config: CONFIG }).spec), { renderer: "none" });
  let svg = compact(await view.toSVG());
  view.finalize();
  svg = svg.replaceAll(INK, "var(--ink)").replaceAll(GRID, "var(--grid)");
  for (const [name, colours] of [["series", SERIES] as const, ["fill", FILLS] as const]) {
    colours.forEach((colour, i) => {
      svg = svg.replaceAll(colour, `var(--${name}-${i + 1})`);
    });
  }
  svg = ownIds(svg, createHash("sha256").update(svg.replaceAll(ID, "")).digest("hex").slice(0, 8));
  const label = description.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return svg.replace("<svg ", `<svg role="img" aria-label="${label}" `);
}

/** What a page does not need of Vega's SVG: hundredths of pixels, its own font, roles inside of one picture. */
function compact(svg: string): string {
  return svg
    .replaceAll(/(?<= (?:d|transform|[xy][12]?|width|height)=")[^"]*/g, (lengths) =>
      lengths.replaceAll(/-?\d*\.\d+(?:e-?\d+)?/g, (text) => String(Math.round(Number(text) * 10) / 10 || 0)),
    )
    .replaceAll(/ (?:role|aria-[a-z]+|font-family|pointer-events)="[^"]*"/g, "")
    .replaceAll(/ (?:opacity="1"|fill-opacity="1"|class="(?:background|foreground)")/g, "")
    .replaceAll(
      /rgb\((\d+), (\d+), (\d+)\)/g,
      (_, ...rgb) => `#${[rgb[0], rgb[1], rgb[2]].map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`,
    );
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
