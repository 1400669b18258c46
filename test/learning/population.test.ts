import { expect } from "chai";
import { bestResponse } from "../../scripts/learning/rules/bestResponse.js";
import { fermiImitation } from "../../scripts/learning/rules/fermiImitation.js";
import { logLinear } from "../../scripts/learning/rules/logLinear.js";
import { proportionalImitation } from "../../scripts/learning/rules/proportionalImitation.js";
import { sum } from "./games.js";
import { type Population, runPopulation } from "./population.js";

/**
 * Hawk (A) and dove (B) over a prize of 1 at a fight's cost of 4: hawks earn x (1 - 4) / 2 + (1 - x), doves (1 - x) / 2,
 * x the share of hawks. The interior rest point of the replicator dynamics, and the equilibrium, is x = 1/4.
 */
function hawkDove(size: number): Population {
  return {
    size,
    payoff: (strategy, a) => {
      const x = a / size;
      return strategy === 0 ? (-3 * x) / 2 + (1 - x) : (1 - x) / 2;
    },
  };
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

describe("populations", function () {
  this.timeout(30_000);

  describe("proportional imitation", () => {
    for (const start of [20, 180]) {
      it(`given ${start} hawks of 200 > goes to the replicator's interior rest point, a quarter`, () => {
        const counts = runPopulation({
          population: hawkDove(200),
          rule: proportionalImitation({ rate: 0.4 }),
          epochs: 300,
          start,
          seed: start,
        });
        expect(mean(counts.slice(100)) / 200).to.be.within(0.24, 0.26);
      });
    }

    it("given A always 0.2 above B > follows the replicator's logistic curve", () => {
      const population = { size: 200, payoff: (strategy: number) => (strategy === 0 ? 0.2 : 0) };
      const runs = Array.from({ length: 8 }, (_, seed) =>
        runPopulation({ population, rule: proportionalImitation({ rate: 0.25 }), epochs: 100, start: 20, seed }),
      );
      for (const day of [20, 40, 60, 80, 100]) {
        const expected = 1 / (1 + 9 * Math.exp(-0.25 * 0.2 * day)); // x' = rate x advantage x (1 - x), x(0) = 1/10
        const share = mean(runs.map((counts) => (counts[day] ?? 0) / 200));
        expect(share, `day ${day}`).to.be.within(expected - 0.05, expected + 0.05);
      }
    });
  });

  describe("log-linear learning", () => {
    for (const temperature of [0.2, 0.5, 2]) {
      it(`given temperature ${temperature} > goes to the logit equilibrium of hawk and dove`, () => {
        const counts = runPopulation({
          population: hawkDove(400),
          rule: logLinear({ temperature }),
          epochs: 250,
          start: 0,
          seed: 5,
        });
        const expected = logitEquilibrium(temperature);
        expect(mean(counts.slice(50)) / 400).to.be.within(expected - 0.006, expected + 0.006);
      });
    }

    it("given the temperatures above > the logit equilibria differ from each other and from the Nash equilibrium", () => {
      const shares = [0.2, 0.5, 2].map(logitEquilibrium);
      for (const [k, share] of shares.entries()) expect(share).to.be.greaterThan((shares[k - 1] ?? 0.25) + 0.02);
    });
  });

  it("given best response > settles at the Nash equilibrium of the finite population", () => {
    const population = hawkDove(100);
    const counts = runPopulation({ population, rule: bestResponse(), epochs: 4, start: 90, seed: 1 });
    const rests = (a: number) =>
      population.payoff(0, a) >= population.payoff(1, a - 1) && population.payoff(1, a) >= population.payoff(0, a + 1);
    expect(rests(counts.at(-1) ?? 0)).to.equal(true);
    expect(counts.at(-1)).to.be.within(24, 26);
    expect(counts.at(-1)).to.equal(counts.at(-2));
  });

  describe("Fermi imitation: chance that one A takes over", () => {
    /** Traulsen, Nowak and Pacheco 2006: 1 / (1 + sum over k of the product over j <= k of exp(-(A - B at j) / T)). */
    function fixation({ size, payoff }: Population, temperature: number): number {
      let product = 1;
      let total = 1;
      for (let j = 1; j < size; j++) {
        product *= Math.exp(-(payoff(0, j) - payoff(1, j)) / temperature);
        total += product;
      }
      return 1 / total;
    }

    const games: readonly [string, Population][] = [
      ["no difference", { size: 6, payoff: () => 0 }],
      ["A always 0.1 better", { size: 6, payoff: (strategy) => (strategy === 0 ? 0.1 : 0) }],
      ["A worse while rare", { size: 6, payoff: (strategy, a) => (strategy === 0 ? a / 6 : 0.4) }],
      ["hawk and dove", hawkDove(6)],
    ];
    it("given no difference > the closed form says 1 of 6", () => {
      expect(fixation({ size: 6, payoff: () => 0 }, 0.3)).to.be.within(1 / 6 - 1e-12, 1 / 6 + 1e-12);
    });

    for (const [name, population] of games) {
      it(`given ${name} > as often in 3000 runs as the closed form says`, () => {
        const expected = fixation(population, 0.3);
        const rule = fermiImitation({ temperature: 0.3 });
        let taken = 0;
        for (let run = 0; run < 3000; run++) {
          const ends = (a: number) => a === 0 || a === 6;
          const counts = runPopulation({
            population,
            rule,
            frequency: 1 / 6,
            epochs: 100_000,
            start: 1,
            seed: `${name}/${run}`,
            until: ends,
          });
          if (counts.at(-1) === 6) taken++;
        }
        const error = 4 * Math.sqrt((expected * (1 - expected)) / 3000);
        expect(taken / 3000).to.be.within(expected - error, expected + error);
      });
    }
  });
});

/** x = 1 / (1 + exp(-(hawk - dove) / T)) with hawk - dove = 1/2 - 2 x, by bisection. */
function logitEquilibrium(temperature: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const x = (low + high) / 2;
    if (1 / (1 + Math.exp(-(0.5 - 2 * x) / temperature)) > x) low = x;
    else high = x;
  }
  return low;
}
