import { expect } from "chai";
import type { TopLevelSpec } from "vega-lite";
import { FILLS, SERIES } from "../../scripts/report/palette.js";
import { themedChart } from "../../scripts/report/themedChart.js";
import { elements } from "./svgParts.js";

const bars = (values: readonly number[]): TopLevelSpec => ({
  data: { values: values.map((value, i) => ({ value, name: `bar ${i}` })) },
  mark: { type: "bar", clip: true },
  encoding: {
    y: { field: "name", type: "nominal" },
    x: { field: "value", type: "quantitative", title: "tokens per day" },
    color: { field: "name", type: "nominal", scale: { range: [SERIES[1], FILLS[2]] }, legend: null },
  },
});
const draw = (values: readonly number[]) => themedChart({ spec: bars(values), description: `"a" < b & c` });

describe("themedChart", () => {
  it("gives the same text for the same specification, whatever was drawn before", async () => {
    const first = await draw([1, 2]);
    await draw([3, 4]);
    expect(await draw([1, 2])).to.equal(first);
  });

  it("gives two charts of a page no id in common", async () => {
    const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);
    const [first, second] = [ids(await draw([1, 2])), ids(await draw([3, 5]))];
    expect(first).not.to.be.empty;
    expect(first.filter((id) => second.includes(id))).to.deep.equal([]);
  });

  it("paints with the page's variables alone", async () => {
    const svg = await draw([1, 2]);
    const fills = elements(svg, "path").map((path) => path.get("fill"));
    expect(fills).to.include.members(["var(--series-2)", "var(--fill-3)"]);
    expect(svg).to.contain("var(--ink)").and.to.contain("var(--grid)");
    expect(svg).not.to.match(/="#[0-9a-f]+"|font-family/);
  });

  it("says to those who cannot see it what it shows, escaped", async () => {
    const [root] = elements(await draw([1, 2]), "svg");
    expect(root?.get("role")).to.equal("img");
    expect(root?.get("aria-label")).to.equal("&quot;a&quot; &lt; b &amp; c");
  });

  it("rounds lengths to a tenth of a pixel", async () => {
    const svg = await draw([1 / 3, 2 / 7]);
    expect(svg).to.match(/ d="[^"]*\.\d/);
    expect(svg).not.to.match(/ (?:d|transform)="[^"]*\.\d\d/);
  });
});
