import { expect } from "chai";
import fc from "fast-check";
import { toBillionths } from "../../scripts/common/units.js";
import { ZERO } from "../../scripts/reference/exact.js";
import { setProfile } from "../../scripts/reference/setProfile.js";
import { splittingGain } from "../../scripts/reference/splittingGain.js";
import { classOf, setClass } from "../../scripts/reference/state.js";
import { serviceLevel } from "./arbitraries.js";
import { expectAtMost, expectClose } from "./closeTo.js";
import { emptyClass, paidGain } from "./paidGain.js";

const BILLION = 1_000_000_000n;
const ONE_LAYER = { kappas: [BILLION], alphas: [BILLION] };
const PLENTY = 10_000n * BILLION;
/** The smallest x that k = 2..6 all divide. */
const DIVISIBLE = 60n;

const identities = fc.integer({ min: 2, max: 6 });
const someCapacity = fc.bigInt(10_000_000n, 200_000_000n).map((part) => part * DIVISIBLE);

describe("P7 splitting", () => {
  describe("one layer, capacity divided", () => {
    it("given any others > the gain is k (1 - q') q'^(k-1) / (1 - q), whatever they do", () => {
      const others = fc.array(serviceLevel, { maxLength: 3 });
      fc.assert(
        fc.property(others, identities, fc.bigInt(10_000_000n, 999_000_000n), someCapacity, (crowd, k, u, x) => {
          const rest = crowd.reduce(
            (state, level, i) =>
              setProfile(state, `other ${i}`, {
                stake: 0n,
                domain: BigInt(1 + (i % 2)),
                services: new Map([[1n, level]]),
              }),
            setClass(emptyClass(ONE_LAYER), 1n, {
              availability: new Map([
                [1n, 900_000_000n],
                [2n, 700_000_000n],
              ]),
            }),
          );
          const each = x / BigInt(k);
          const gain = paidGain({ rest, k, u, x, each });
          expectClose(gain, splittingGain({ k, u, x, each, kappa: BILLION }), "1e-25");
        }),
        { numRuns: 60 },
      );
    });

    it("given u >= 0.5 > never above 1", () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 2, max: 200 }),
          fc.bigInt(500_000_000n, 999_000_000n),
          fc.bigInt(1n, 30n * BILLION),
          (k, u, part) => {
            const x = part * BigInt(k);
            expectAtMost(splittingGain({ k, u, x, each: part, kappa: BILLION }), 1, "1e-40");
          },
        ),
      );
    });

    it("given u = 0.5 and k = 2 > exactly 1 for every x: the threshold is sharp", () => {
      for (const part of [1_000n, 1_000_000n, BILLION, 50n * BILLION]) {
        expectClose(splittingGain({ k: 2, u: 500_000_000n, x: 2n * part, each: part, kappa: BILLION }), 1, "1e-40");
      }
    });

    it("given u just below 0.5 and k = 2 > above 1 for every x: 2 (1 - u) with plenty of capacity", () => {
      const u = 499_000_000n;
      for (const part of [1_000_000n, BILLION, 50n * BILLION]) {
        const gain = splittingGain({ k: 2, u, x: 2n * part, each: part, kappa: BILLION });
        expect(gain.gt(1), `${gain}`).to.equal(true);
      }
      expectClose(splittingGain({ k: 2, u, x: 2n * PLENTY, each: PLENTY, kappa: BILLION }), "1.002");
    });

    it("given any u > never above the largest of j (1 - u)^(j-1), j = 1, 2, ...", () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 2, max: 60 }),
          fc.integer({ min: 1, max: 999 }),
          fc.bigInt(1n, 30n * BILLION),
          (k, permille, part) => {
            const u = permille / 1_000;
            const bound = Math.max(...Array.from({ length: k }, (_, j) => (j + 1) * (1 - u) ** j));
            const x = part * BigInt(k);
            const gain = splittingGain({ k, u: toBillionths(u), x, each: part, kappa: BILLION });
            expectAtMost(gain, bound, 1e-9);
          },
        ),
      );
    });

    const plenty = [
      { u: "0.45", k: 2, gain: "1.1" },
      { u: "0.4", k: 2, gain: "1.2" },
      { u: "0.3", k: 3, gain: "1.47" },
      { u: "0.25", k: 4, gain: "1.6875" },
      { u: "0.2", k: 5, gain: "2.048" },
      { u: "0.1", k: 10, gain: "3.87420489" },
    ];
    for (const { u, k, gain } of plenty) {
      it(`counter-example: u = ${u}, x without limit, k = ${k} identities gain ${gain} = k (1 - u)^(k-1)`, () => {
        const split = { k, u: toBillionths(Number(u)), x: PLENTY * BigInt(k), each: PLENTY };
        expectClose(paidGain({ rest: emptyClass(ONE_LAYER), ...split }), gain, "1e-40");
      });
    }

    for (const { u, gain, limit } of [
      { u: 0.1, gain: 3.8742, limit: 3.6788 },
      { u: 0.01, gain: 36.973, limit: 36.788 },
      { u: 0.001, gain: 368.06, limit: 367.88 },
    ]) {
      it(`u = ${u}: the best gain ${gain} comes near 1 / (e u) = ${limit}`, () => {
        const k = Math.round(1 / u);
        const best = splittingGain({
          k,
          u: toBillionths(u),
          x: PLENTY * BigInt(k),
          each: PLENTY,
          kappa: BILLION,
        });
        expect(best.toNumber() / gain).to.be.within(1 - 2e-5, 1 + 2e-5);
        expect(1 / (Math.E * u)).to.be.within(limit - limit * 2e-5, limit + limit * 2e-5);
        expect(best.toNumber() * Math.E * u).to.be.within(1, 1 + 0.6 * u);
      });
    }

    describe("table: gain over u, x and k", () => {
      const table = [
        { u: 0.25, x: 0.1, gains: { 2: 1.0125, 4: 1.0187, 16: 1.0233 } },
        { u: 0.25, x: 1, gains: { 2: 1.1225, 4: 1.1801, 16: 1.2198 } },
        { u: 0.25, x: 4, gains: { 2: 1.3808, 4: 1.5374, 16: 1.5358 } },
        { u: 0.5, x: 0.1, gains: { 2: 1, 4: 0.9998, 16: 0.9997 } },
        { u: 0.5, x: 1, gains: { 2: 1, 4: 0.9848, 16: 0.9667 } },
        { u: 0.5, x: 4, gains: { 2: 1, 4: 0.824, 16: 0.6214 } },
        { u: 0.75, x: 0.1, gains: { 2: 0.9875, 4: 0.9812, 16: 0.9765 } },
        { u: 0.75, x: 1, gains: { 2: 0.8775, 4: 0.8123, 16: 0.7634 } },
        { u: 0.75, x: 4, gains: { 2: 0.6192, 4: 0.3746, 16: 0.2373 } },
        { u: 0.999, x: 0.1, gains: { 2: 0.9751, 4: 0.9629, 16: 0.9539 } },
        { u: 0.999, x: 1, gains: { 2: 0.7556, 4: 0.6617, 16: 0.6011 } },
        { u: 0.999, x: 4, gains: { 2: 0.2399, 4: 0.1289, 16: 0.0851 } },
      ];
      for (const { u, x, gains } of table) {
        const title = Object.entries(gains).map(([k, gain]) => `k = ${k} ${gain}`);
        it(`u = ${u}, x = ${x}: ${title.join(", ")}`, () => {
          for (const [k, gain] of Object.entries(gains)) {
            const whole = toBillionths(x);
            const split = { k: Number(k), u: toBillionths(u), x: whole, each: whole / BigInt(k) };
            expectClose(paidGain({ rest: emptyClass(ONE_LAYER), ...split }), gain, 0.00005);
          }
        });
      }
    });
  });

  describe("identities that share one undivided x (one machine measured k times)", () => {
    it("given one layer > the gain is k q^(k-1), whatever others do", () => {
      fc.assert(
        fc.property(identities, fc.bigInt(10_000_000n, 999_000_000n), someCapacity, (k, u, x) => {
          const rest = emptyClass(ONE_LAYER);
          const cell = classOf(
            setProfile(rest, "one", { stake: 0n, domain: 1n, services: new Map([[1n, { u, x, served: 0n }]]) }),
            1n,
          );
          const q = cell.cells.get(1n)?.products[0] ?? ZERO;
          expectClose(paidGain({ rest, k, u, x, each: x }), q.pow(k - 1).times(k), "1e-40");
        }),
        { numRuns: 40 },
      );
    });

    const undivided = [
      { u: 0.5, x: 0.1, gains: { 2: 1.9048, 4: 3.4558, 16: 7.7009 } },
      { u: 0.5, x: 1, gains: { 2: 1.3679, 4: 1.2797, 16: 0.0536 } },
      { u: 0.5, x: 4, gains: { 2: 1.0183, 4: 0.528, 16: 0.0006 } },
      { u: 0.75, x: 0.1, gains: { 2: 1.8573, 4: 3.2032, 16: 5.2692 } },
      { u: 0.75, x: 1, gains: { 2: 1.0518, 4: 0.5818, 16: 0.001 } },
      { u: 0.75, x: 4, gains: { 2: 0.5275, 4: 0.0734, 16: 0 } },
      { u: 0.999, x: 0.1, gains: { 2: 1.8099, 4: 2.9642, 16: 3.5757 } },
      { u: 0.999, x: 1, gains: { 2: 0.737, 4: 0.2002, 16: 0 } },
      { u: 0.999, x: 4, gains: { 2: 0.0386, 4: 0, 16: 0 } },
    ];
    for (const { u, x, gains } of undivided) {
      const title = Object.entries(gains).map(([k, gain]) => `k = ${k} ${gain}`);
      it(`u = ${u}, x = ${x}: ${title.join(", ")}`, () => {
        for (const [k, gain] of Object.entries(gains)) {
          const whole = toBillionths(x);
          const split = { k: Number(k), u: toBillionths(u), x: whole, each: whole };
          expectClose(paidGain({ rest: emptyClass(ONE_LAYER), ...split }), gain, 0.00005);
        }
      });
    }
  });
});
