import { expect } from "chai";
import { CLASSES, COVERED, DOMAINS, halfOfThree, learningTables, POLICIES, SUCCESS } from "./learningTables.js";
import { pageOf } from "./pageOf.js";

/** What is said of every policy in the table that follows this heading (and, of several, has this first column). */
function tableOf(html: string, first: string): { head: string[]; rows: Map<string, string[]> } {
  const cells = (row: string): string[] =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = ""]) => cell.replaceAll(/<[^>]*>/g, ""));
  for (const [, text = ""] of html.matchAll(/<table>(.*?)<\/table>/gs)) {
    const [head = [], ...rows] = [...text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) => cells(row));
    if (head[0] === first) return { head, rows: new Map(rows.map(([name = "", ...rest]) => [name, rest])) };
  }
  throw new Error(`no table with first column ${first}`);
}

const percent = (value: number): string => (100 * value).toFixed(1);

describe("The report page of a convergence run", function () {
  this.timeout(20_000);
  let html: string;
  before(async () => {
    html = await pageOf(learningTables());
  });

  describe("given the same tables twice", () => {
    it("gives the same bytes", async () => {
      expect(await pageOf(learningTables())).to.equal(html);
    });
  });

  describe("as a file", () => {
    it("needs no network, runs no script and stays small", () => {
      const links = [...html.matchAll(/https?:[^"' )]*/g)].map(([link]) => link);
      expect(links).not.to.be.empty;
      expect([...new Set(links)].filter((link) => !link.startsWith("http://www.w3.org/"))).to.deep.equal([]);
      expect(html).not.to.match(/<script|<link|<iframe|<img|@import|url\((?!#)/);
      expect(html.length).to.be.below(700_000);
    });

    it("has no id twice and no link into nothing", () => {
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);
      const charts = ids.filter((id) => /^[0-9a-f]{8}-/.test(id));
      expect(charts).not.to.be.empty;
      expect(new Set(ids).size).to.equal(ids.length);
      for (const [, id = ""] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).to.include(id);
    });

    it("says of no number that it is not one", () => {
      expect(html).not.to.match(/NaN|undefined|Infinity|\[object/);
    });
  });

  describe("given policies with hostile names", () => {
    it("escapes them everywhere", async () => {
      const rename = (policy: string) => (policy === "EqualShare" ? `<img src=x onerror="alert(1)">&` : policy);
      const hostile = await pageOf(learningTables(rename));
      expect(hostile).not.to.match(/<img/);
      expect(hostile.split("&lt;img src=x").length).to.be.above(10);
    });
  });

  describe("the table of outcomes", () => {
    it("holds mean and interval of the rows, policy by policy", () => {
      const { head, rows } = tableOf(html, "rule");
      expect(head[1]).to.equal("success %");
      expect([...rows.keys()]).to.deep.equal(POLICIES);
      POLICIES.forEach((policy, p) => {
        expect(rows.get(policy)?.[0]).to.equal(`${percent(SUCCESS[p] ?? 0)} ± ${percent(halfOfThree(0.02))}`);
      });
    });
  });

  describe("the table of gates", () => {
    it("holds the share of requests that each gate stopped", () => {
      const { head, rows } = tableOf(html, "share of requests, %");
      expect(head.slice(1)).to.deep.equal([
        "no model",
        "incompatible hardware",
        "no capacity",
        "misrouted",
        "too slow",
        "unverified",
        "served",
      ]);
      POLICIES.forEach((policy, p) => {
        const stopped = 5 * (p + 1);
        expect(rows.get(policy)).to.deep.equal(
          [10, 0, stopped, 0, 0, 0, 90 - stopped].map((share) => `${share.toFixed(1)} ± 0.0`),
        );
      });
    });
  });

  describe("the table of money", () => {
    it("holds paid, cost, surplus, coverage value, welfare and both bounds of the optimum", () => {
      const { head, rows } = tableOf(html, "tokens/day");
      POLICIES.forEach((policy, p) => {
        const row = new Map(head.slice(1).map((title, i) => [title, rows.get(policy)?.[i]]));
        const success = SUCCESS[p] ?? 0;
        const spread = halfOfThree(20);
        expect(row.get("emitted")).to.equal("1000 ± 0");
        expect(row.get("paid")).to.equal(`${500 + 100 * p} ± ${halfOfThree(10).toFixed(0)}`);
        expect(row.get("surplus")).to.equal(`${200 + 100 * p} ± ${halfOfThree(10).toFixed(0)}`);
        expect(row.get("coverage value")).to.equal(`${(1000 * success).toFixed(0)} ± ${spread.toFixed(0)}`);
        expect(row.get("welfare")).to.equal(`${(1000 * success - 300).toFixed(0)} ± ${spread.toFixed(0)}`);
        expect(row.get("best found")).to.equal("800 ± 0");
        expect(row.get("proved bound")).to.equal("1000 ± 0");
        const shares = [800, 1000].map((bound) => [
          ((100 * (1000 * success - 300)) / bound).toFixed(0),
          ((100 * spread) / bound).toFixed(0),
        ]);
        expect(row.get("welfare, % of best found")).to.equal(shares[0]?.join(" ± "));
        expect(row.get("% of proved bound")).to.equal(shares[1]?.join(" ± "));
      });
    });
  });

  describe("the table of endings", () => {
    it("counts motions, and gives epsilon with and without the cost of changing", () => {
      const { head, rows } = tableOf(html, "operators' rest and certificate");
      const row = new Map(head.slice(1).map((title, i) => [title, rows.get("MarginalCoverage")?.[i]]));
      expect(row.get("motion at the end (runs)")).to.equal("wandering × 1; converged × 2, from epoch 25");
      expect(row.get("epsilon")).to.equal(`1.00 ± ${halfOfThree(1).toFixed(2)}`);
      expect(row.get("epsilon, changing for free")).to.equal("3.00 ± 0.00");
      expect(row.get("NashConv")).to.equal("5.00 ± 0.00");
      expect(row.get("NashConv, changing for free")).to.equal("7.00 ± 0.00");
    });

    it("says how many quotes of the deployed contract agreed, and within what", () => {
      // 15 runs of 520 quotes; the largest of 1e-13, 2e-13 and 3e-13.
      expect(html).to.contain("7,800 calls of <code>quote</code>");
      expect(html).to.contain("differed by at most 3.0e-13 tokens a day; the stated bound is 2.0e-10");
    });
  });

  describe("the table of service models", () => {
    it("weighs classes by their listings", () => {
      const { head, rows } = tableOf(html, "measured less analytic");
      const row = new Map(head.slice(1).map((title, i) => [title, rows.get("ServedVolume")?.[i]]));
      // 1, 2 and 3 listings that are 0, 0.1 and 0.2 apart on average, at most 0, 0.2 and 0.4.
      expect(row.get("u: mean distance")).to.equal(`${((2 * 0.1 + 3 * 0.2) / 6).toFixed(3)} ± 0.000`);
      expect(row.get("u: largest distance")).to.equal("0.400 ± 0.000");
      expect(row.get("x: mean difference")).to.equal("-0.1000 ± 0.0000");
    });
  });

  describe("the table of shocks", () => {
    it("puts the worst first, and takes the run as it is where nobody is hit", () => {
      const { rows } = tableOf(html, "all of these down");
      expect([...rows.keys()]).to.deep.equal(["nothing", "gpu: L4", "tee: all"]);
      const undisturbed = SUCCESS.map((success) => `${percent(success)} ± ${percent(halfOfThree(0.02))}`);
      expect(rows.get("nothing")).to.deep.equal(undisturbed);
      expect(rows.get("gpu: L4")?.[4]).to.equal(`20.0 ± ${percent(halfOfThree(0.01))}`);
      expect(rows.get("tee: all")).to.deep.equal(["60.0 ± 0.0", ...undisturbed.slice(1)]);
    });
  });

  describe("the map of coverage", () => {
    const map = (which: "wide" | "narrow"): string => {
      const [, section = ""] = html.split('<section id="coverage">');
      const [, drawing = ""] = section.split(`<div class="${which}">`);
      return drawing.slice(0, drawing.indexOf("</svg>"));
    };
    const colours = (svg: string): string[] =>
      [...svg.matchAll(/<path d="[^"]*" fill="(#[0-9a-f]{6})"/g)].map(([, colour = ""]) => colour);

    it("has a cell for every class, domain and policy, brighter where more is covered", () => {
      const seen = colours(map("wide"));
      expect(seen).to.have.length(CLASSES.size * DOMAINS.length * POLICIES.length);
      const first = POLICIES.map((_, p) => seen[p * CLASSES.size * DOMAINS.length] ?? "");
      expect(first[0]).to.equal("#440154");
      expect(first[COVERED.indexOf(1)]).to.equal("#fde725");
      const green = first.map((colour) => Number.parseInt(colour.slice(3, 5), 16));
      expect(green).to.deep.equal([...green].sort((a, b) => a - b));
    });

    it("pools classes by family and verification on a phone, weighted by their share", () => {
      const svg = map("narrow");
      const seen = colours(svg);
      expect(svg).to.contain("mid, VANILLA").and.to.contain("small, TEE");
      expect(seen).to.have.length(2 * DOMAINS.length * POLICIES.length);
      // Two thirds of the pool's demand at 1, one third at 0: the third of viridis in four colours is #35b779.
      const last = seen[4 * 2 * DOMAINS.length] ?? "";
      const parts = [1, 3, 5].map((at) => Number.parseInt(last.slice(at, at + 2), 16));
      parts.forEach((part, i) => {
        expect(part).to.be.within(([53, 183, 121][i] ?? 0) - 4, ([53, 183, 121][i] ?? 0) + 4);
      });
    });
  });

  describe("the bands over seeds", () => {
    it("end at 0% and 100%, and the page says so", async () => {
      const tables = learningTables();
      const epochs = tables.epochs.map((row) => ({ ...row, success: row.seed === 1 ? 0.1 : 1 }));
      const wide = await pageOf({ ...tables, epochs });
      const [, section = ""] = wide.split('<section id="requests">');
      const svg = section.slice(section.indexOf("<svg"), section.indexOf("</svg>"));
      const bands = [...svg.matchAll(/<path d="([^"]*)" fill="var\(--series-\d\)" opacity="0.13"/g)];
      expect(bands).to.have.length(2 * POLICIES.length);
      const heights = bands.flatMap(([, d = ""]) => [...d.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y)));
      expect(Math.min(...heights)).to.equal(0);
      expect(Math.max(...heights)).to.equal(240);
      expect(section).to.contain("bands cut off at 0% and 100%");
    });
  });

  describe("given a grid", () => {
    it("charts the first combination, tables all, and says so", async () => {
      const tables = learningTables();
      const other = learningTables();
      const both = Object.fromEntries(
        Object.entries(tables).map(([name, rows]) => [
          name,
          [...rows, ...(other[name as keyof typeof other] ?? []).map((row) => ({ ...row, emission: 4, success: 0 }))],
        ]),
      );
      const grid = await pageOf(both);
      const { rows } = tableOf(grid, "rule");
      expect([...rows.keys()])
        .to.include("EqualShare, emission 4")
        .and.to.have.length(10);
      expect(tableOf(grid, "share of requests, %").rows).to.deep.equal(tableOf(html, "share of requests, %").rows);
      expect(grid).to.contain("Charts, answer and verdicts are of the first combination of the grid");
    });
  });

  describe("the answer", () => {
    it("names who leads and what that costs, and what the seeds settle", () => {
      expect(html).to.contain(
        "Most requests succeed under MarginalCoverage (90%, for 500 tokens paid a day), clearly more than under any other rule.",
      );
    });

    it("says when seeds do not set the leader apart", async () => {
      const tables = learningTables();
      const summary = tables.summary.map((row) =>
        row.policy === "FlatMarginalCoverage" ? { ...row, success: row.seed === 1 ? 0.95 : 0.85 } : row,
      );
      expect(await pageOf({ ...tables, summary })).to.contain(
        "though these seeds do not set it apart from FlatMarginalCoverage",
      );
    });
  });
});
