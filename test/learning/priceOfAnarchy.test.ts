import { expect } from "chai";
import { randomStream } from "../../scripts/common/random.js";
import { bestResponse } from "../../scripts/learning/rules/bestResponse.js";
import { logLinear } from "../../scripts/learning/rules/logLinear.js";
import { type Cover, type CoverageGame, coverageGame } from "./coverageGame.js";
import { profiles, pureEquilibria } from "./equilibria.js";
import { play } from "./play.js";
import { FREE_KINDS, randomCoverage } from "./randomCoverage.js";

/** Welfare (value minus costs) in the worst pure equilibrium over that in the best profile, both by enumeration. */
function priceOfAnarchy(game: CoverageGame): number {
  const welfare = (all: readonly number[][]) => all.map((profile) => game.potential(profile));
  return Math.min(...welfare(pureEquilibria(game))) / Math.max(...welfare(profiles(game)));
}

/** Adds a figure to the title that the test prints. */
function report(test: Mocha.Runnable | undefined, text: string): void {
  if (test) test.title += `: ${text}`;
}

describe("price of anarchy of leave-one-out pay", () => {
  describe("without participation cost: at least 1/2 (Vetta 2002)", () => {
    for (const [name, kind] of Object.entries(FREE_KINDS)) {
      it(`given 300 random games, ${name} > every equilibrium has half of the best value`, function () {
        this.timeout(30_000);
        const random = randomStream(1, name);
        const ratios = Array.from({ length: 300 }, () => priceOfAnarchy(coverageGame(randomCoverage(kind, random))));
        const worst = Math.min(...ratios);
        expect(worst).to.be.at.least(0.5 - 1e-9);
        expect(worst).to.be.below(0.9); // bad equilibria were among them
        report(this.test, `worst ${worst.toFixed(3)}, ${ratios.filter((ratio) => ratio < 1 - 1e-9).length} below 1`);
      });
    }

    // The first player may serve a or b, the second a or c. Best: b and a, 2 - e. But the first on a leaves the second
    // nothing there, which takes c: 1 + e, and nobody gains by moving.
    const worstCase = (e: number) => {
      const first: readonly Cover[] = [{ serves: [1, 0, 0] }, { serves: [0, 1, 0] }];
      const second: readonly Cover[] = [{ serves: [1, 0, 0] }, { serves: [0, 0, 1] }];
      return coverageGame({ weights: [1, 1 - e, e], covers: [first, second] });
    };

    it("given the known worst case > exactly 1/2, with a tie", () => {
      expect(priceOfAnarchy(worstCase(0))).to.equal(0.5);
    });

    it("given its strict form > (1 + e) / (2 - e), to 1/2 as e goes to 0", () => {
      for (const e of [0.1, 0.01, 0.001]) {
        const game = worstCase(e);
        expect(pureEquilibria(game)).to.deep.include([0, 1]);
        expect(priceOfAnarchy(game)).to.be.within((1 + e) / (2 - e) - 1e-12, (1 + e) / (2 - e) + 1e-12);
      }
    });

    it("given best response from the bad equilibrium > stays there; log-linear learning leaves it", () => {
      const from = { game: worstCase(0.1), order: "random", start: [0, 1], seed: 6, epochs: 4000 } as const;
      expect(play({ ...from, rule: bestResponse() }).at(-1)).to.deep.equal([0, 1]);
      const visits = play({ ...from, rule: logLinear({ temperature: 0.1 }) });
      const atBest = visits.filter((profile) => profile.join() === "1,0").length / visits.length;
      expect(atBest).to.be.greaterThan(0.9); // exp(1.9 / 0.1) against exp(1.1 / 0.1) and less
    });

    it("given pay for being there, whoever else is > the same enumeration finds a third: the bound is the rule's", () => {
      const own = [0, 1, 2].map((player): readonly Cover[] => [
        { serves: [1, 0, 0, 0] },
        { serves: [0, 1, 2, 3].map((resource) => (resource === player + 1 ? 1 : 0)) },
      ]);
      const crowded = coverageGame({ weights: [1.01, 1, 1, 1], covers: own });
      const paidForPresence = {
        ...crowded,
        payoff: (profile: readonly number[], i: number) => (profile[i] ? 1 : 1.01),
      };
      expect(pureEquilibria(paidForPresence)).to.deep.equal([[0, 0, 0]]);
      expect(priceOfAnarchy(paidForPresence)).to.be.within(1.01 / 3.01 - 1e-12, 1.01 / 3.01 + 1e-12);
      expect(priceOfAnarchy(crowded)).to.be.at.least(0.5);
    });
  });

  describe("with participation cost: no bound above 0", () => {
    // One resource of weight 1. The dear one serves it at 1 - e and keeps e; the cheap one (cost d) then adds nothing and
    // stays out. Best is the cheap one alone, 1 - d.
    const entry = (e: number, d: number) => {
      const strategies = (cost: number): readonly Cover[] => [{ serves: [0] }, { serves: [1], cost }];
      return coverageGame({ weights: [1], covers: [strategies(1 - e), strategies(d)] });
    };

    it("given a dear operator that came first > e / (1 - d), to 0 as e does, and nobody gains by moving", () => {
      for (const e of [0.1, 0.01, 0.001, 1e-6]) {
        const game = entry(e, 0.1);
        expect(pureEquilibria(game)).to.deep.equal([
          [0, 1],
          [1, 0],
        ]);
        expect(priceOfAnarchy(game)).to.be.within(e / 0.9 - 1e-9, e / 0.9 + 1e-9);
      }
    });

    it("given the dear one decides first > best response ends in the bad one, in the good one the other way round", () => {
      const from = { game: entry(0.01, 0.1), rule: bestResponse(), order: "sequential", seed: 1, epochs: 3 } as const;
      expect(play({ ...from, start: [0, 0] }).at(-1)).to.deep.equal([1, 0]);
      expect(play({ ...from, start: [0, 1] }).at(-1)).to.deep.equal([0, 1]);
    });

    it("given 300 random games with costs > no equilibrium loses welfare, and some fall below 1/2", function () {
      this.timeout(30_000);
      const random = randomStream(1, "costs");
      const kind = { weighted: true, certain: false, domains: 2, cost: 0.5 };
      const games = Array.from({ length: 300 }, () => coverageGame(randomCoverage(kind, random)));
      const worthwhile = games.filter((game) => profiles(game).some((profile) => game.potential(profile) > 1e-9));
      const ratios = worthwhile.map(priceOfAnarchy);
      const worst = Math.min(...ratios);
      expect(worst).to.be.within(-1e-9, 0.5);
      const below = ratios.filter((ratio) => ratio < 0.5).length;
      report(this.test, `worst ${worst.toFixed(3)}, ${below} of ${ratios.length} below 1/2`);
    });
  });
});
