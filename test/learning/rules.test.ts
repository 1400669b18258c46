import { expect } from "chai";
import { randomStream } from "../../scripts/common/random.js";
import type { LearningRule, Observation } from "../../scripts/learning/learningRule.js";
import { bestResponse } from "../../scripts/learning/rules/bestResponse.js";
import { betterResponse } from "../../scripts/learning/rules/betterResponse.js";
import { exp3 } from "../../scripts/learning/rules/exp3.js";
import { fermiImitation } from "../../scripts/learning/rules/fermiImitation.js";
import { hedge } from "../../scripts/learning/rules/hedge.js";
import { logLinear } from "../../scripts/learning/rules/logLinear.js";
import { proportionalImitation } from "../../scripts/learning/rules/proportionalImitation.js";
import { regretMatching } from "../../scripts/learning/rules/regretMatching.js";
import { alwaysDraws, choiceProbabilities } from "./choiceProbabilities.js";

/** Plays strategy 0 of those with the given payoffs; scale 100 tokens per day. */
function playing(payoffs: readonly number[], more: Partial<Observation> = {}): Observation {
  return {
    current: 0,
    allowed: payoffs.map(() => true),
    realised: payoffs[0] ?? 0,
    payoff: (k) => payoffs[k] ?? Number.NaN,
    peers: [],
    scale: 100,
    ...more,
  };
}

/** How often each strategy is chosen from one state, over 6000 seeds. */
function frequencies(rule: LearningRule<null>, observation: Observation): number[] {
  const random = randomStream(5, "frequencies");
  const counts = observation.allowed.length;
  const shares = Array.from({ length: counts }, () => 0);
  for (let draw = 0; draw < 6000; draw++) {
    const { strategy } = rule.decide({ state: null, observation, random });
    shares[strategy] = (shares[strategy] ?? 0) + 1 / 6000;
  }
  return shares;
}

function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).to.equal(expected.length);
  for (const [k, value] of actual.entries()) {
    const [low, high] = [(expected[k] ?? 0) - tolerance, (expected[k] ?? 0) + tolerance];
    expect(value, `strategy ${k} of ${actual}`).to.be.within(low, high);
  }
}

describe("best response", () => {
  it("given payoffs 10, 30, 20 > plays the second", () => {
    expect(frequencies(bestResponse(), playing([10, 30, 20]))).to.deep.equal(
      frequencies(bestResponse(), playing([0, 1, 0])),
    );
    expectNear(frequencies(bestResponse(), playing([10, 30, 20])), [0, 1, 0], 1e-9);
  });

  it("given two best ones > each half of the time", () => {
    expectNear(frequencies(bestResponse(), playing([10, 30, 30, 20])), [0, 0.5, 0.5, 0], 0.03);
  });

  it("given a best one no better than its own > stays", () => {
    expectNear(frequencies(bestResponse(), playing([30, 30, 20])), [1, 0, 0], 1e-9);
  });

  it("given a gain of less than 1e-9 of the scale > stays; of more > moves", () => {
    expectNear(frequencies(bestResponse(), playing([30, 30 + 0.9e-7])), [1, 0], 1e-9);
    expectNear(frequencies(bestResponse(), playing([30, 30 + 1.1e-7])), [0, 1], 1e-9);
  });
});

describe("better response with inertia", () => {
  it("given inertia 0.4 and two better ones of three > 0.4 to stay, 0.3 to each, 0 to the worse", () => {
    expectNear(frequencies(betterResponse({ inertia: 0.4 }), playing([10, 11, 90, 5])), [0.4, 0.3, 0.3, 0], 0.03);
  });

  it("given none strictly better > stays", () => {
    expectNear(frequencies(betterResponse({ inertia: 0 }), playing([10, 10, 5])), [1, 0, 0], 1e-9);
  });

  it("given a hundred strategies, half of them better > asks for about two of them and its own", () => {
    let asked = 0;
    const payoffs = Array.from({ length: 101 }, (_, k) => (k % 2 === 0 ? 0 : 1));
    const observation = playing(payoffs, {
      payoff: (k) => {
        asked++;
        return payoffs[k] ?? 0;
      },
    });
    frequencies(betterResponse({ inertia: 0 }), observation);
    expect(asked / 6000).to.be.within(2.9, 3.05); // 1 + (n + 1) / (better + 1) = 1 + 101 / 51
  });
});

