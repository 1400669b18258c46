import { expect } from "chai";
import { bandChart } from "../../scripts/report/charts/bandChart.js";
import { coverageMap } from "../../scripts/report/charts/coverageMap.js";
import { gateChart } from "../../scripts/report/charts/gateChart.js";
import { outcomeChart } from "../../scripts/report/charts/outcomeChart.js";
import { payChart } from "../../scripts/report/charts/payChart.js";
import { shareChart } from "../../scripts/report/charts/shareChart.js";
import { themedChart } from "../../scripts/report/themedChart.js";
import { elements, texts } from "./svgParts.js";

const policies = ["MarginalCoverage", "EqualShare", "ServedVolume"];
const COLOURS = ["var(--series-1)", "var(--series-2)", "var(--series-3)"];
const sizes = ["wide", "narrow"] as const;
const draw = (spec: Parameters<typeof themedChart>[0]["spec"]) => themedChart({ spec, description: "test" });

/** Points of a path of straight lines, in pixels. */
const points = (path: string | undefined): [number, number][] =>
  [...(path ?? "").matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

for (const size of sizes) {
  describe(`charts, ${size}`, () => {
    describe("bandChart", () => {
      const panels = [{ title: "success", unit: "share of requests", range: [0, 1], format: ".0%" }] as const;
      const rows = policies.flatMap((policy, p) =>
        [0, 1, 2].map((epoch) => ({
          epoch,
          policy,
          panel: "success",
          mean: 0.25 * (p + 1),
          low: 0.25 * p,
          high: 0.25 * (p + 1) + 0.1 * epoch,
        })),
      );
      const height = size === "wide" ? 240 : 190;
      let svg: string;
      before(async () => {
        svg = await draw(bandChart({ rows, policies, panels, size }));
      });

      it("has one line per policy in its colour, at the height of its mean", () => {
        const lines = elements(svg, "path").filter((path) => path.get("stroke-width") === "2.2");
        expect(lines.map((line) => line.get("stroke"))).to.deep.equal(COLOURS);
        lines.forEach((line, p) => {
          const at = points(line.get("d")).map(([, y]) => y);
          expect(at).to.have.length(3);
          for (const y of at)
            expect(y).to.be.within(height * (1 - 0.25 * (p + 1)) - 0.1, height * (1 - 0.25 * (p + 1)) + 0.1);
        });
      });

      it("has one band per policy from low to high", () => {
        const bands = elements(svg, "path").filter((path) => path.get("opacity") === "0.13");
        expect(bands.map((band) => band.get("fill"))).to.deep.equal(COLOURS);
        bands.forEach((band, p) => {
          const expected = [
            ...[0, 1, 2].map((epoch) => 0.25 * (p + 1) + 0.1 * epoch),
            ...[0, 1, 2].map(() => 0.25 * p),
          ].map((value) => height * (1 - value));
          const seen = points(band.get("d")).map(([, y]) => y);
          expect(seen.sort((a, b) => a - b).map(Math.round)).to.deep.equal(
            expected.sort((a, b) => a - b).map(Math.round),
          );
        });
      });

      it("names its axes with units", () => {
        expect(texts(svg)).to.include.members(["epoch (days)", "share of requests", "success", "0%", "100%"]);
      });
    });

    describe("outcomeChart", () => {
      const panels = [
        { title: "welfare", unit: "tokens/day", range: [0, 100], format: ".0f", references: [80] },
      ] as const;
      const rows = policies.map((policy, p) => ({
        policy,
        panel: "welfare",
        mean: 20 * (p + 1),
        low: 10 * p,
        high: 100,
      }));
      let svg: string;
      let width: number;
      before(async () => {
        svg = await draw(outcomeChart({ rows, policies, panels, size }));
        width = size === "wide" ? 838 : 215;
      });

      it("has one dot per policy in its colour where its mean is, the mean written beside", () => {
        const dots = elements(svg, "path").filter((path) => path.get("fill")?.startsWith("var(--series"));
        expect(dots.map((dot) => dot.get("fill"))).to.deep.equal(COLOURS);
        dots.forEach((dot, p) => {
          const [[x] = [Number.NaN]] = points(dot.get("transform"));
          expect(x).to.be.within((width * 20 * (p + 1)) / 100 - 0.1, (width * 20 * (p + 1)) / 100 + 0.1);
        });
        expect(texts(svg)).to.include.members(["20", "40", "60", "tokens/day", "welfare"]);
      });

      it("has whiskers from low to high", () => {
        const whiskers = elements(svg, "line").filter((line) => line.get("stroke-width") === "3");
        expect(whiskers.map((line) => line.get("stroke"))).to.deep.equal(COLOURS);
        whiskers.forEach((line, p) => {
          const [[end] = [Number.NaN]] = points(line.get("transform"));
          const reach = Number(line.get("x2"));
          expect([end, end + reach].sort((a, b) => a - b).map(Math.round)).to.deep.equal(
            [(width * 10 * p) / 100, width].map(Math.round),
          );
        });
      });

      it("draws what to compare with as a dashed line", () => {
        const [dashed] = elements(svg, "line").filter((line) => line.get("stroke-dasharray") === "4,3");
        const [[x] = [Number.NaN]] = points(dashed?.get("transform"));
        expect(x).to.be.within(0.8 * width - 0.6, 0.8 * width + 0.6);
      });

      it("names every policy", () => {
        expect(texts(svg)).to.include.members(["Marginal", "Coverage", "Equal", "Share", "Served", "Volume"]);
      });
    });

    describe("shareChart", () => {
      it("stacks every policy's strategies to the whole, in the same order", async () => {
        const strategies = ["1xL4", "other", "out"];
        const parts = [0.5, 0.3, 0.2];
        const rows = policies.flatMap((policy) =>
          [0, 1].flatMap((epoch) =>
            strategies.map((strategy, i) => ({ policy, epoch, strategy, share: parts[i] ?? 0 })),
          ),
        );
        const svg = await draw(shareChart({ rows, policies, strategies, size }));
        const height = size === "wide" ? 190 : 100;
        const areas = elements(svg, "path").filter((path) => path.get("fill")?.startsWith("var(--fill"));
        expect(areas.map((area) => area.get("fill"))).to.deep.equal(
          policies.flatMap(() => ["var(--fill-1)", "var(--fill-7)", "var(--fill-8)"]),
        );
        const edges = areas.slice(0, 3).map((area) => {
          const ys = points(area.get("d")).map(([, y]) => Math.round((100 * y) / height));
          return [Math.max(...ys), Math.min(...ys)];
        });
        expect(edges).to.deep.equal([
          [100, 50],
          [50, 20],
          [20, 0],
        ]);
        expect(texts(svg)).to.include.members(["epoch (days)", "share of operators"]);
      });
    });

    describe("gateChart", () => {
      it("divides every policy's bar as its requests divide", async () => {
        const outcomes = ["no model", "too slow", "served"];
        const parts = [0.1, 0.3, 0.6];
        const rows = policies.flatMap((policy) =>
          outcomes.map((outcome, i) => ({ policy, outcome, share: parts[i] ?? 0 })),
        );
        const svg = await draw(gateChart({ rows, policies, outcomes, size }));
        const bars = elements(svg, "path").filter((path) => path.get("fill")?.startsWith("var(--fill"));
        const width = size === "wide" ? 840 : 215;
        expect(bars).to.have.length(9);
        for (const [i, fill] of ["var(--fill-1)", "var(--fill-2)", "var(--fill-7)"].entries()) {
          const own = bars.filter((bar) => bar.get("fill") === fill);
          expect(own, fill).to.have.length(3);
          for (const bar of own) {
            const across = Number(/h([\d.]+)/.exec(bar.get("d") ?? "")?.[1]);
            expect(across).to.be.within(width * (parts[i] ?? 0) - 0.1, width * (parts[i] ?? 0) + 0.1);
            const [[start] = [Number.NaN]] = points(bar.get("d"));
            const before = parts.slice(0, i).reduce((a, b) => a + b, 0);
            expect(start).to.be.within(width * before - 0.1, width * before + 0.1);
          }
        }
        expect(texts(svg)).to.include("share of requests");
      });
    });

    describe("coverageMap", () => {
      const workloads = ["first", "second", "third"];
      const domains = ["east", "west"];
      // viridis at 0, 1/2 and 1 (van der Walt and Smith 2015)
      const VIRIDIS = new Map([
        [0, [68, 1, 84]],
        [0.5, [33, 145, 140]],
        [1, [253, 231, 37]],
      ]);
      const value = (p: number, c: number, g: number): number => [0, 0.5, 1][(p + c + 2 * g) % 3] ?? 0;
      const cells = policies.flatMap((policy, p) =>
        workloads.flatMap((workload, c) =>
          domains.map((domain, g) => ({ policy, workload, domain, coverage: value(p, c, g) })),
        ),
      );

      it("paints each cell of class, domain and policy in the colour of its coverage", async () => {
        const svg = await draw(coverageMap({ cells, policies, workloads, domains, size }));
        const rects = elements(svg, "path").filter((path) => /^#/.test(path.get("fill") ?? ""));
        expect(rects).to.have.length(18);
        const step = size === "wide" ? { x: Math.floor(620 / 6), y: 13 } : { x: 102, y: 14 };
        rects.forEach((rect, i) => {
          const [[x, y] = [Number.NaN, Number.NaN]] = points(rect.get("d"));
          const expected = VIRIDIS.get(value(Math.floor(i / 6), Math.round(y / step.y), Math.round(x / step.x))) ?? [];
          const hex = rect.get("fill") ?? "";
          const seen = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
          seen.forEach((part, k) => {
            expect(part, `cell ${i}`).to.be.within((expected[k] ?? 0) - 3, (expected[k] ?? 0) + 3);
          });
        });
        const places = new Set(rects.map((rect) => points(rect.get("d"))[0]?.map(Math.round).join(" ")));
        expect(places.size).to.equal(6);
        expect(texts(svg)).to.include.members([...workloads, ...domains, "coverage by the domain alone"]);
      });
    });

    describe("payChart", () => {
      it("has a panel per policy with its dots, and a line where pay is what is saved", async () => {
        const points3 = policies.flatMap((policy) => [
          { policy, marginal: 0, pay: 0, operators: 1 },
          { policy, marginal: 0.1, pay: 50, operators: 4 },
        ]);
        const svg = await draw(payChart({ points: points3, policies, valuePerDay: 1000, size }));
        const dots = elements(svg, "path").filter((path) => path.get("fill")?.startsWith("var(--series"));
        expect(dots.map((dot) => dot.get("fill"))).to.deep.equal(COLOURS.flatMap((colour) => [colour, colour]));
        const lines = elements(svg, "path").filter((path) => path.get("stroke-dasharray") === "4,3");
        expect(lines).to.have.length(3);
        // 50 tokens a day are worth 5% of 1000: the line ends at the dots' height, half as far across.
        const dot = points(dots[1]?.get("transform"))[0] ?? [0, 0];
        const end = points(lines[0]?.get("d"))[1] ?? [0, 0];
        expect(end[1]).to.equal(dot[1]);
        expect(end[0]).to.be.within(dot[0] / 2 - 0.2, dot[0] / 2 + 0.2);
        expect(texts(svg)).to.include("pay (tokens/day)");
      });
    });
  });
}
