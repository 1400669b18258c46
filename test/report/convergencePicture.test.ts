import { expect } from "chai";
import { Browser, findBrowser } from "./browser.js";
import { learningTables, POLICIES } from "./learningTables.js";
import { pageOf } from "./pageOf.js";

const SCREENS = [
  { name: "desk", width: 1200 },
  { name: "phone", width: 390 },
] as const;

/** Counts of the colours in a PNG: from the page's own canvas, so that no other decoder is needed. */
const countColours = (png: string, colours: readonly string[]): string => `(async () => {
  const image = new Image();
  image.src = "data:image/png;base64,${png}";
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const counts = new Map(${JSON.stringify(colours)}.map((colour) => [parseInt(colour.slice(1), 16), 0]));
  for (let i = 0; i < data.length; i += 4) {
    const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    if (counts.has(colour)) counts.set(colour, counts.get(colour) + 1);
  }
  return { pixels: data.length / 4, counts: [...counts.values()] };
})()`;

/** The page's variables of a theme, read from its style sheet as text. */
function themeOf(html: string, scheme: "light" | "dark"): Map<string, string> {
  const [, light = "", dark = ""] = html.split(":root {");
  return new Map(
    [...(scheme === "light" ? light : dark).matchAll(/(--[a-z0-9-]+): (#[0-9a-f]{6})/g)].map(([, k = "", v = ""]) => [
      k,
      v,
    ]),
  );
}

describe("The report page as a picture", function () {
  this.timeout(60_000);
  let browser: Browser;
  let html: string;

  before(async function () {
    const file = findBrowser();
    if (file === undefined) {
      console.log("      skipped: no Chromium here (Debian: apt-get install chromium; or name it in CHROMIUM)");
      return this.skip();
    }
    html = await pageOf(learningTables());
    browser = await Browser.open(file);
  });
  after(() => browser?.close());

  for (const { name, width } of SCREENS) {
    for (const scheme of ["light", "dark"] as const) {
      describe(`given a ${name} (${width} pixels) and a ${scheme} theme`, () => {
        let seen: { pixels: number; counts: number[] };
        let paper: string;

        before(async () => {
          await browser.show({ html, width, scheme });
          const theme = themeOf(html, scheme);
          paper = theme.get("--paper") ?? "";
          const colours = [paper, ...POLICIES.map((_, i) => theme.get(`--series-${i + 1}`) ?? "")];
          seen = (await browser.evaluate(countColours(await browser.picture(), colours))) as typeof seen;
        });

        it("is exactly as wide as the screen", async () => {
          expect(await browser.evaluate("innerWidth")).to.equal(width);
          expect(await browser.evaluate("document.documentElement.scrollWidth")).to.equal(width);
        });

        it("shows one drawing of every chart, all inside the page", async () => {
          const outside = await browser.evaluate(`[...document.querySelectorAll("figure > div > svg")]
            .map((svg) => svg.getBoundingClientRect()).filter(({ width }) => width > 0)
            .filter(({ left, right }) => left < 0 || right > innerWidth).length`);
          const shown = await browser.evaluate(
            `[...document.querySelectorAll("figure")].map((f) => [...f.querySelectorAll(":scope > div > svg")].filter((s) => s.getBoundingClientRect().width > 0).length)`,
          );
          expect(outside).to.equal(0);
          expect(shown).to.deep.equal(Array(8).fill(1));
        });

        it("cuts off no text of a chart", async () => {
          const cut = await browser.evaluate(`[...document.querySelectorAll("figure svg text")]
            .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
            .filter(({ box }) => box.width > 0 && (box.left < 0 || box.right > innerWidth)).map(({ text }) => text)`);
          expect(cut).to.deep.equal([]);
        });

        it("lets no two labels of an axis overlap", async () => {
          expect(
            await browser.evaluate(`document.querySelectorAll("figure svg .role-axis-label text").length`),
          ).to.be.above(100);
          const overlapping =
            await browser.evaluate(`[...document.querySelectorAll("figure svg .role-axis-label")].flatMap((axis) => {
            const labels = [...axis.querySelectorAll("text")].filter((t) => !(t.getAttribute("transform") ?? "").includes("rotate") && t.getAttribute("opacity") !== "0");
            const boxes = labels.map((t) => t.getBoundingClientRect()).filter(({ width }) => width > 0);
            return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
              a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3).map(() => axis.textContent));
          })`);
          expect(overlapping).to.deep.equal([]);
        });

        it("keeps text of charts at 9 pixels or more", async () => {
          const smallest = await browser.evaluate(`Math.min(...[...document.querySelectorAll("figure svg text")]
            .filter((text) => text.getBoundingClientRect().width > 0)
            .map((text) => parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getCTM().a, text.getCTM().b)))`);
          expect(smallest).to.be.at.least(9);
        });

        it("lets wide tables scroll by themselves", async () => {
          const loose = await browser.evaluate(
            `[...document.querySelectorAll("table")].filter((t) => t.parentElement.getBoundingClientRect().right > innerWidth || getComputedStyle(t.parentElement).overflowX !== "auto").length`,
          );
          expect(loose).to.equal(0);
        });

        it("has the theme's paper under at least half of it", () => {
          const [ground = 0] = seen.counts;
          expect(paper).to.equal(scheme === "light" ? "#ffffff" : "#0d1117");
          expect(ground / seen.pixels).to.be.greaterThan(0.5);
        });

        it("shows every policy in its own colour", () => {
          const [, ...counts] = seen.counts;
          expect(counts).to.have.length(POLICIES.length);
          for (const [i, count] of counts.entries()) expect(count, POLICIES[i]).to.be.greaterThan(300);
        });
      });
    }
  }
});
