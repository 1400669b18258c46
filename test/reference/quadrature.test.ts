import { expect } from "chai";
import Table from "cli-table3";
import { SEMIVALUE_WORDS } from "../../scripts/agents/pricing/semivalueNodes.js";
import { quadratureErrorBound } from "../../scripts/reference/errorBound.js";
import { Exact, ONE, ZERO } from "../../scripts/reference/exact.js";
import { quadrature } from "../../scripts/reference/quadrature.js";
import { quadratureWords, SEMIVALUES, type SemivalueName, WITHHELD } from "../../scripts/reference/semivalues.js";
import { expectClose } from "./closeTo.js";

const NAMES = Object.keys(SEMIVALUES) as SemivalueName[];
const MOST = 10_000;
const SCALE = new Exact(2).pow(64);

/** Nodes and weights as the contracts hold them. */
function held(name: SemivalueName) {
  return SEMIVALUE_WORDS[name].map((word) => ({
    node: new Exact((word >> 64n).toString()).div(SCALE),
    weight: new Exact((word % 2n ** 64n).toString()).div(SCALE),
  }));
}

describe("the quadrature of the semivalues", () => {
  it("given pairs 1, 3, 5 > the nodes and weights of Gauss and Legendre on [0, 1]", () => {
    const root = new Exact("0.6").sqrt().div(2);
    const start = { nodes: [0.1, 0.5, 0.9], weights: [0.3, 0.4, 0.3] };
    const { nodes, weights } = quadrature({ share: SEMIVALUES.Shapley.share, pairs: [1, 3, 5], start });
    for (const [m, expected] of [ONE.div(2).minus(root), ONE.div(2), ONE.div(2).plus(root)].entries()) {
      expectClose(nodes[m] ?? 0, expected, 1e-50);
    }
    for (const [m, expected] of [5, 8, 5].entries()) expectClose(weights[m] ?? 0, ONE.times(expected).div(18), 1e-50);
  });

  it("given no start near a solution > says so", () => {
    const start = { nodes: [0.5, 0.5], weights: [0.5, 0.5] };
    expect(() => quadrature({ share: SEMIVALUES.Shapley.share, pairs: [1, 3], start })).to.throw(RangeError);
  });

  for (const name of NAMES) {
    const { share, pairs } = SEMIVALUES[name];

    it(`${name} > recomputed, the constants of the contract to the last bit; positive weights, nodes inside (0, 1)`, () => {
      expect(quadratureWords(name)).to.deep.equal(SEMIVALUE_WORDS[name]);
      for (const { node, weight } of held(name)) {
        expect(weight.gt(0)).to.equal(true);
        expect(node.gt(0) && node.lt(1)).to.equal(true);
      }
    });

    it(`${name} > pays f(k) at its pairs and less at no k up to ${MOST} than the bound says, and never more`, () => {
      let powers = held(name).map(({ weight }) => weight);
      const factors = held(name).map(({ node }) => ONE.minus(node));
      for (let k = 1; k <= MOST; k++) {
        const paid = powers.reduce((sum, each) => sum.plus(each), ZERO);
        const missing = share(k).minus(paid);
        // At the pairs nothing is missing but what is withheld, and the nodes' rounding.
        const exact = pairs.some((a) => k === a || k === a + 1);
        const most = exact
          ? share(k)
              .times(WITHHELD)
              .plus(2 ** -60)
              .toNumber()
          : quadratureErrorBound(k);
        expect(missing.toNumber(), `k = ${k}`).to.be.within(0, most);
        // More than the rounding of 10,000 members is left of the whole.
        expect(ONE.minus(paid.times(k)).toNumber(), `k = ${k}`).to.be.at.least(WITHHELD);
        powers = powers.map((power, m) => power.times(factors[m] ?? ZERO));
      }
    });
  }

  describe("given n identical members with p each, of which any number may be up", () => {
    const table = new Table({ head: ["p", "n", "exact pay of the class", "left unpaid by the quadrature", "of it"] });

    it("Shapley > what all are paid together is below 1 - (1-p)^n by at most n times the bound", () => {
      const rule = held("Shapley");
      for (const p of ["0.01", "0.1", "0.5", "0.9", "0.999"]) {
        for (const n of [1, 2, 5, 10, 20, 50, 100, 300, 1_000, 3_000, MOST]) {
          const exact = ONE.minus(ONE.minus(p).pow(n));
          const paid = rule.reduce(
            (sum, { node, weight }) =>
              sum.plus(
                weight
                  .times(p)
                  .times(ONE.minus(node.times(p)).pow(n - 1))
                  .times(n),
              ),
            ZERO,
          );
          const missing = exact.minus(paid);
          expect(missing.toNumber(), `p = ${p}, n = ${n}`).to.be.within(0, n * quadratureErrorBound(n));
          table.push([
            p,
            n,
            exact.toFixed(9),
            missing.toNumber().toExponential(1),
            missing.div(exact).toNumber().toExponential(1),
          ]);
        }
      }
    });

    after(() => {
      console.log(table.toString());
    });
  });
});
