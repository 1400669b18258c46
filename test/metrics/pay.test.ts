import { expect } from "chai";
import fc from "fast-check";
import { alignment } from "../../scripts/metrics/alignment.js";
import { atEqualPaid } from "../../scripts/metrics/atEqualPaid.js";
import { commonPaid } from "../../scripts/metrics/commonPaid.js";
import { money } from "../../scripts/metrics/money.js";
import { pairedInterval } from "../../scripts/metrics/pairedInterval.js";
import { risingSweep } from "../../scripts/metrics/risingSweep.js";
import type { SweepPoint } from "../../scripts/metrics/sweepPoint.js";

function expectNear(actual: number | undefined, expected: number, within = 1e-9): void {
  expect(actual).to.be.within(expected - within, expected + within);
}

describe("alignment", () => {
  it("given pay in proportion to what each adds > is 1, 1 and the level", () => {
    const { pearson, spearman, level } = alignment({ pay: [5, 10, 15], marginal: [0.1, 0.2, 0.3], valuePerDay: 100 });
    expectNear(pearson, 1);
    expectNear(spearman, 1);
    expectNear(level, 0.5);
  });

  it("given pay that falls as they add more > is -1", () => {
    const { pearson, spearman } = alignment({ pay: [3, 2, 1], marginal: [0.1, 0.2, 0.3] });
    expectNear(pearson, -1);
    expectNear(spearman, -1);
  });

  it("given 1, 2, 3, 4, 5 against 2, 1, 4, 3, 5 > is 0.8 both ways (ranks: 1 - 6 x 4 / 120)", () => {
    const { pearson, spearman } = alignment({ pay: [1, 2, 3, 4, 5], marginal: [2, 1, 4, 3, 5] });
    expectNear(pearson, 0.8);
    expectNear(spearman, 0.8);
  });

  it("given ties > ranks them at their mean: 1, 2.5, 2.5, 4 against 1, 2, 3, 4 is 4.5 / sqrt 22.5", () => {
    expectNear(alignment({ pay: [1, 5, 5, 9], marginal: [1, 2, 3, 4] }).spearman, 4.5 / Math.sqrt(22.5));
    expectNear(alignment({ pay: [9, 5, 5, 1], marginal: [4, 3, 2, 1] }).spearman, 4.5 / Math.sqrt(22.5));
  });

  it("given a rising but curved relation > ranks agree fully, the line does not", () => {
    const { pearson, spearman } = alignment({ pay: [1, 10, 100, 1000], marginal: [1, 2, 3, 4] });
    expectNear(spearman, 1);
    expect(pearson).to.be.below(0.9);
  });

  it("given the same pay for all, the same marginal for all, one operator or none > has no correlation", () => {
    for (const [pay, marginal] of [
      [
        [0.1, 0.1, 0.1],
        [1, 2, 3],
      ],
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
      [[1], [1]],
      [[], []],
    ] as const) {
      const { pearson, spearman } = alignment({ pay, marginal });
      expect(pearson).to.be.NaN;
      expect(spearman).to.be.NaN;
    }
  });

  it("given nobody who adds anything > has no level; nobody paid > level 0", () => {
    expect(alignment({ pay: [1, 2], marginal: [0, 0] }).level).to.be.NaN;
    expect(alignment({ pay: [0, 0], marginal: [0.1, 0.2] }).level).to.equal(0);
  });

  it("given any pay > correlations lie in [-1, 1] and do not depend on the unit", () => {
    const column = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(column, column, (pay, marginal) => {
        fc.pre(Math.max(...pay) - Math.min(...pay) > 1e-3 && Math.max(...marginal) - Math.min(...marginal) > 1e-3);
        const one = alignment({ pay, marginal });
        const other = alignment({ pay: pay.map((each) => 4 * each), marginal, valuePerDay: 4 });
        expect(one.pearson).to.be.within(-1 - 1e-9, 1 + 1e-9);
        expectNear(other.pearson, one.pearson, 1e-6);
        expectNear(other.spearman, one.spearman);
        expectNear(other.level, one.level, 1e-6 * (1 + one.level));
      }),
    );
  });

  it("given lengths that differ > says so", () => {
    expect(() => alignment({ pay: [1], marginal: [] })).to.throw(RangeError, "1 pays");
  });
});

