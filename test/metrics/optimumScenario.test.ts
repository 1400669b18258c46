import { expect } from "chai";
import { offerTable } from "../../scripts/agents/pricing/offerTable.js";
import { localOptimum } from "../../scripts/metrics/optimum/localOptimum.js";
import { upperBound } from "../../scripts/metrics/optimum/upperBound.js";
import type { WelfareProblem } from "../../scripts/metrics/optimum/welfareProblem.js";
import { buildScenario } from "../../scripts/simulation/buildScenario.js";

function scenarioProblem(layers: 1 | 2): WelfareProblem {
  const { classes, domains, strategies, operators, costs, curves, weights, valuePerDay, service } = buildScenario({
    seed: 1,
    smallestShare: 0.05,
    layers,
  });
  const table = offerTable({
    service,
    domains: strategies.map(({ domain }) => domain),
    stakes: operators.map(({ stake }) => stake),
    requests: new Float64Array(classes.length),
  });
  const availability = Float64Array.from(
    domains.flatMap((domain) => classes.map(() => Math.min(domain.availability, 0.9999))),
  );
  const model = {
    operators: operators.length,
    domains: domains.length,
    weights: Float64Array.from(weights, Number),
    curves,
    availability,
  };
  return { model, table, costs, valuePerDay };
}

describe("the optimum of the default scenario, 60 operators and 24 classes", () => {
  for (const [layers, curves] of [
    [1, "default curves"],
    [2, "fitted curves with negative layers"],
  ] as const) {
    it(`${curves} > local search is within 1% of the proved bound, and the marginal bound is over 15% above it`, () => {
      const problem = scenarioProblem(layers);
      expect(problem.model.curves.some(({ alphas }) => alphas.some((alpha) => alpha < 0n))).to.equal(layers === 2);
      const { welfare: lower, strategies } = localOptimum({ problem, seed: 1, starts: 4 });
      const upper = upperBound({ problem, anchors: [strategies] });
      expect(lower / upper.welfare).to.be.within(0.99, 1);
      expect(upper.marginal / lower).to.be.within(1.15, 1.5);
    });
  }
});
