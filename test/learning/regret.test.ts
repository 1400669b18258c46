import { expect } from "chai";
import fc from "fast-check";
import { randomStream } from "../../scripts/common/random.js";
import type { LearningRule } from "../../scripts/learning/learningRule.js";
import { exp3 } from "../../scripts/learning/rules/exp3.js";
import { type HedgeState, hedge } from "../../scripts/learning/rules/hedge.js";
import { regretMatching } from "../../scripts/learning/rules/regretMatching.js";
import { at, ROCK_PAPER_SCISSORS, sum } from "./games.js";
import { play } from "./play.js";

/** Gains in [0, 1], per day and strategy, fixed beforehand. */
type Gains = readonly (readonly number[])[];

/** Sequences that mislead: by noise, by a change of the best strategy, by a late bloomer. */
const SEQUENCES: Record<string, (days: number, strategies: number) => Gains> = {
  "one better on average": (days, strategies) => {
    const random = randomStream(1, "noisy");
    return table(days, strategies, (_, k) => (random.next() < (k === 2 ? 0.8 : 0.1) ? 1 : 0));
  },
  "another best one each fifth": (days, strategies) =>
    table(days, strategies, (day, k) => (k === Math.floor((5 * day) / days) || k === 3 ? 1 : 0)),
  "a late bloomer": (days, strategies) =>
    table(days, strategies, (day, k) => (day < days / 4 ? (k === 0 ? 0.5 : 0) : k === 4 ? 1 : 0)),
};

function table(days: number, strategies: number, gain: (day: number, k: number) => number): Gains {
  return Array.from({ length: days }, (_, day) => Array.from({ length: strategies }, (_, k) => gain(day, k)));
}

/** Gain of the best single strategy. */
function best(gains: Gains): number {
  return Math.max(...at(gains, 0).map((_, k) => sum(gains.map((day) => at(day, k)))));
}

/** What a rule gains over a sequence that it plays from a uniformly random first strategy; payoffs 2 g - 1, scale 1. */
function gained(rule: LearningRule, gains: Gains, seed: number): number {
  const random = randomStream(seed, "learner");
  const strategies = at(gains, 0).length;
  let state = rule.initial(strategies);
  let current = random.below(strategies);
  let total = 0;
  for (const day of gains) {
    total += at(day, current);
    const payoff = (k: number) => 2 * at(day, k) - 1;
    const decision = rule.decide({
      state,
      observation: {
        current,
        allowed: day.map(() => true),
        realised: payoff(current),
        payoff,
        peers: day.map((_, strategy) => ({ strategy, payoff: payoff(strategy) })),
        scale: 1,
      },
      random,
    });
    state = decision.state;
    current = decision.strategy;
  }
  return total;
}

/** Mean and standard error of what a rule gains, over seeds. */
function meanGain(rule: LearningRule, gains: Gains, seeds: number): { mean: number; error: number } {
  const all = Array.from({ length: seeds }, (_, seed) => gained(rule, gains, seed));
  const mean = sum(all) / seeds;
  return { mean, error: Math.sqrt(sum(all.map((each) => (each - mean) ** 2)) / (seeds - 1) / seeds) };
}

