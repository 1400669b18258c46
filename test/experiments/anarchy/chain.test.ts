import { expect } from "chai";
import { openChain } from "../../../scripts/chain/openChain.js";
import { anarchyCell } from "../../../scripts/experiments/anarchy/anarchyCell.js";
import type { Row } from "../../../scripts/experiments/experiment.js";
import { quadratureErrorBound } from "../../../scripts/reference/errorBound.js";
import { near } from "./support.js";

/** The cases of one part, as the runner runs it, with rings and stars of 2 and 4 operators. */
async function cases(settings: Partial<Parameters<typeof anarchyCell>[0]>): Promise<Readonly<Record<string, Row[]>>> {
  const { chain, close } = await openChain();
  try {
    const context = {
      connect: async () => chain,
      progress: () => {},
      signal: new AbortController().signal,
      path: (value: string) => value,
    };
    const { tables } = await anarchyCell(
      { part: "bounds", cost: 0, games: 60, certified: 2, seed: 1, ...settings },
      context,
      [2, 4],
    );
    return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, [...rows]]));
  } finally {
    await close();
  }
}

const number = (row: Row | undefined, column: string): number => Number(row?.[column] ?? Number.NaN);

/** {emission} How far a quote may be from exact arithmetic: the quadrature of Shapley and Gairing, and roundings. */
const agreement = (operators: number): number => quadratureErrorBound(operators) + 1e-15;

