import { expect } from "chai";
import { gainChart } from "../../scripts/report/charts/gainChart.js";
import { scatterChart, scatterLabels } from "../../scripts/report/charts/scatterChart.js";
import { goodness, heatTable } from "../../scripts/report/heatTable.js";
import { matrixReport } from "../../scripts/report/matrixReport.js";
import { themedChart } from "../../scripts/report/themedChart.js";
import { elements, texts } from "./svgParts.js";

/** More than there are colours. */
const FIFTEEN = Array.from({ length: 15 }, (_, i) => `Rule${i + 1}`);

describe("goodness", () => {
  it("runs from -1 at the worst to 1 at the best, whichever is larger, and is cut off there", () => {
    expect([0, 0.5, 0.75, 2].map((value) => goodness(value, [0, 1]))).to.deep.equal([-1, 0, 0.5, 1]);
    expect([3, 1, 0.5, 0].map((value) => goodness(value, [1, 0]))).to.deep.equal([-1, -1, 0, 1]);
    expect(goodness(5, [5, 5])).to.equal(0);
  });
});

describe("heatTable", () => {
  const as = (value: number): string => value.toFixed(1);
  const groups = [
    {
      name: "EqualShare",
      rows: [
        { gain: 1, gas: 3 },
        { gain: 1, gas: 3 },
      ],
    },
    {
      name: "MarginalCoverage",
      rows: [
        { gain: -1, gas: 1 },
        { gain: -1, gas: 1 },
      ],
    },
    { name: "Nobody", rows: [{ gain: null, gas: 2 }] },
  ];
  const { html } = heatTable({
    title: "rule",
    groups,
    columns: [
      { title: "gain", column: "gain", as, scale: [1, -1] },
      { title: "gas", column: "gas", as },
      { title: "plain", column: "gas", as, scale: null },
    ],
  });
  const cells = [...html.matchAll(/<td([^>]*)>(.*?)<\/td>/g)].map(([, style = "", text = ""]) => ({ style, text }));

  it("colours a cell by its column's scale, or by the column's own ends, the lower the better", () => {
    const colour = (series: number) =>
      ` style="background: color-mix(in srgb, var(--series-${series}) 55%, transparent)"`;
    expect(cells.map(({ style }) => style)).to.deep.equal([
      ...[colour(2), colour(2), ""],
      ...[colour(1), colour(1), ""],
      ...["", "", ""],
    ]);
  });

  it("says mean and interval, and – where there is no value", () => {
    expect(cells[0]?.text).to.equal("1.0 <small>± 0.0</small>");
    expect(cells[6]?.text).to.equal("–");
    expect(cells[7]?.text).to.equal("2.0");
  });
});

describe("scatterLabels", () => {
  it("writes the numbers of dots on one spot together, each panel by itself", () => {
    const at = (panel: string, number: number, x: number, y: number) => ({ panel, number, x, y, size: 1 });
    expect(
      scatterLabels([at("a", 3, 0.52, 0.5), at("a", 1, 0.5, 0.5), at("b", 2, 0.5, 0.5), at("a", 4, 0.9, 0.5)]),
    ).to.deep.equal([
      { panel: "a", x: 0.52, y: 0.5, label: "1, 3" },
      { panel: "b", x: 0.5, y: 0.5, label: "2" },
      { panel: "a", x: 0.9, y: 0.5, label: "4" },
    ]);
  });
});

for (const size of ["wide", "narrow"] as const) {
  describe(`charts of fifteen rules, ${size}`, () => {
    it("scatterChart has a dot and a number for each", async () => {
      const points = FIFTEEN.map((_, i) => ({ panel: "default", number: i + 1, x: i / 15, y: i / 15, size: 0.5 }));
      const svg = await themedChart({
        spec: scatterChart({ points, panels: ["default"], xTitle: "x", yTitle: "y", size }),
        description: "test",
      });
      const dots = elements(svg, "path").filter((path) => path.get("fill") === "var(--series-1)");
      expect(dots).to.have.length(15);
      const numbers = texts(svg).flatMap((text) => (/^\d+(, \d+)*$/.test(text) ? text.split(", ") : []));
      expect(numbers.map(Number).sort((a, b) => a - b)).to.deep.equal(FIFTEEN.map((_, i) => i + 1));
    });

    it("gainChart names each rule and has a dot for each gain, a ring where somebody gains most", async () => {
      const rows = FIFTEEN.map((policy, i) => ({
        policy,
        panel: "split",
        share: i - 1,
        largest: i === 0 ? null : 2 * i,
      }));
      const svg = await themedChart({
        spec: gainChart({ rows, policies: FIFTEEN, panels: ["split"], size }),
        description: "test",
      });
      for (const policy of FIFTEEN) expect(texts(svg)).to.include(policy);
      const paths = elements(svg, "path");
      expect(paths.filter((path) => path.get("fill") === "var(--series-1)")).to.have.length(15);
      expect(paths.filter((path) => path.get("stroke") === "var(--series-2)")).to.have.length(14);
    });
  });
}

describe("matrixReport", () => {
  it("has a section for every network and learning rule, every rule in every table, and nothing from elsewhere", async () => {
    const rows = FIFTEEN.map((policy, i) => ({
      policy,
      seed: 1,
      success: i / 15,
      worstSuccess: i / 30,
      paidShare: 1,
      splitShare: 0.1,
      splitLargestShare: 0.2,
    }));
    const page = await matrixReport({
      question: "What?",
      answer: "This.",
      hypotheses: ["X1 It is so."],
      verdicts: ["Held: by 1%."],
      setUp: ["As ever."],
      shaky: ["All of it."],
      policies: FIFTEEN,
      columns: [{ title: "success %", column: "success", as: String, text: "share", group: "service" }],
      manipulations: [{ name: "split", share: "splitShare", largest: "splitLargestShare" }],
      combinations: [
        { network: "small", rule: "best-response", rows },
        { network: "default", rule: "best-response", rows },
        { network: "default", rule: "log-linear", rows },
      ],
      origin: "a test",
    });
    expect(page).not.to.match(/<script|<link|<iframe|src=|@import/);
    for (const id of ["small-best-response", "default-best-response", "default-log-linear", "shaky", "hypotheses"]) {
      expect(page).to.contain(`<section id="${id}">`);
    }
    for (const policy of FIFTEEN) expect(page.split(`>${policy}</th>`)).to.have.length(4);
    // One panel per network.
    expect(page.match(/small, best-response/g)).to.not.equal(null);
    expect(page).not.to.contain("default, log-linear</text>");
    expect(page).to.contain("Held: by 1%.");
  });
});