describe("log-linear learning", () => {
  it("given payoffs 0 and 100 ln 3 x temperature > 1/4 and 3/4", () => {
    const observation = playing([0, 100 * Math.log(3) * 0.2]);
    expectNear(
      choiceProbabilities({ rule: logLinear({ temperature: 0.2 }), state: null, observation }),
      [0.25, 0.75],
      1e-4,
    );
  });

  it("given a strategy that is not allowed > shares its probability among the others", () => {
    const observation = playing([5, 5, 500], { allowed: [true, true, false] });
    expectNear(choiceProbabilities({ rule: logLinear(), state: null, observation }), [0.5, 0.5, 0], 1e-4);
  });
});

describe("Fermi imitation", () => {
  const follows = (own: number, peer: number) => {
    const observation = playing([own, 0], { peers: [{ strategy: 1, payoff: peer }] });
    return choiceProbabilities({ rule: fermiImitation({ temperature: 0.1 }), state: null, observation })[1];
  };

  it("given a peer 10 ln 4 above at scale 100 and temperature 0.1 > follows with 4/5, and 1/5 the other way", () => {
    expect(follows(20, 20 + 10 * Math.log(4))).to.be.within(0.7999, 0.8001);
    expect(follows(20, 20 - 10 * Math.log(4))).to.be.within(0.1999, 0.2001);
  });

  it("given a peer that plays what is not allowed > stays", () => {
    const observation = playing([0, 0], { peers: [{ strategy: 1, payoff: 1e6 }], allowed: [true, false] });
    expectNear(frequencies(fermiImitation(), observation), [1, 0], 1e-9);
  });
});

describe("proportional imitation", () => {
  const peers = [
    { strategy: 1, payoff: 60 },
    { strategy: 2, payoff: 30 },
    { strategy: 3, payoff: -10 },
  ];

  it("given rate 0.5 and peers 60, 30 and -10 above, by scale 100 > a third of 0.3, 0.15 and 0", () => {
    const observation = playing([0, 0, 0, 0], { peers });
    expectNear(frequencies(proportionalImitation({ rate: 0.5 }), observation), [0.85, 0.1, 0.05, 0], 0.015);
  });

  it("given rate x difference above the scale > follows surely", () => {
    const observation = playing([0, 0], { peers: [{ strategy: 1, payoff: 60 }] });
    expectNear(frequencies(proportionalImitation({ rate: 2 }), observation), [0, 1], 1e-9);
  });
});

describe("Hedge", () => {
  const rule = hedge({ learningRate: 2 });

  it("given eta 4, own payoff 0 and peers at 50 on average and -100 > weights e^2, e^3 and 1", () => {
    const observation = playing([0, 0, 0], {
      peers: [
        { strategy: 1, payoff: 80 },
        { strategy: 1, payoff: 20 },
        { strategy: 2, payoff: -100 },
      ],
    });
    const total = Math.E ** 2 + Math.E ** 3 + 1;
    const expected = [Math.E ** 2 / total, Math.E ** 3 / total, 1 / total];
    const fast = hedge({ learningRate: 4 });
    expectNear(choiceProbabilities({ rule: fast, state: fast.initial(3), observation }), expected, 1e-4);
  });

  it("given a strategy that nobody plays > it keeps its third; the others share theirs as e to 1", () => {
    const observation = playing([0, 0, 0], { peers: [{ strategy: 1, payoff: -100 }] });
    const expected = [(2 / 3) * (Math.E / (Math.E + 1)), (2 / 3) * (1 / (Math.E + 1)), 1 / 3];
    expectNear(choiceProbabilities({ rule, state: rule.initial(3), observation }), expected, 1e-4);
  });

  it("given a peer of its own strategy > believes what it was paid itself", () => {
    const peers = [{ strategy: 1, payoff: 0 }];
    const alone = rule.decide({
      state: rule.initial(2),
      observation: playing([40, 0], { peers }),
      random: alwaysDraws(0),
    });
    const observation = playing([40, 0], { peers: [...peers, { strategy: 0, payoff: -90 }] });
    expect(rule.decide({ state: rule.initial(2), observation, random: alwaysDraws(0) })).to.deep.equal(alone);
  });

  it("given a strategy that it may not play > learns of it all the same", () => {
    const peers = [{ strategy: 1, payoff: 100 }];
    const barred = playing([0, 0], { peers, allowed: [true, false] });
    const { state } = rule.decide({ state: rule.initial(2), observation: barred, random: alwaysDraws(0.5) });
    const probabilities = choiceProbabilities({ rule, state, observation: playing([0, 0], { peers }) });
    expect(probabilities[1]).to.be.within(
      Math.E ** 2 / (1 + Math.E ** 2) - 1e-4,
      Math.E ** 2 / (1 + Math.E ** 2) + 1e-4,
    );
  });
});

