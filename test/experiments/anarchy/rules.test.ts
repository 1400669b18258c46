import { expect } from "chai";
import { randomStream } from "../../../scripts/common/random.js";
import { type CoverGame, covered, planOf, servingBy } from "../../../scripts/experiments/anarchy/coverGame.js";
import {
  ANARCHY_LIMIT,
  anarchyBound,
  boundOfWeights,
  DISTRIBUTION_RULES,
  distributed,
} from "../../../scripts/experiments/anarchy/distributionRule.js";
import { paid, payment } from "../../../scripts/experiments/anarchy/payment.js";
import { randomCoverGame } from "../../../scripts/experiments/anarchy/randomCoverGame.js";
import { payOfOne } from "../../../scripts/experiments/anarchy/worstCases.js";
import { anyProfile, near } from "./support.js";

const E = Math.E;

/** All that can happen to operators that succeed with these probabilities: which do, and how probable that is. */
function outcomes(probabilities: readonly number[]): { works: boolean[]; chance: number }[] {
  return probabilities.reduce(
    (all, p) =>
      all.flatMap(({ works, chance }) => [
        { works: works.concat(true), chance: chance * p },
        { works: works.concat(false), chance: chance * (1 - p) },
      ]),
    [{ works: [] as boolean[], chance: 1 }],
  );
}