describe("regret", function () {
  this.timeout(30_000);

  describe("EXP3, Auer et al. 2002, Theorem 3.1 and Corollary 3.2", () => {
    const [days, strategies] = [3000, 5];
    const spread = strategies * Math.log(strategies);
    const bound = 2 * Math.sqrt(Math.E - 1) * Math.sqrt(days * spread);

    for (const [name, sequence] of Object.entries(SEQUENCES)) {
      const gains = sequence(days, strategies);

      it(`given ${name} > mean regret over 30 seeds within 2 sqrt(e - 1) sqrt(T K ln K), where chance is not`, () => {
        const gamma = Math.min(1, Math.sqrt(spread / ((Math.E - 1) * days)));
        const { mean, error } = meanGain(exp3({ gamma }), gains, 30);
        expect(best(gains) - mean + 2 * error).to.be.below(bound);
        expect(best(gains) - sum(gains.flat()) / strategies).to.be.above(bound);
      });

      it(`given ${name} and gamma 0.3 > within (e - 1) gamma G + K ln K / gamma`, () => {
        const { mean, error } = meanGain(exp3({ gamma: 0.3 }), gains, 30);
        expect(best(gains) - mean + 2 * error).to.be.below((Math.E - 1) * 0.3 * best(gains) + spread / 0.3);
      });
    }
  });

  describe("Hedge with every strategy seen, Cesa-Bianchi and Lugosi 2006, Theorem 2.2", () => {
    /** Regret of the mixed strategies themselves, which needs no draws. */
    function expectedRegret(gains: Gains): number {
      const strategies = at(gains, 0).length;
      const rule = hedge({ learningRate: Math.sqrt((8 * Math.log(strategies)) / gains.length) });
      const random = randomStream(1, "hedge");
      let state: HedgeState = rule.initial(strategies);
      let total = 0;
      for (const day of gains) {
        total += sum(state.logWeights.map((weight, k) => Math.exp(weight) * at(day, k)));
        const peers = day.map((gain, strategy) => ({ strategy, payoff: 2 * gain - 1 }));
        const observation = {
          current: 0,
          allowed: day.map(() => true),
          realised: 2 * at(day, 0) - 1,
          payoff: () => Number.NaN,
          peers,
          scale: 1,
        };
        state = rule.decide({ state, observation, random }).state;
      }
      return best(gains) - total;
    }
    const bound = (days: number, strategies: number) => Math.sqrt((days * Math.log(strategies)) / 2);

    it("given any gains > regret at most sqrt(T ln K / 2)", () => {
      const sequences = fc
        .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 6 }))
        .chain(([days, strategies]) =>
          fc.array(fc.array(fc.constantFrom(0, 0.5, 1), { minLength: strategies, maxLength: strategies }), {
            minLength: days,
            maxLength: days,
          }),
        );
      fc.assert(
        fc.property(sequences, (gains) => {
          expect(expectedRegret(gains)).to.be.at.most(bound(gains.length, at(gains, 0).length) + 1e-9);
        }),
        { numRuns: 300 },
      );
    });

    it("given fair coins, the worst case > over half of the bound on average, so that it is no idle one", () => {
      const ratios = Array.from({ length: 20 }, (_, seed) => {
        const random = randomStream(seed, "coins");
        return expectedRegret(table(400, 30, () => random.below(2))) / bound(400, 30);
      });
      expect(Math.max(...ratios)).to.be.at.most(1);
      expect(sum(ratios) / 20).to.be.above(0.5);
    });

    for (const [name, sequence] of Object.entries(SEQUENCES)) {
      it(`given ${name} > its draws keep the bound too, as a mean over 20 seeds`, () => {
        const gains = sequence(1000, 5);
        const rule = hedge({ learningRate: Math.sqrt((8 * Math.log(5)) / 1000) });
        const { mean, error } = meanGain(rule, gains, 20);
        expect(best(gains) - mean - 3 * error).to.be.below(bound(1000, 5));
        expect(best(gains) - sum(gains.flat()) / 5).to.be.above(3 * bound(1000, 5));
      });
    }
  });

  describe("regret matching: at most sqrt((K - 1) T) for gains in [0, 1], by Blackwell's approachability", () => {
    for (const days of [300, 1200, 4800]) {
      for (const [name, sequence] of Object.entries(SEQUENCES)) {
        it(`given ${name} and ${days} days > mean regret over 10 seeds within the bound`, () => {
          const gains = sequence(days, 5);
          const { mean, error } = meanGain(regretMatching(), gains, 10);
          expect(best(gains) - mean - 3 * error).to.be.below(Math.sqrt(4 * days));
          expect(best(gains) - sum(gains.flat()) / 5).to.be.above(Math.sqrt(4 * days));
        });
      }
    }

    it("given itself at rock, paper, scissors > regret grows as the root of time", () => {
      const regrets = [1000, 16_000].map((epochs) => {
        const rule = regretMatching();
        const game = ROCK_PAPER_SCISSORS;
        const seeds = Array.from({ length: 5 }, (_, seed) => {
          const days = play({ game, rule, order: "simultaneous", epochs, start: [0, 1], seed });
          const totals = [0, 1, 2].map((k) => sum(days.map((profile) => game.payoff(profile.with(0, k), 0))));
          return Math.max(...totals) - sum(days.map((profile) => game.payoff(profile, 0)));
        });
        return sum(seeds) / 5 / (2 * Math.sqrt(2 * epochs));
      });
      for (const share of regrets) expect(share).to.be.within(0, 1);
    });
  });
});
