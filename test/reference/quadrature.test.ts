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

/** What fewer nodes could do: pairs found in the same way. */
const FEWER = [
  {
    pairs: [1, 3, 6, 14, 40, 150, 700, 5000],
    start: {
      nodes: [0.0001980552, 0.001947604, 0.01078339, 0.04361634, 0.136251, 0.3320432, 0.6307165, 0.9147346],
      weights: [0.0005377556, 0.003718747, 0.01655584, 0.05531666, 0.1380535, 0.2550744, 0.3224912, 0.2082519],
    },
  },
  {
    pairs: [1, 3, 5, 8, 13, 22, 40, 80, 180, 500, 1500, 6000],
    start: {
      nodes: [
        0.0001507105, 0.001048892, 0.004001052, 0.01198457, 0.03062966, 0.06848874, 0.1367632, 0.2471956, 0.4064282,
        0.6060285, 0.8111306, 0.9604206,
      ],
      weights: [
        0.000404351, 0.001602518, 0.004776741, 0.01213226, 0.02658097, 0.05103555, 0.08756154, 0.1345806, 0.1826971,
        0.210754, 0.1887291, 0.09914526,
      ],
    },
  },
] as const;

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

  describe("given fewer nodes, each with the best pairs found for Shapley", () => {
    const table = new Table({
      head: ["nodes", "up to 10 are up", "30", "100", "1,000", "10,000"],
      style: { head: [], border: [] },
      chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    });

    for (const alternative of [...FEWER, SEMIVALUES.Shapley]) {
      const count = alternative.pairs.length;
      it(`${count} > k f'(k) is what the table says of 1`, () => {
        const { nodes, weights } = quadrature({ share: SEMIVALUES.Shapley.share, ...alternative });
        const worst = [10, 30, 100, 1_000, MOST].map((most) => {
          let largest = 0;
          for (let k = 1; k <= most; k += k < 200 ? 1 : Math.floor(k / 50)) {
            const paid = nodes.reduce(
              (sum, node, m) => sum.plus((weights[m] ?? ZERO).times(ONE.minus(node).pow(k - 1))),
              ZERO,
            );
            const missing = ONE.minus(paid.times(k)).toNumber();
            expect(missing, `k = ${k}`).to.be.above(-1e-40);
            largest = Math.max(largest, missing);
          }
          return largest;
        });
        table.push([count, ...worst.map((each) => each.toExponential(1))]);
        // Four nodes more are worth two digits and more where some dozens are up.
        expect(worst[1]).to.be.below(10 ** (1.5 - count / 1.9));
      });
    }

    after(() => {
      console.log(`What the quadrature leaves unpaid of 1 when up to so many are up:\n${table}`);
    });
  });

  describe("given n identical members with p each, of which any number may be up", () => {
    const chances = ["0.01", "0.1", "0.5", "0.9", "0.999"];
    const sizes = [1, 2, 5, 10, 20, 50, 100, 300, 1_000, 3_000, MOST];

    for (const name of NAMES) {
      const table = new Table({
        head: [`${name}: n`, ...chances.map((p) => `p = ${p}`)],
        style: { head: [], border: [] },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
      });

      it(`${name} > what they are paid is below the exact pay by at most n times the bound, never above`, () => {
        for (const n of sizes) {
          const missing = chances.map((p) => {
            const exact = exactPay(name, n, p);
            const paid = held(name).reduce(
              (sum, { node, weight }) =>
                sum.plus(
                  weight
                    .times(p)
                    .times(ONE.minus(node.times(p)).pow(n - 1))
                    .times(n),
                ),
              ZERO,
            );
            const left = exact.minus(paid);
            expect(left.toNumber(), `p = ${p}, n = ${n}`).to.be.within(0, n * quadratureErrorBound(n));
            return left.div(exact).toNumber();
          });
          table.push([n, ...missing.map((left) => left.toExponential(1))]);
        }
      });

      after(() => {
        console.log(`What the quadrature leaves unpaid, as a part of the exact pay:\n${table}`);
      });
    }
  });
});

/** n p E[f(1 + K)], K of n - 1 with chance p each. */
function exactPay(name: SemivalueName, n: number, p: string) {
  if (name === "Shapley") return ONE.minus(ONE.minus(p).pow(n));
  const ratio = new Exact(p).div(ONE.minus(p));
  let chance = ONE.minus(p).pow(n - 1);
  let sum = ZERO;
  for (let up = 0; up < n; up++) {
    sum = sum.plus(chance.times(SEMIVALUES[name].share(up + 1)));
    chance = chance
      .times(ratio)
      .times(n - 1 - up)
      .div(up + 1);
  }
  return sum.times(p).times(n);
}