describe("EXP3", () => {
  const rule: LearningRule<ReturnType<ReturnType<typeof exp3>["initial"]>> = exp3({ gamma: 0.2 });

  it("given two strategies and a draw of probability 1/2 that gained 3/4 > weights e^0.15 and 1, mixed with 1/10 each", () => {
    const first = rule.decide({ state: rule.initial(2), observation: playing([50, 0]), random: alwaysDraws(0.3) });
    expect(first.strategy).to.equal(0);
    const probabilities = choiceProbabilities({ rule, state: first.state, observation: playing([50, 0]) });
    const weight = Math.exp((0.2 * (0.75 / 0.5)) / 2);
    expectNear(probabilities, [0.8 * (weight / (weight + 1)) + 0.1, 0.8 * (1 / (weight + 1)) + 0.1], 1e-4);
  });

  it("given two of three allowed > a half each, and the gain counts twice", () => {
    const allowed = [true, true, false];
    const observation = playing([50, 0, 0], { allowed });
    const first = rule.decide({ state: rule.initial(3), observation, random: alwaysDraws(0.3) });
    expectNear(choiceProbabilities({ rule, state: rule.initial(3), observation }), [0.5, 0.5, 0], 1e-4);
    const weight = Math.exp((0.2 * (0.75 / 0.5)) / 3);
    const expected = [0.8 * (weight / (weight + 1)) + 0.1, 0.8 * (1 / (weight + 1)) + 0.1, 0];
    expectNear(choiceProbabilities({ rule, state: first.state, observation }), expected, 1e-4);
  });

  it("given a strategy forced upon it > learns nothing from it", () => {
    const first = rule.decide({ state: rule.initial(2), observation: playing([50, 0]), random: alwaysDraws(0.3) });
    const forced = playing([0, 0], { current: 1, realised: 100 });
    expectNear(choiceProbabilities({ rule, state: first.state, observation: forced }), [0.5, 0.5], 1e-4);
  });

  it("given the first decision > does not learn from a strategy that it did not draw", () => {
    expectNear(choiceProbabilities({ rule, state: rule.initial(2), observation: playing([100, 0]) }), [0.5, 0.5], 1e-4);
  });
});

describe("regret matching", () => {
  const rule = regretMatching();

  it("given payoffs 10, 40, 20 and 5 > plays the second and third as 30 to 10", () => {
    const observation = playing([10, 40, 20, 5]);
    expectNear(choiceProbabilities({ rule, state: rule.initial(4), observation }), [0, 0.75, 0.25, 0], 1e-4);
  });

  it("given a second day on which the third pays 20 more than the played second > regrets add up to 30 and 30", () => {
    const { state } = rule.decide({
      state: rule.initial(3),
      observation: playing([10, 40, 20]),
      random: alwaysDraws(0.1),
    });
    const observation = playing([0, 20, 40], { current: 1 });
    expectNear(choiceProbabilities({ rule, state, observation }), [0, 0.5, 0.5], 1e-4); // 0-20, 30+0, 10+20
  });

  it("given no regret > stays", () => {
    const observation = playing([10, 10, 5], { current: 1 });
    expectNear(choiceProbabilities({ rule, state: rule.initial(3), observation }), [0, 1, 0], 1e-9);
  });
});
