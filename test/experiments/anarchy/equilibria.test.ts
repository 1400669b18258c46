import { expect } from "chai";
import { randomStream } from "../../../scripts/common/random.js";
import { costs, covered, planOf, welfare } from "../../../scripts/experiments/anarchy/coverGame.js";
import {
  anarchyBound,
  DISTRIBUTION_RULES,
  distributed,
} from "../../../scripts/experiments/anarchy/distributionRule.js";
import { payment, potential } from "../../../scripts/experiments/anarchy/payment.js";
import { randomCoverGame } from "../../../scripts/experiments/anarchy/randomCoverGame.js";
import { bestGain, optimumOf, profilesOf, solveGame } from "../../../scripts/experiments/anarchy/solveGame.js";
import { crowd, dear, idle, ring, star } from "../../../scripts/experiments/anarchy/worstCases.js";
import { anyProfile, near } from "./support.js";

const COSTS = [0, 0.3];
const RULES = [...DISTRIBUTION_RULES, "EqualShare"] as const;

describe("equilibria of coverage games", () => {
  for (const rule of RULES) {
    it(`T1 ${rule} > every lone change of plan changes its potential by what it changes the mover's pay less cost`, () => {
      const stream = randomStream(1, rule);
      for (let i = 0; i < 200; i++) {
        const game = randomCoverGame({ stream, cost: COSTS[i % 2] ?? 0 });
        const before = anyProfile(game, stream);
        const operator = stream.below(before.length);
        const after = before.with(operator, stream.below(3));
        const net = (profile: number[]): number =>
          payment({ game, profile, operator, rule }) - planOf(game, operator, profile[operator] ?? 0).cost;
        near(potential(game, after, rule) - potential(game, before, rule), net(after) - net(before), 1e-13);
      }
    });

    it(`T1 ${rule} > profitable moves one by one end in an equilibrium, and the largest potential is one`, () => {
      const stream = randomStream(2, rule);
      let moves = 0;
      for (let i = 0; i < 60; i++) {
        const game = randomCoverGame({ stream, cost: COSTS[i % 2] ?? 0 });
        const all = [...profilesOf(game)];
        const isRest = (profile: readonly number[]) =>
          profile.every((_, operator) => bestGain(game, profile, operator, rule) <= 1e-9);
        let profile = anyProfile(game, stream);
        for (let left = all.length; !isRest(profile); left--) {
          expect(left).to.be.above(0); // a potential visits no profile twice
          const operator = profile.findIndex((_, each) => bestGain(game, profile, each, rule) > 1e-9);
          const gains = [0, 1, 2].map((plan) => potential(game, profile.with(operator, plan), rule));
          profile = profile.with(operator, gains.indexOf(Math.max(...gains)));
          moves++;
        }
        const highest = all.reduce((a, b) => (potential(game, b, rule) > potential(game, a, rule) ? b : a));
        expect(isRest(highest)).to.equal(true);
      }
      expect(moves).to.be.above(30);
    });
  }

  it("T3 leave-one-out's potential is welfare; that of Shapley and Gairing is more wherever two succeed", () => {
    const stream = randomStream(3, "welfare");
    for (let i = 0; i < 200; i++) {
      const game = randomCoverGame({ stream, cost: COSTS[i % 2] ?? 0 });
      const profile = anyProfile(game, stream);
      const value = covered(game, profile) - costs(game, profile);
      near(potential(game, profile, "FlatMarginalCoverage"), value, 1e-13);
      const gairing = potential(game, profile, "Gairing");
      expect(gairing).to.be.above(value - 1e-13);
      expect(potential(game, profile, "Shapley")).to.be.above(gairing - 1e-13);
    }
  });

  describe("T2 without participation cost", () => {
    for (const rule of DISTRIBUTION_RULES) {
      it(`${rule} > no equilibrium of 400 random games is below 1 / (1 + max (j f(j) - f(j+1), (n-1) f(n)))`, () => {
        const stream = randomStream(4, rule);
        let lossy = 0;
        for (let i = 0; i < 400; i++) {
          const game = randomCoverGame({ stream, cost: 0 });
          const optimum = optimumOf(game).welfare;
          if (optimum === 0) continue;
          const { worst } = solveGame(game, rule);
          expect(worst.welfare).to.be.at.least(anarchyBound(rule, game.plans.length) * optimum - 1e-12);
          if (worst.welfare < 0.9 * optimum) lossy++;
        }
        expect(lossy).to.be.above(0); // there was something to find
      });

      it(`${rule} > the ring reaches its bound with certain success, and an equilibrium it is`, () => {
        for (const operators of [2, 3, 5, 8]) {
          for (const reach of [1, operators - 1]) {
            const { game, equilibrium } = ring({ rule, operators, reach, probability: 1, margin: 0 });
            const v = reach * distributed(rule, reach) - distributed(rule, reach + 1);
            // Weights are whole billionths: v is cut by up to 1e-9 of a common resource.
            near(welfare(game, equilibrium) / optimumOf(game).welfare, 1 / (1 + v), 1e-9);
            for (const operator of equilibrium.keys()) {
              expect(bestGain(game, equilibrium, operator, rule)).to.be.within(-1e-9, 1e-15);
            }
          }
          const reach = rule === "Shapley" ? operators - 1 : 1;
          const { game, equilibrium } = ring({ rule, operators, reach, probability: 1, margin: 0 });
          near(welfare(game, equilibrium) / optimumOf(game).welfare, anarchyBound(rule, operators), 1e-9);
        }
      });
    }

    it("with a reliability of 0.999 > leave-one-out's ring has 1 / 1.999, every other one within 0.001 above its limit", () => {
      for (const rule of DISTRIBUTION_RULES) {
        for (const operators of [2, 6]) {
          const reach = rule === "Shapley" ? operators - 1 : 1;
          const { game, equilibrium } = ring({ rule, operators, reach, probability: 0.999, margin: 0 });
          const ratio = welfare(game, equilibrium) / optimumOf(game).welfare;
          expect(ratio - anarchyBound(rule, operators)).to.be.within(0, 0.001);
          if (rule === "FlatMarginalCoverage") near(ratio, 1 / 1.999, 1e-9);
        }
      }
    });

    it("with a margin > everyone loses by moving", () => {
      for (const rule of DISTRIBUTION_RULES) {
        const { game, equilibrium } = ring({ rule, operators: 4, reach: 1, probability: 0.999, margin: 0.01 });
        for (const operator of equilibrium.keys())
          expect(bestGain(game, equilibrium, operator, rule)).to.be.below(-1e-4);
      }
    });
  });

  describe("T4 price of stability", () => {
    it("leave-one-out > the best equilibrium of 200 random games is the optimum, with costs too", () => {
      const stream = randomStream(6, "stability");
      for (let i = 0; i < 200; i++) {
        const game = randomCoverGame({ stream, cost: COSTS[i % 2] ?? 0 });
        near(solveGame(game, "FlatMarginalCoverage").best.welfare, optimumOf(game).welfare, 1e-9);
      }
    });

    it("Shapley and Gairing > the only equilibrium of the star has 1 / (1 + (n-1) f(n)), leave-one-out's best all", () => {
      for (const operators of [2, 4, 8]) {
        for (const rule of ["Shapley", "Gairing"] as const) {
          const game = star({ rule, operators, probability: 1, margin: 1e-6 });
          const optimum = optimumOf(game).welfare;
          const { equilibria, best } = solveGame(game, rule);
          expect(equilibria).to.equal(1);
          near(best.welfare / optimum, 1 / (1 + (operators - 1) * distributed(rule, operators)), 1e-6);
          near(solveGame(game, "FlatMarginalCoverage").best.welfare, optimum, 1e-12);
        }
      }
    });

    it("as operators become many > n/(2n-1) to 1/2, and to 1 - 1/e", () => {
      const many = (rule: "Shapley" | "Gairing") => 1 / (1 + 9_999 * distributed(rule, 10_000));
      near(many("Shapley"), 10_000 / 19_999, 1e-12);
      near(many("Gairing"), 1 - 1 / Math.E, 1e-4);
    });
  });

  describe("T6 with participation cost", () => {
    it("no rule has a bound above 0 > the dear operator keeps the cheap one out, whatever is left", () => {
      for (const left of [0.1, 0.001, 1e-6]) {
        const { game, equilibrium } = dear({ probability: 1, left, cheap: 0.6 });
        for (const rule of RULES) {
          const { worst, best } = solveGame(game, rule);
          expect(worst.profile).to.deep.equal(equilibrium);
          near(worst.welfare / optimumOf(game).welfare, left / 0.4, 1e-9);
          near(best.welfare, 0.4, 1e-12);
        }
      }
    });

    it("no equilibrium falls below 0 while a rule pays no more than the value, in 300 random games", () => {
      const stream = randomStream(7, "losses");
      for (let i = 0; i < 300; i++) {
        const game = randomCoverGame({ stream, cost: 0.5 });
        for (const rule of DISTRIBUTION_RULES) expect(solveGame(game, rule).worst.welfare).to.be.at.least(-1e-9);
      }
    });

    it("EqualShare > all four idle ones come in at a loss: 0.1 - 0.65 against 0.1 - 0.05", () => {
      const game = idle({ probability: 1 });
      near(optimumOf(game).welfare, 0.05, 1e-12);
      const { equilibria, best } = solveGame(game, "EqualShare");
      expect([equilibria, best.serving]).to.deep.equal([1, 4]);
      near(best.welfare, -0.55, 1e-12);
      for (const rule of DISTRIBUTION_RULES) near(solveGame(game, rule).worst.welfare, 0.05, 1e-12);
    });

    it("T7 a crowd > as many come as the last is paid its cost: Shapley leaves 1 - k c, leave-one-out 1 - c", () => {
      for (const cost of [0.6, 0.34, 0.26, 0.101]) {
        const game = crowd({ operators: 10, probability: 1, cost, value: 1 });
        for (const rule of DISTRIBUTION_RULES) {
          const bought = Array.from({ length: 10 }, (_, i) => i + 1).filter((k) => distributed(rule, k) >= cost).length;
          const { worst, best } = solveGame(game, rule);
          expect([worst.serving, best.serving]).to.deep.equal([bought, bought]);
          near(best.welfare, 1 - bought * cost, 1e-12);
        }
      }
      // 1 / 0.34 is 2.9, 1 / 0.101 is 9.9: two and nine for a resource that needs one.
      expect(
        solveGame(crowd({ operators: 10, probability: 1, cost: 0.101, value: 1 }), "Shapley").best.serving,
      ).to.equal(9);
      expect(
        solveGame(crowd({ operators: 10, probability: 1, cost: 0.101, value: 1 }), "Gairing").best.serving,
      ).to.equal(6);
    });

    it("T7 Gairing's crowds > at least 28.2% of the optimum, just below c = f(2); 41.8% when they are large", () => {
      const left = (k: number): number => {
        const f = distributed("Gairing", k);
        return (1 - k * f) / (1 - f);
      };
      near(left(2), 0.282, 5e-4);
      for (let k = 3; k <= 1_000; k++) expect(left(k)).to.be.above(left(2));
      near(left(100_000), 0.418, 5e-4);
      const game = crowd({ operators: 5, probability: 1, cost: distributed("Gairing", 2) - 1e-6, value: 1 });
      near(solveGame(game, "Gairing").best.welfare / optimumOf(game).welfare, left(2), 1e-5);
    });

    it("an emission of twice the value > Shapley's crowd loses, and so does a lone leave-one-out operator", () => {
      const lossy = crowd({ operators: 6, probability: 1, cost: 0.22, value: 0.5 });
      near(solveGame(lossy, "Shapley").best.welfare, 0.5 - 4 * 0.22, 1e-12);
      const alone = crowd({ operators: 6, probability: 1, cost: 0.9, value: 0.5 });
      near(solveGame(alone, "FlatMarginalCoverage").best.welfare, -0.4, 1e-12);
    });
  });
});