/** Every order of the first n numbers. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, at) => order.toSpliced(at, 0, n - 1)));
}

describe("rules that share a covered resource", () => {
  describe("f(k), what each of k is paid", () => {
    it("leave-one-out 1, 0, 0; Shapley 1, 1/2, 1/3; Gairing 1, 0.418, 0.254", () => {
      const first = (rule: (typeof DISTRIBUTION_RULES)[number]) => [1, 2, 3].map((k) => distributed(rule, k));
      expect(first("FlatMarginalCoverage")).to.deep.equal([1, 0, 0]);
      expect(first("Shapley")).to.deep.equal([1, 1 / 2, 1 / 3]);
      // (e - 2) / (e - 1) and (2e - 5) / (e - 1), the subtractive form, exact enough for the first three.
      const expected = [1, (E - 2) / (E - 1), (2 * E - 5) / (E - 1)];
      for (const [k, value] of first("Gairing").entries()) near(value, expected[k] ?? Number.NaN, 1e-15);
    });

    it("Gairing's k f(k) - f(k+1) is 1/(e-1) at every k, which no other weights keep below", () => {
      for (let k = 1; k <= 200; k++) {
        near(k * distributed("Gairing", k) - distributed("Gairing", k + 1), 1 / (E - 1), 1e-14);
      }
    });
  });

  describe("the bound on the price of anarchy", () => {
    it("is 1/2, n/(2n-1) and 1 - 1/e for n operators", () => {
      for (let n = 2; n <= 40; n++) {
        expect(anarchyBound("FlatMarginalCoverage", n)).to.equal(1 / 2);
        near(anarchyBound("Shapley", n), n / (2 * n - 1), 1e-15);
        near(anarchyBound("Gairing", n), 1 - 1 / E, 1e-14);
      }
      for (const rule of DISTRIBUTION_RULES) {
        expect(anarchyBound(rule, 1)).to.equal(1);
        near(anarchyBound(rule, 10_000), ANARCHY_LIMIT[rule], 1e-4);
      }
    });

    it("of paying everyone for being there is 1/n: the star's term", () => {
      expect(boundOfWeights(() => 1, 5)).to.equal(1 / 5);
    });
  });

  it("T2 no weights at all have a better bound than 1 - 1/e as operators become many (Gairing 2009)", () => {
    const stream = randomStream(2, "weights");
    for (let i = 0; i < 500; i++) {
      const operators = 2 + stream.below(8);
      const weights = [1];
      // Near Gairing's, where it is hardest to be no better.
      for (let k = 2; k <= operators; k++) {
        weights.push(Math.min(weights[k - 2] ?? 0, distributed("Gairing", k) * stream.between(0.7, 1.4)));
      }
      const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
      let sum = 1 / ((operators - 1) * factorial(operators - 1));
      for (let k = 0; k < operators; k++) sum += 1 / factorial(k);
      const bound = boundOfWeights((k) => weights[k - 1] ?? 0, operators);
      expect(bound).to.be.at.most(1 - 1 / sum + 1e-15);
      if (operators === 9) expect(bound).to.be.at.most(1 - 1 / E + 1e-6);
    }
  });

  describe("payment", () => {
    it("is the mean of f over all that can happen, by any rule", () => {
      const stream = randomStream(1, "payment");
      for (let i = 0; i < 40; i++) {
        const game = randomCoverGame({ stream, cost: 0 });
        const profile = anyProfile(game, stream);
        const total = game.weights.reduce((a, b) => a + b, 0);
        for (const rule of DISTRIBUTION_RULES) {
          for (const operator of profile.keys()) {
            const expected = planOf(game, operator, profile[operator] ?? 0).serves.map(({ resource, probability }) => {
              const others = outcomes(servingBy(game, profile, operator)[resource] ?? []);
              const share = others.map(
                ({ works, chance }) => chance * distributed(rule, 1 + works.filter((up) => up).length),
              );
              return ((game.weights[resource] ?? 0) / total) * probability * share.reduce((a, b) => a + b, 0);
            });
            near(
              payment({ game, profile, operator, rule }),
              expected.reduce((a, b) => a + b, 0),
              1e-14,
            );
          }
        }
      }
    });

    // One resource, operators that succeed with 0.9, 0.8, 0.6 and 0.5.
    const probabilities = [0.9, 0.8, 0.6, 0.5];
    const game: CoverGame = {
      weights: [1],
      plans: probabilities.map((probability) => [{ serves: [{ resource: 0, probability }], cost: 0 }]),
      value: 1,
    };
    const profile = [0, 0, 0, 0];
    const value = (members: readonly number[]) =>
      1 - members.reduce((all, i) => all * (1 - (probabilities[i] ?? 0)), 1);

    it("by Shapley is the mean over all orders of what an operator adds to those before it (Shapley 1953)", () => {
      const all = orders(4);
      for (const operator of profile.keys()) {
        const added = all.map((order) => {
          const before = order.slice(0, order.indexOf(operator));
          return value([...before, operator]) - value(before);
        });
        const expected = added.reduce((a, b) => a + b, 0) / all.length;
        near(payment({ game, profile, operator, rule: "Shapley" }), expected, 1e-15);
      }
    });

    it("by leave-one-out is what coverage would lose", () => {
      for (const operator of profile.keys()) {
        const expected = value([0, 1, 2, 3]) - value([0, 1, 2, 3].filter((i) => i !== operator));
        near(payment({ game, profile, operator, rule: "FlatMarginalCoverage" }), expected, 1e-15);
      }
    });

    it("of equal operators is F(k)", () => {
      for (const rule of DISTRIBUTION_RULES) {
        const plans = Array.from({ length: 5 }, () => [{ serves: [{ resource: 0, probability: 0.7 }], cost: 0 }]);
        const pay = payment({ game: { weights: [1], plans, value: 1 }, profile: [0, 0, 0, 0, 0], operator: 2, rule });
        near(payOfOne(rule, 5, 0.7), pay, 1e-15);
      }
    });

    it("T5 budget: Shapley pays the value, Gairing between 1/(e-1) and all of it, leave-one-out least", () => {
      const stream = randomStream(5, "budget");
      for (let i = 0; i < 300; i++) {
        const random = randomCoverGame({ stream, cost: 0 });
        const at = anyProfile(random, stream);
        const all = covered(random, at);
        const gairing = paid(random, at, "Gairing");
        near(paid(random, at, "Shapley"), all, 1e-14);
        expect(gairing).to.be.within(all / (E - 1) - 1e-14, all + 1e-14);
        expect(paid(random, at, "FlatMarginalCoverage")).to.be.within(0, gairing + 1e-14);
      }
    });
  });
});
