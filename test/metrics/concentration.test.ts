import { expect } from "chai";
import fc from "fast-check";
import { gini } from "../../scripts/metrics/gini.js";
import { hhi } from "../../scripts/metrics/hhi.js";
import { hillNumber } from "../../scripts/metrics/hillNumber.js";
import { nakamotoCoefficient } from "../../scripts/metrics/nakamotoCoefficient.js";
import { sumBy } from "../../scripts/metrics/sumBy.js";

const amounts = fc
  .array(fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.nat(5)), { minLength: 1, maxLength: 12 })
  .filter((each) => each.some((amount) => amount > 1e-6));

function expectNear(actual: number, expected: number, within = 1e-9): void {
  expect(actual).to.be.within(expected - within, expected + within);
}

const METRICS = { hhi, gini, nakamotoCoefficient: (each: readonly number[]) => nakamotoCoefficient(each) };
for (const [name, metric] of Object.entries(METRICS)) {
  describe(name, () => {
    it("given nothing held > is undefined", () => {
      expect(metric([])).to.be.NaN;
      expect(metric([0, 0])).to.be.NaN;
    });

    it("given a negative or infinite amount > says so", () => {
      expect(() => metric([1, -1])).to.throw(RangeError, "at least 0");
      expect(() => metric([1, Number.POSITIVE_INFINITY])).to.throw(RangeError, "finite");
      expect(() => metric([1, Number.NaN])).to.throw(RangeError, "finite");
    });

    it("given any amounts > depends neither on their unit nor on their order", () => {
      fc.assert(
        fc.property(amounts, (each) => {
          expectNear(metric(each.map((amount) => amount * 8).reverse()), metric(each));
        }),
      );
    });
  });
}

describe("hhi", () => {
  it("given 50, 30 and 20 > is 0.38", () => {
    expectNear(hhi([50, 30, 20]), 0.38);
  });

  it("given n equal parties or one > is 1/n or 1", () => {
    expectNear(hhi([2, 2, 2, 2]), 0.25);
    expect(hhi([5, 0])).to.equal(1);
  });

  it("given any amounts > is 1 over the Hill number of order 2, and falls when a new party halves the largest", () => {
    fc.assert(
      fc.property(amounts, (each) => {
        expectNear(hhi(each) * hillNumber(each, 2), 1);
        const half = Math.max(...each) / 2;
        const split = [...each.toSorted((a, b) => a - b).slice(0, -1), half, half];
        expect(hhi(split)).to.be.below(hhi(each));
      }),
    );
  });
});

describe("nakamotoCoefficient", () => {
  it("given 40, 30, 20 and 10 > two hold more than half, one more than a third, four more than 90%", () => {
    expect(nakamotoCoefficient([40, 30, 20, 10])).to.equal(2);
    expect(nakamotoCoefficient([40, 30, 20, 10], 1 / 3)).to.equal(1);
    expect(nakamotoCoefficient([40, 30, 20, 10], 0.9)).to.equal(4);
  });

  it("given n equal parties > half is not more than half", () => {
    for (const n of [1, 2, 3, 10, 59, 60]) {
      expect(nakamotoCoefficient(new Array<number>(n).fill(0.1))).to.equal(Math.floor(n / 2) + 1);
    }
  });

  it("given any amounts > equals the smallest of all subsets that hold more than half", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 9 }), (each) => {
        const total = each.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        let least = Number.POSITIVE_INFINITY;
        for (let subset = 1; subset < 2 ** each.length; subset++) {
          const members = each.filter((_, i) => (subset >> i) & 1);
          if (2 * members.reduce((a, b) => a + b, 0) > total) least = Math.min(least, members.length);
        }
        expect(nakamotoCoefficient(each)).to.equal(least);
      }),
    );
  });

  it("given a threshold outside [0, 1) > says so", () => {
    expect(() => nakamotoCoefficient([1], 1)).to.throw(RangeError, "threshold");
    expect(() => nakamotoCoefficient([1], -0.1)).to.throw(RangeError, "threshold");
  });
});

describe("gini", () => {
  it("given 1, 2 and 3 > is 2/9", () => {
    expectNear(gini([3, 1, 2]), 2 / 9);
  });

  it("given all the same > is 0; one who holds all of n > is 1 - 1/n", () => {
    expect(gini([0.1, 0.1, 0.1])).to.be.within(0, 1e-15);
    expect(gini([0, 0, 0, 12])).to.equal(0.75);
    expect(gini([5])).to.equal(0);
  });

  it("given any amounts > is the mean absolute difference over twice the mean, pair by pair, in [0, 1 - 1/n]", () => {
    fc.assert(
      fc.property(amounts, (each) => {
        const n = each.length;
        const total = each.reduce((a, b) => a + b, 0);
        const differences = each.reduce((sum, a) => sum + each.reduce((inner, b) => inner + Math.abs(a - b), 0), 0);
        expectNear(gini(each), differences / (2 * n * total));
        expect(gini(each)).to.be.within(0, 1 - 1 / n + 1e-12);
      }),
    );
  });

  it("given everybody twice > is the same (population principle)", () => {
    fc.assert(fc.property(amounts, (each) => expectNear(gini([...each, ...each]), gini(each))));
  });
});

describe("sumBy", () => {
  it("given pay and domains > adds up by domain and leaves out who is in none", () => {
    const groupOf = Int32Array.of(0, 2, 0, -1);
    expect(sumBy({ amounts: Float64Array.of(1, 2, 3, 4), groupOf, groups: 3 })).to.deep.equal([4, 0, 2]);
  });

  it("given lengths that differ or an unknown group > says so", () => {
    expect(() => sumBy({ amounts: [1], groupOf: [], groups: 1 })).to.throw(RangeError, "1 amounts");
    expect(() => sumBy({ amounts: [1], groupOf: [3], groups: 3 })).to.throw(RangeError, "0..2");
  });
});
