import { expect } from "chai";
import fc from "fast-check";
import { AssignmentCells } from "../../scripts/metrics/optimum/assignmentCells.js";
import { boundedWelfare } from "../../scripts/metrics/optimum/coverageBound.js";
import { exactOptimum } from "../../scripts/metrics/optimum/exactOptimum.js";
import { FluidCoverage } from "../../scripts/metrics/optimum/fluidCoverage.js";
import { localOptimum } from "../../scripts/metrics/optimum/localOptimum.js";
import { LogCoverage } from "../../scripts/metrics/optimum/logCoverage.js";
import { marginalBound } from "../../scripts/metrics/optimum/marginalBound.js";
import { upperBound } from "../../scripts/metrics/optimum/upperBound.js";
import type { WelfareProblem } from "../../scripts/metrics/optimum/welfareProblem.js";
import { coverage } from "../../scripts/reference/coverage.js";
import { assignments, type Game, game, stateWith } from "../agents/randomGame.js";
import { networkOf } from "../agents/randomState.js";

const VALUE = 1_000;
const DUST = 1e-9 * VALUE;
const problemOf = ({ state, table, costs }: Game): WelfareProblem => ({
  model: state,
  table,
  costs,
  valuePerDay: VALUE,
});

const TINY = { operators: 3, strategies: 4, classes: 2, domains: 2 };
const SMALL = { operators: 6, strategies: 6, classes: 3, domains: 2 };

/** Welfare in exact arithmetic. */
function exactWelfare(each: Game, playing: readonly number[]): number {
  const cost = playing.reduce((sum, k, i) => sum + (each.costs[i * each.table.strategies + k] ?? 0), 0);
  return VALUE * coverage(networkOf(stateWith(each, playing))).toNumber() - cost;
}

