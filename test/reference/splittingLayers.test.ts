import { expect } from "chai";
import fc from "fast-check";
import { toBillionths } from "../../scripts/common/units.js";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { EMPTY_STATE, setClass } from "../../scripts/reference/state.js";
import { curve, networkEvents } from "./arbitraries.js";
import { expectAtMost, expectClose } from "./closeTo.js";
import { emptyClass, paidGain } from "./paidGain.js";
import { splittingByBinomial } from "./splittingByBinomial.js";

const BILLION = 1_000_000_000n;
/** k = 2..6 all divide it. */
const DIVISIBLE = 60n;
const identities = fc.integer({ min: 2, max: 6 });
const someCapacity = fc.bigInt(10_000_000n, 200_000_000n).map((part) => part * DIVISIBLE);

describe("P7 splitting, several layers", () => {
  describe("capacity divided", () => {
    it("given u = 1 > never above 1 for any accepted curve and any others", () => {
      fc.assert(
        fc.property(networkEvents, identities, someCapacity, (events, k, x) => {
          const rest = setClass(events.reduce(applyEvent, EMPTY_STATE), 1n, { weight: 2n ** 40n });
          expectAtMost(paidGain({ rest, k, u: BILLION, x, each: x / BigInt(k) }), 1, "1e-25");
        }),
        { numRuns: 60 },
      );
    });

    it("given layer weights that are not negative and u >= 0.5 > never above 1", () => {
      const positive = curve.filter(({ alphas }) => alphas.every((alpha) => alpha >= 0n));
      fc.assert(
        fc.property(positive, identities, fc.bigInt(500_000_000n, 999_000_000n), someCapacity, (shape, k, u, x) => {
          expectAtMost(paidGain({ rest: emptyClass(shape), k, u, x, each: x / BigInt(k) }), 1, "1e-25");
        }),
        { numRuns: 60 },
      );
    });

    it("given any accepted curve and u >= 0.58 > never above 1", () => {
      fc.assert(
        fc.property(curve, identities, fc.bigInt(580_000_000n, 999_000_000n), someCapacity, (shape, k, u, x) => {
          expectAtMost(paidGain({ rest: emptyClass(shape), k, u, x, each: x / BigInt(k) }), 1, "1e-25");
        }),
        { numRuns: 100 },
      );
    });

    /** The edge of what is accepted: curvature 0 at X = 0. */
    const edge = { kappas: [BILLION, 2n * BILLION], alphas: [1_333_333_333n, -333_333_333n] };
    for (const { u, k, x, gain } of [
      { u: 0.5, k: 10, x: 950_000_000n, gain: 1.011977 },
      { u: 0.5, k: 100, x: 950_000_000n, gain: 1.015662 },
      { u: 0.55, k: 10, x: 200_000_000n, gain: 1.000185 },
      { u: 0.58, k: 10, x: 200_000_000n, gain: 0.999173 },
    ]) {
      it(`S = 1 - 4/3 e^-X + 1/3 e^-2X, u = ${u}, x = ${Number(x) / 1e9}, k = ${k}: gain ${gain}`, () => {
        expect(acceptedCurve(edge)).to.equal(true);
        const paid = paidGain({ rest: emptyClass(edge), k, u: toBillionths(u), x, each: x / BigInt(k) });
        expectClose(paid, gain, 0.0000005);
      });
    }
  });

  describe("where it ends", () => {
    const edge = (X: number) => 1 - (4 / 3) * Math.exp(-X) + Math.exp(-2 * X) / 3;
    /** The worst curve that the check on partial sums lets come near: curvature X e^-X. */
    const worst = (X: number) => 2 - (2 + X) * Math.exp(-X);
    const grid = Array.from({ length: 121 }, (_, i) => 10 ** (-2 + i / 30));

    for (const { u, k, x } of [
      { u: 0.5, k: 10, x: 0.95 },
      { u: 0.75, k: 5, x: 3 },
      { u: 0.3, k: 2, x: 10 },
    ]) {
      it(`given u = ${u}, k = ${k}, x = ${x} > what is paid agrees with counting who works`, () => {
        const shape = { kappas: [BILLION, 2n * BILLION], alphas: [1_333_333_333n, -333_333_333n] };
        const each = toBillionths(x / k);
        const paid = paidGain({ rest: emptyClass(shape), k, u: toBillionths(u), x: each * BigInt(k), each });
        expectClose(paid, splittingByBinomial({ S: edge, k, u, x }), 1e-7);
      });
    }

    it("given u = 1/sqrt(3) = 0.57735 and the worst curve > no gain for any k and x tried", () => {
      for (const k of [2, 3, 4, 6, 10, 20, 50, 100, 200]) {
        for (const x of grid) {
          const gain = splittingByBinomial({ S: worst, k, u: 1 / Math.sqrt(3), x });
          expect(gain, `k ${k}, x ${x}`).to.be.at.most(1 + 1e-10);
        }
      }
    });

    for (const { k, threshold } of [
      { k: 2, threshold: 0.5 },
      { k: 3, threshold: 0.5275 },
      { k: 10, threshold: 0.5635 },
    ]) {
      it(`given k = ${k} and small x > gains below u = ${threshold}, where 3 (k - 2) u^2 + 6 u = k + 1, loses above`, () => {
        expect(3 * (k - 2) * threshold ** 2 + 6 * threshold).to.be.closeTo(k + 1, 0.005);
        const gain = (u: number) => splittingByBinomial({ S: worst, k, u, x: 0.005 });
        expect(gain(threshold - 0.001)).to.be.above(1);
        expect(gain(threshold + 0.001)).to.be.below(1);
      });
    }

    it("given u = 0.5, the uMin, and k without limit > the worst curve gains 1.01749 at x = 1.37, no more", () => {
      const limit = (x: number) => (x * (1 + x / 2) * Math.exp(-x / 2)) / worst(x);
      expect(limit(1.37)).to.be.closeTo(1.01749, 0.000005);
      for (const x of grid) expect(limit(x)).to.be.below(1.0175);
      expect(splittingByBinomial({ S: worst, k: 1_000, u: 0.5, x: 1.37 })).to.be.within(1.017, limit(1.37));
    });

    it("given a kink, S = min(1, 1.5 X), which no ledger accepts > u = 0.5, k = 3, x = 1 gains 1.125", () => {
      const kink = (X: number) => Math.min(1, 1.5 * X);
      expect(splittingByBinomial({ S: kink, k: 3, u: 0.5, x: 1 })).to.be.closeTo(1.125, 1e-12);
    });
  });
});
