import { expect } from "chai";
import { randomStream } from "../../scripts/common/random.js";
import { sampleIndex } from "../../scripts/learning/sampleIndex.js";
import { softmax } from "../../scripts/learning/softmax.js";
import { unitGain } from "../../scripts/learning/unitGain.js";
import { alwaysDraws } from "./choiceProbabilities.js";

describe("sampleIndex", () => {
  it("given weights 0, 3 and 1 > the borders of the unit interval are 3/4 and 1", () => {
    const drawn = [0, 0.7499, 0.7501, 0.9999].map((u) => sampleIndex([0, 3, 1], alwaysDraws(u)));
    expect(drawn).to.deep.equal([1, 1, 2, 2]);
  });

  it("given the largest draw, where rounding may run past the end > never an index of weight 0", () => {
    const random = randomStream(1, "weights");
    for (let instance = 0; instance < 200; instance++) {
      const weights = [...Array.from({ length: 20 }, () => random.next()), 0];
      expect(sampleIndex(weights, alwaysDraws(1 - 2 ** -53))).to.equal(19);
    }
  });

  it("given nothing to draw from > says so", () => {
    for (const weights of [[], [0, 0], [1, -1], [1, Number.NaN], [Number.POSITIVE_INFINITY, 1]]) {
      expect(() => sampleIndex(weights, alwaysDraws(0.5))).to.throw(RangeError, "cannot sample from");
    }
  });
});

describe("softmax", () => {
  it("given logarithms of 1 and 3, shifted by anything > 1/4 and 3/4", () => {
    for (const shift of [0, -1e5, 1e5]) {
      const [first = 0, second = 0] = softmax([shift, shift + Math.log(3)]);
      expect(first).to.be.within(0.25 - 1e-10, 0.25 + 1e-10);
      expect(second).to.be.within(0.75 - 1e-10, 0.75 + 1e-10);
    }
  });

  it("given -Infinity > probability 0", () => {
    expect(softmax([Number.NEGATIVE_INFINITY, 5])).to.deep.equal([0, 1]);
  });

  it("given no finite largest one > says so", () => {
    for (const logs of [[], [Number.NEGATIVE_INFINITY], [1, Number.POSITIVE_INFINITY], [1, Number.NaN]]) {
      expect(() => softmax(logs)).to.throw(RangeError, "cannot normalise");
    }
  });
});

describe("unitGain", () => {
  it("given payoffs at scale 100 > -100 is 0, none is 1/2, 100 is 1, clipped beyond", () => {
    const gains = [-250, -100, 0, 50, 100, 250].map((payoff) => unitGain(payoff, 100));
    expect(gains).to.deep.equal([0, 0, 0.5, 0.75, 1, 1]);
  });

  it("given no number > says so", () => {
    expect(() => unitGain(Number.NaN, 1)).to.throw(RangeError, "not a number");
  });
});