describe("the optimum", () => {
  it("any tiny game, any accepted curves > branch and bound finds the best of all assignments, in exact arithmetic", () => {
    fc.assert(
      fc.property(game(TINY), (each) => {
        let best = 0;
        for (const playing of assignments(TINY.operators, TINY.strategies))
          best = Math.max(best, exactWelfare(each, playing));
        const known = { strategies: new Int32Array(TINY.operators), welfare: 0 };
        const { welfare, strategies } = exactOptimum({ problem: problemOf(each), known });
        expect(welfare).to.be.within(best - DUST, best + DUST);
        const again = exactWelfare(each, [...strategies]);
        expect(again).to.be.within(best - DUST, best + DUST);
      }),
      { numRuns: 25 },
    );
  });

  for (const layers of [1, undefined] as const) {
    it(`any small game, ${layers === 1 ? "default" : "any accepted"} curves > lower <= exact <= every upper bound`, () => {
      fc.assert(
        fc.property(game(layers === 1 ? { ...SMALL, layers } : SMALL), (each) => {
          const problem = problemOf(each);
          const lower = localOptimum({ problem, seed: 1, starts: 3 });
          const { welfare: exact } = exactOptimum({ problem });
          const { welfare, marginal, tangent } = upperBound({ problem, anchors: [lower.strategies], steps: 30 });
          expect(lower.welfare).to.be.within(0, exact + DUST);
          for (const bound of [welfare, marginal, tangent]) expect(bound).to.be.within(exact - DUST, 1e9);
          expect(welfare).to.equal(Math.min(marginal, tangent));
        }),
        { numRuns: 40 },
      );
    });
  }

  it("any set A, any assignment O > no bound taken at A is below the welfare of O", () => {
    const counts = fc.array(fc.nat({ max: 3 }), { minLength: SMALL.strategies, maxLength: SMALL.strategies });
    const playing = fc.array(fc.nat({ max: SMALL.strategies - 1 }), {
      minLength: SMALL.operators,
      maxLength: SMALL.operators,
    });
    fc.assert(
      fc.property(
        game(SMALL),
        game({ ...SMALL, layers: 1 }),
        counts,
        playing,
        (any, plain, [, ...rest], strategies) => {
          const set = [0, ...rest];
          const [one, two] = [any, plain].map((each) => {
            const cells = new AssignmentCells(problemOf(each));
            strategies.forEach((k, i) => {
              cells.assign(i, k);
            });
            return { problem: problemOf(each), welfare: cells.welfare() };
          });
          if (one === undefined || two === undefined) throw new Error("two games");
          expect(boundedWelfare(one.problem, marginalBound(one.problem, set))).to.be.within(one.welfare - DUST, 1e9);
          const half = Float64Array.from(set, (count) => count / 2);
          for (const { problem, welfare } of [one, two]) {
            const [log, fluid] = [new LogCoverage(problem).tangent(half), new FluidCoverage(problem).tangent(half)];
            const gains = log.gains.map((gain, k) => gain + (fluid.gains[k] ?? 0));
            expect(boundedWelfare(problem, { base: log.base + fluid.base, gains })).to.be.within(welfare - DUST, 1e9);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("C is submodular over offers, any accepted curves, with domains > what an offer adds falls as others join", () => {
    const joining = fc.array(fc.nat({ max: SMALL.strategies - 1 }), {
      minLength: SMALL.operators,
      maxLength: SMALL.operators,
    });
    fc.assert(
      fc.property(game(SMALL), joining, (each, strategies) => {
        const cells = new AssignmentCells(problemOf(each), SMALL.operators + 1);
        let before = cells.worths(SMALL.operators);
        strategies.forEach((k, i) => {
          cells.assign(i, k);
          const after = cells.worths(SMALL.operators);
          after.forEach((worth, j) => {
            expect(worth).to.be.within(0, (before[j] ?? 0) + DUST);
          });
          before = after;
        });
      }),
      { numRuns: 200 },
    );
  });

  describe("given one class, one domain that is always up but for one in ten thousand, u = 3/4 with plenty of capacity", () => {
    // C(n) = 0.9999 (1 - 4^-n): gains 749.925, 187.48, 46.87 of 1,000 tokens a day.
    const [drawn] = fc.sample(game({ operators: 4, strategies: 2, classes: 1, domains: 1, layers: 1 }), {
      numRuns: 1,
      seed: 1,
    });
    if (drawn === undefined) throw new Error("no game");
    const problem: WelfareProblem = {
      model: { ...drawn.state, weights: Float64Array.of(1), availability: Float64Array.of(0.9999) },
      table: {
        ...drawn.table,
        starts: Int32Array.of(0, 0, 1),
        classOf: Int32Array.of(0),
        reliability: Float64Array.of(0.75),
        capacityRatio: Float64Array.of(1_000),
      },
      costs: Float64Array.of(0, 100, 0, 110, 0, 120, 0, 130),
      valuePerDay: 1_000,
    };
    const two = 1_000 * 0.9999 * (1 - 1 / 16) - 210;

    it("costs 100 to 130 > two take part, the cheapest", () => {
      const { welfare, strategies } = exactOptimum({ problem });
      expect([...strategies]).to.deep.equal([1, 1, 0, 0]);
      expect(welfare).to.be.within(two - 1e-9, two + 1e-9);
      // Whoever comes first in one start, exchanges bring in the cheapest.
      for (let seed = 0; seed < 10; seed++) {
        expect(localOptimum({ problem, seed, starts: 1 }).welfare).to.be.within(two - 1e-9, two + 1e-9);
      }
    });

    it("the marginal bound at two > V C(2): no third is worth its cost; at one > V C(1) + 187.48 - 100 + ...", () => {
      expect(boundedWelfare(problem, marginalBound(problem, [0, 2]))).to.be.within(two + 210 - 1e-9, two + 210 + 1e-9);
      const one = 0.9999 * (750 + 4 * 187.5) - 460;
      expect(boundedWelfare(problem, marginalBound(problem, [0, 1]))).to.be.within(one - 1e-9, one + 1e-9);
    });

    it("the tangent bound > above the optimum by less than a hundredth of V", () => {
      const { tangent } = upperBound({ problem });
      expect(tangent).to.be.within(two, two + 10);
    });

    it("the cheapest may not take part > the next two do", () => {
      const allowed = Uint8Array.of(1, 0, 1, 1, 1, 1, 1, 1);
      expect([...exactOptimum({ problem: { ...problem, allowed } }).strategies]).to.deep.equal([0, 1, 1, 0]);
    });

    it("more nodes than allowed > says so", () => {
      expect(() => exactOptimum({ problem, maxNodes: 0 })).to.throw(RangeError, "more than 0 nodes");
    });
  });
});