describe("anarchyCell on the deployed contracts", () => {
  describe("given the known worst cases", () => {
    let rows: Row[];
    before(async function () {
      this.timeout(60_000);
      rows = (await cases({ part: "bounds" })).cases ?? [];
    });
    const found = (values: Row): Row | undefined =>
      rows.find((row) => Object.entries(values).every(([column, value]) => row[column] === value));

    it("asks every operator about both of its plans, and every answer is the plain arithmetic's", () => {
      // By size: leave-one-out twice, Shapley and Gairing, each a star and a ring with two margins; at 4 Gairing has two rings.
      expect(rows).to.have.length(4 * 3 + 4 * 3 + 2);
      for (const row of rows) {
        expect(row.quotes).to.equal(2 * number(row, "operators"));
        expect(number(row, "disagreement")).to.be.below(agreement(4));
        expect(number(row, "gain")).to.be.at.most(1e-9);
      }
    });

    for (const [rule, operators, reach, ideal] of [
      ["FlatMarginalCoverage", 2, 1, 1 / 2],
      ["FlatMarginalCoverage", 4, 1, 1 / 2],
      ["MarginalCoverage", 4, 1, 1 / 2],
      ["Shapley", 2, 1, 2 / 3],
      ["Shapley", 4, 3, 4 / 7],
      ["Gairing", 2, 1, 1 - 1 / Math.E],
      ["Gairing", 4, 1, 1 - 1 / Math.E],
      ["Gairing", 4, 3, 1 - 1 / Math.E],
    ] as const) {
      it(`${rule}, ring of ${operators}, reach ${reach} > ${ideal.toFixed(4)} but for reliability, at a tie and beside it`, () => {
        const tie = found({ case: "ring", rule, operators, reach, margin: 0 });
        near(number(tie, "ideal"), ideal, 1e-15);
        expect(number(tie, "ratio") - ideal).to.be.within(0, 0.001);
        expect(number(tie, "gain")).to.be.above(-1e-9);
        const strict = found({ case: "ring", rule, operators, reach, margin: 0.001 });
        expect(number(strict, "gain")).to.be.below(-1e-6);
        expect(number(strict, "ratio") - number(tie, "ratio")).to.be.within(0, 0.001);
      });
    }

    it("leave-one-out > exactly 1 / (1 + p) of the optimum, p = 0.999 and with a domain each 0.999 x 0.9999", () => {
      for (const [rule, p] of [
        ["FlatMarginalCoverage", 0.999],
        ["MarginalCoverage", 0.999 * 0.9999],
      ] as const) {
        near(number(found({ case: "ring", rule, operators: 2, margin: 0 }), "ratio"), 1 / (1 + p), 1e-9);
      }
    });

    it("stars > the only equilibrium of Shapley has n / (2n-1), that of Gairing more; leave-one-out's best all", () => {
      for (const [operators, shapley] of [
        [2, 2 / 3],
        [4, 4 / 7],
      ] as const) {
        const star = (rule: string) => found({ case: "star", rule, operators });
        expect([star("Shapley")?.equilibria, star("Gairing")?.equilibria]).to.deep.equal([1, 1]);
        expect(number(star("Shapley"), "ratio") - shapley).to.be.within(0, 0.005);
        expect(number(star("Gairing"), "ratio")).to.be.within(shapley + 0.02, 0.75);
        near(number(star("FlatMarginalCoverage"), "ratio"), 1, 1e-12);
        near(number(star("MarginalCoverage"), "ratio"), 1, 1e-12);
      }
    });
  });

  describe("given participation costs", () => {
    let rows: Row[];
    before(async function () {
      this.timeout(60_000);
      rows = (await cases({ part: "costs" })).cases ?? [];
    });
    const found = (values: Row): Row | undefined =>
      rows.find((row) => Object.entries(values).every(([column, value]) => row[column] === value));

    it("quotes as the plain arithmetic does, and nobody gains by moving", () => {
      for (const row of rows) {
        expect(number(row, "disagreement")).to.be.below(agreement(12));
        expect(number(row, "gain")).to.be.at.most(1e-9);
      }
    });

    it("the dear operator alone has 0.001 of 0.399, by any rule", () => {
      for (const rule of ["FlatMarginalCoverage", "Shapley", "Gairing"]) {
        const row = rows.filter((each) => each.case === "dear" && each.rule === rule).at(-1);
        near(number(row, "ratio"), 0.001 / 0.399, 1e-9);
      }
    });

    it("of a crowd at 0.09 each Shapley buys eleven, Gairing seven, leave-one-out one", () => {
      const bought = (rule: string) => found({ case: "crowd", planCost: 0.09, rule })?.serving;
      expect(["FlatMarginalCoverage", "Gairing", "Shapley"].map(bought)).to.deep.equal([1, 7, 11]);
      const shapley = found({ case: "crowd", planCost: 0.09, rule: "Shapley" });
      near(number(shapley, "welfare"), 1 - 11 * 0.09, 1e-9);
      near(number(shapley, "paidOfValue"), 1, 12 * agreement(12));
    });

    it("EqualShare pays four for a tenth of the demand: 0.1 - 0.65", () => {
      const row = found({ case: "idle", rule: "EqualShare" });
      // 1e-12 of that tenth finds all four down.
      near(number(row, "welfare"), 0.1 - 0.65, 1e-12);
      near(number(row, "paidOfValue"), 10, 1e-10);
    });
  });

  describe("given random games", () => {
    it("puts the first ones and each rule's worst on the chain: nobody gains, quotes as in the arithmetic", async function () {
      this.timeout(60_000);
      for (const cost of [0, 0.4]) {
        const { random = [], distribution = [] } = await cases({ part: "random", cost });
        for (const row of random) {
          expect(number(row, "onChain")).to.be.within(2, 5);
          expect(number(row, "gain")).to.be.at.most(1e-9);
          expect(number(row, "disagreement")).to.be.below(agreement(4));
          expect(number(row, "negative")).to.equal(0);
          if (cost === 0) expect(number(row, "belowBound")).to.equal(0);
          const levels = distribution.filter(({ rule }) => rule === row.rule);
          expect(levels.map(({ level }) => level)).to.include.members([0, 0.5, 1]);
          expect(number(levels.at(-1), "worstBelow")).to.be.within(
            number(row, "lossy") - 1e-12,
            number(row, "lossy") + 1e-12,
          );
        }
      }
    });
  });
});