describe("money", () => {
  it("given 60 paid, 50 spent and 90% of 100 covered > leaves 10 to operators, 40 to all", () => {
    expect(money({ paid: 60, cost: 50, coverage: 0.9, valuePerDay: 100 })).to.deep.equal({
      paid: 60,
      cost: 50,
      surplus: 10,
      welfare: 40,
    });
  });

  it("given another pay > welfare is the same: pay is a transfer", () => {
    const rest = { cost: 50, coverage: 0.9, valuePerDay: 100 };
    expect(money({ paid: 0, ...rest }).welfare).to.equal(money({ paid: 1000, ...rest }).welfare);
  });
});

/** Emission, pay and welfare. */
const sweepOf = (...points: readonly [number, number, number][]): SweepPoint[] =>
  points.map(([emission, paid, welfare]) => ({ emission, paid, outcomes: { welfare } }));

describe("atEqualPaid", () => {
  const sweep = sweepOf([100, 10, 1], [200, 30, 5], [400, 50, 4]);

  it("given a pay that was run > is that point", () => {
    expect(atEqualPaid({ sweep, paid: 30 })).to.deep.equal(sweep[1]);
    expect(atEqualPaid({ sweep, paid: 10 })).to.deep.equal(sweep[0]);
    expect(atEqualPaid({ sweep, paid: 50 })).to.deep.equal(sweep[2]);
  });

  it("given a pay between two that were run > lies on the line between them", () => {
    expect(atEqualPaid({ sweep, paid: 15 })).to.deep.equal({ emission: 125, paid: 15, outcomes: { welfare: 2 } });
    expect(atEqualPaid({ sweep, paid: 40 })).to.deep.equal({ emission: 300, paid: 40, outcomes: { welfare: 4.5 } });
  });

  it("given a pay outside what was run > says nothing", () => {
    expect(atEqualPaid({ sweep, paid: 9.99 })).to.equal(null);
    expect(atEqualPaid({ sweep, paid: 50.01 })).to.equal(null);
    expect(atEqualPaid({ sweep, paid: Number.NaN })).to.equal(null);
  });

  it("given the sweep in another order > is the same", () => {
    expect(atEqualPaid({ sweep: sweep.toReversed(), paid: 15 })).to.deep.equal(atEqualPaid({ sweep, paid: 15 }));
  });

  it("given pay that falls between two emissions > merges them into their mean", () => {
    const dented = sweepOf([1, 10, 0], [2, 30, 6], [3, 20, 8], [4, 45, 20]);
    expect(risingSweep(dented)).to.deep.equal(sweepOf([1, 10, 0], [2.5, 25, 7], [4, 45, 20]));
    expect(atEqualPaid({ sweep: dented, paid: 25 })).to.deep.equal(sweepOf([2.5, 25, 7])[0]);
    expectNear(atEqualPaid({ sweep: dented, paid: 17.5 })?.outcomes.welfare, 3.5);
  });

  it("given merged pay that ties with the point before > merges that too: 14 and the mean of 22, 21, 9, 4", () => {
    const tied = sweepOf([1, 14, 0], [2, 22, 0], [3, 21, 0], [4, 9, 0], [5, 4, 0]);
    expect(risingSweep(tied).map(({ paid }) => paid)).to.deep.equal([14]);
  });

  it("given a rule that always pays the same > has an answer at that pay only", () => {
    const flat = sweepOf([1, 0, 3], [2, 0, 6]);
    expect(atEqualPaid({ sweep: flat, paid: 0 })).to.deep.equal(sweepOf([1.5, 0, 4.5])[0]);
    expect(atEqualPaid({ sweep: flat, paid: 1 })).to.equal(null);
  });

  it("given outcomes linear in what is paid > reads them exactly, whatever was run", () => {
    const emissions = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(emissions, fc.double({ min: 0, max: 1, noNaN: true }), (each, share) => {
        const line = sweepOf(
          ...each.map((emission): [number, number, number] => [emission, 3 * emission, 7 - emission]),
        );
        const paid = 3 * (Math.min(...each) + share * (Math.max(...each) - Math.min(...each)));
        const found = atEqualPaid({ sweep: line, paid });
        if (found === null) expect(share).to.be.oneOf([0, 1]);
        else {
          expectNear(found.emission, paid / 3, 1e-6);
          expectNear(found.outcomes.welfare, 7 - paid / 3, 1e-6);
        }
      }),
    );
  });

  it("given any sweep > merged points are the isotonic regression: pay rises, means are kept, by the max-min formula", () => {
    const pays = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pays, (each) => {
        const rising = risingSweep(sweepOf(...each.map((paid, i): [number, number, number] => [i, paid, 0])));
        const levels = rising.map(({ paid }) => paid);
        expect(levels.every((paid, i) => i === 0 || paid > (levels[i - 1] ?? 0))).to.equal(true);
        // Barlow et al. 1972: the fit at i is the max over a <= i of the min over b >= i of the mean of a..b.
        const mean = (a: number, b: number) => each.slice(a, b + 1).reduce((x, y) => x + y, 0) / (b + 1 - a);
        const fit = each.map((_, i) =>
          Math.max(
            ...Array.from({ length: i + 1 }, (_, a) =>
              Math.min(...Array.from({ length: each.length - i }, (_, k) => mean(a, i + k))),
            ),
          ),
        );
        const distinct = fit.filter((value, i) => i === 0 || Math.abs(value - (fit[i - 1] ?? 0)) > 1e-9);
        expect(levels.length).to.equal(distinct.length);
        levels.forEach((paid, i) => {
          expectNear(paid, distinct[i] ?? Number.NaN);
        });
      }),
    );
  });

  it("given no point, an emission twice or pay that is no number > says so", () => {
    expect(() => atEqualPaid({ sweep: [], paid: 1 })).to.throw(RangeError, "empty");
    expect(() => atEqualPaid({ sweep: sweepOf([1, 1, 1], [1, 2, 2]), paid: 1 })).to.throw(RangeError, "twice");
    expect(() => atEqualPaid({ sweep: sweepOf([1, Number.NaN, 1]), paid: 1 })).to.throw(RangeError, "pays NaN");
  });
});

