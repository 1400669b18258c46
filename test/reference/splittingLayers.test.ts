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

    it("given any accepted curve and u >= 0.67 > never above 1", () => {
      fc.assert(
        fc.property(curve, identities, fc.bigInt(670_000_000n, 999_000_000n), someCapacity, (shape, k, u, x) => {
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
    const four = {
      kappas: [1n, 2n, 3n, 4n].map((kappa) => kappa * BILLION),
      alphas: [1_920_000_000n, -1_440_000_000n, 640_000_000n, -120_000_000n],
    };
    const grid = Array.from({ length: 121 }, (_, i) => 10 ** (-2 + i / 30));

    /** S' of the worst curve of n + 1 layers that is only just not accepted: -S'' = X^n e^-X / n!. */
    const slope = (n: number) => (X: number) => {
      let [sum, term] = [0, Math.exp(-X)];
      for (let i = 0; i <= n; i++) {
        sum += term;
        term *= X / (i + 1);
      }
      return sum;
    };
    /** That curve itself: S = n + 1 - sum over i <= n of slope_i. */
    const worst = (n: number) => (X: number) => {
      let sum = 0;
      for (let i = 0; i <= n; i++) sum += 1 - slope(i)(X);
      return sum;
    };

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

    for (const { u, k, x, gain } of [
      { u: 0.5, k: 2, x: 1_500_000_000n, gain: 1 },
      { u: 0.5, k: 10, x: 1_500_000_000n, gain: 1.030387 },
      { u: 0.5, k: 100, x: 2_000_000_000n, gain: 1.052835 },
      { u: 0.67, k: 10, x: 1_500_000_000n, gain: 0.951166 },
    ]) {
      it(`S = 1 - 1.92 e^-X + 1.44 e^-2X - 0.64 e^-3X + 0.12 e^-4X, u = ${u}, x = ${Number(x) / 1e9}, k = ${k}: gain ${gain}`, () => {
        expect(acceptedCurve(four)).to.equal(true);
        const paid = paidGain({ rest: emptyClass(four), k, u: toBillionths(u), x, each: x / BigInt(k) });
        expectClose(paid, gain, 0.0000005);
      });
    }

    for (const { layers, threshold, most, at } of [
      { layers: 2, threshold: 0.57735, most: 1.01749, at: 1.37 },
      { layers: 3, threshold: 0.62996, most: 1.0426, at: 2.89 },
      { layers: 4, threshold: 0.66874, most: 1.06763, at: 4.43 },
    ]) {
      const n = layers - 1;

      it(`${layers} layers at worst, u = ${threshold} = (n + 2)^(-1 / (n + 1)), n = ${n} > no gain for any k and x tried`, () => {
        expect((n + 2) ** (-1 / (n + 1))).to.be.within(threshold - 0.000005, threshold + 0.000005);
        for (const k of [2, 3, 4, 6, 10, 20, 50, 100, 200]) {
          for (const x of grid) {
            const gain = splittingByBinomial({ S: worst(n), k, u: threshold + 0.00001, x });
            expect(gain, `k ${k}, x ${x}`).to.be.at.most(1 + 1e-9);
          }
        }
      });

      it(`${layers} layers at worst, u = 0.5 and k without limit > gains ${most} at x = ${at}, no more`, () => {
        const limit = (x: number) => (x * slope(n)(x / 2)) / worst(n)(x);
        expect(limit(at)).to.be.within(most - 0.000006, most + 0.000006);
        for (const x of grid) expect(limit(x)).to.be.below(most + 0.00001);
        expect(splittingByBinomial({ S: worst(n), k: 1_000, u: 0.5, x: at })).to.be.within(most - 0.0005, most);
      });
    }

    for (const { k, threshold } of [
      { k: 2, threshold: 0.5 },
      { k: 3, threshold: 0.5275 },
      { k: 10, threshold: 0.5635 },
    ]) {
      it(`2 layers at worst, k = ${k}, small x > gains below u = ${threshold}, where 3 (k - 2) u^2 + 6 u = k + 1, loses above`, () => {
        expect(3 * (k - 2) * threshold ** 2 + 6 * threshold).to.be.within(k + 1 - 0.005, k + 1 + 0.005);
        const gain = (u: number) => splittingByBinomial({ S: worst(1), k, u, x: 0.005 });
        expect(gain(threshold - 0.001)).to.be.above(1);
        expect(gain(threshold + 0.001)).to.be.below(1);
      });
    }

    it("given a kink, S = min(1, 1.5 X), which no ledger accepts > u = 0.5, k = 3, x = 1 gains 1.125", () => {
      const kink = (X: number) => Math.min(1, 1.5 * X);
      expect(splittingByBinomial({ S: kink, k: 3, u: 0.5, x: 1 })).to.be.within(1.125 - 1e-12, 1.125 + 1e-12);
    });
  });
});
