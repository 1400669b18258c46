import { expect } from "chai";
import type { Agent } from "../../scripts/agents/agent.js";
import { decideEpoch, type Market } from "../../scripts/agents/decideEpoch.js";
import { randomStream } from "../../scripts/common/random.js";
import type { LearningRule } from "../../scripts/learning/learningRule.js";
import { bestResponse } from "../../scripts/learning/rules/bestResponse.js";

/** Two seats, the second one better: whoever has a seat shares its worth with all in it. Strategy 0 is standing. */
const WORTH = [0, 8, 10];

/** Operators that all stand at first, free to move unless told otherwise. */
function seats(options: { operators: number; switching?: number; allowed?: (operator: number) => Uint8Array }): {
  market: Market;
  moved: [number, number][];
} {
  const { operators, switching = 0, allowed = () => Uint8Array.of(1, 1, 1) } = options;
  const sits = new Int32Array(operators);
  const moved: [number, number][] = [];
  const market: Market = {
    strategies: 3,
    scale: 1,
    net: (operator, strategy) => {
      const others = sits.filter((seat, i) => i !== operator && seat === strategy).length;
      return (WORTH[strategy] ?? 0) / (1 + others);
    },
    switching: (_, from, to) => (from === to ? 0 : switching),
    allowed,
    realised: () => 0,
    peers: () => [],
    move: (operator, strategy) => {
      moved.push([operator, strategy]);
      sits[operator] = strategy;
    },
  };
  return { market, moved };
}

const agents = (count: number, strategy = 0): Agent[] =>
  Array.from({ length: count }, () => ({
    strategy,
    memory: null,
    free: 0,
    unbonding: { tokens: 0, releaseDay: 0 },
  }));

const decide = (market: Market, count: number, options: Partial<Parameters<typeof decideEpoch>[0]> = {}) =>
  decideEpoch({
    activation: { operators: [...Array(count).keys()], seesEarlierMoves: true },
    rule: bestResponse(),
    agents: agents(count),
    market,
    horizonDays: 1,
    stream: (operator) => randomStream(1, `decision/${operator}`),
    ...options,
  });

describe("decideEpoch", () => {
  describe("given two seats worth 8 and 10, shared by whoever sits there", () => {
    it("one after the other: the second sees the first and takes the other seat, 8 rather than half of 10", () => {
      const { market, moved } = seats({ operators: 2 });
      const { moves } = decide(market, 2);
      expect(moves).to.deep.equal([
        { operator: 0, from: 0, to: 2 },
        { operator: 1, from: 0, to: 1 },
      ]);
      expect(moved).to.deep.equal([
        [0, 2],
        [1, 1],
      ]);
    });

    it("in the order of the activation, not of the indices", () => {
      const { market } = seats({ operators: 2 });
      const { moves } = decide(market, 2, { activation: { operators: [1, 0], seesEarlierMoves: true } });
      expect(moves.map(({ operator, to }) => [operator, to])).to.deep.equal([
        [1, 2],
        [0, 1],
      ]);
    });

    it("all at once: both take the better seat, and the market is told after the last decision", () => {
      const { market, moved } = seats({ operators: 2 });
      const { moves } = decide(market, 2, { activation: { operators: [0, 1], seesEarlierMoves: false } });
      expect(moves.map(({ to }) => to)).to.deep.equal([2, 2]);
      expect(moved).to.deep.equal([
        [0, 2],
        [1, 2],
      ]);
    });

    it("those whose turn it is not neither decide nor move", () => {
      const { market } = seats({ operators: 3 });
      const { moves } = decide(market, 3, { activation: { operators: [1], seesEarlierMoves: true } });
      expect(moves.map(({ operator }) => operator)).to.deep.equal([1]);
    });
  });

  describe("given a change that costs 30 once, to gain 10 a day", () => {
    it("is not worth it over 3 days, and is over 4", () => {
      const { market } = seats({ operators: 1, switching: 30 });
      expect(decide(market, 1, { horizonDays: 3 }).moves).to.deep.equal([]);
      expect(decide(market, 1, { horizonDays: 4 }).moves).to.deep.equal([{ operator: 0, from: 0, to: 2 }]);
    });

    it("counts from what is played: staying costs nothing", () => {
      const { market } = seats({ operators: 1, switching: 1_000 });
      const { moves } = decide(market, 1, { agents: agents(1, 1), horizonDays: 1 });
      expect(moves).to.deep.equal([]);
    });
  });

  it("given that the best seat is not allowed > takes the best of those that are", () => {
    const { market } = seats({ operators: 2, allowed: (operator) => Uint8Array.of(1, 1, operator === 0 ? 0 : 1) });
    expect(decide(market, 2).moves.map(({ to }) => to)).to.deep.equal([1, 2]);
  });

  it("given a rule with a memory > returns what each remembers, and leaves agents and their strategies as they were", () => {
    const counting: LearningRule<number> = {
      id: "counting",
      title: "Counts its decisions",
      source: "this test",
      usesPayoffs: "realised",
      initial: () => 0,
      decide: ({ state }) => ({ state: state + 1, strategy: 1 }),
    };
    const { market } = seats({ operators: 3 });
    const before = agents(3).map((agent) => Object.freeze({ ...agent, memory: 4 }));
    const activation = { operators: [0, 2], seesEarlierMoves: true };
    const result = decide(market, 3, { rule: counting as LearningRule, agents: Object.freeze(before), activation });
    expect(result.agents.map(({ memory }) => memory)).to.deep.equal([5, 4, 5]);
    expect(result.agents.map(({ strategy }) => strategy)).to.deep.equal([0, 0, 0]);
    expect(before.map(({ memory }) => memory)).to.deep.equal([4, 4, 4]);
  });

  it("given a rule that looks at no payoffs > neither prices nor looks at peers", () => {
    const asleep: LearningRule<null> = {
      id: "asleep",
      title: "Stays",
      source: "this test",
      usesPayoffs: "realised",
      initial: () => null,
      decide: ({ observation }) => ({ state: null, strategy: observation.current }),
    };
    const refuse = (): never => {
      throw new Error("not asked for");
    };
    const market = { ...seats({ operators: 1 }).market, net: refuse, peers: refuse };
    expect(decide(market, 1, { rule: asleep as LearningRule }).moves).to.deep.equal([]);
  });

  it("given an activation of nobody's index > refuses", () => {
    const { market } = seats({ operators: 1 });
    const activation = { operators: [7], seesEarlierMoves: true };
    expect(() => decide(market, 1, { activation })).to.throw(RangeError, "there is no operator 7");
  });
});