describe("commonPaid", () => {
  const all = sweepOf([1, 10, 0], [4, 40, 0]);

  it("given two policies > is where both were run", () => {
    expect(commonPaid([all, sweepOf([1, 5, 0], [4, 20, 0])])).to.deep.equal({ low: 10, high: 20 });
  });

  it("given a rule that pays 1% of the budget > cannot be compared", () => {
    expect(commonPaid([all, sweepOf([1, 0.1, 0], [4, 0.4, 0])])).to.equal(null);
  });
});

describe("pairedInterval", () => {
  it("given differences 1, 2 and 3 > is 2 and t x 1 / sqrt 3, t = 4.303", () => {
    const { mean, half } = pairedInterval({ first: [11, 22, 33], second: [10, 20, 30] });
    expect(mean).to.equal(2);
    expectNear(half, 4.302652729911275 / Math.sqrt(3));
  });

  it("given what seeds have in common > drops it", () => {
    expect(pairedInterval({ first: [3, 50, 700], second: [1, 48, 698] })).to.deep.equal({ mean: 2, half: 0 });
  });

  it("given a seed without a number on one side > leaves the pair out", () => {
    const { mean } = pairedInterval({ first: [1, Number.NaN, 5], second: [0, 100, 2] });
    expect(mean).to.equal(2);
  });

  it("given one seed > has no interval; seeds that differ in number > says so", () => {
    expect(pairedInterval({ first: [1], second: [0] }).half).to.be.NaN;
    expect(() => pairedInterval({ first: [1], second: [] })).to.throw(RangeError, "1 seeds");
  });
});
