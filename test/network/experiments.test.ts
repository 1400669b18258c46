import { expect } from "chai";
import { interval } from "../../scripts/experiments/interval.js";
import { newcomers } from "../../scripts/experiments/newcomers.js";

describe("interval", () => {
  it("is Student's: 1, 2, 3 have mean 2 and half-width 4.303 / sqrt 3", () => {
    const { mean, half } = interval([1, 2, 3]);
    // With two degrees of freedom in closed form: t = 0.95 sqrt(2 / (4 x 0.975 x 0.025)) = 4.302653.
    const expected = (0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025))) / Math.sqrt(3);
    expect(mean).to.equal(2);
    expect(half).to.be.within(expected - 1e-8, expected + 1e-8);
  });

  it("leaves out what is not a number", () => {
    expect(interval([1, Number.NaN, 3]).mean).to.equal(2);
    expect(interval([5]).half).to.be.NaN;
  });
});

describe("newcomers", () => {
  const settings = {
    seed: 1,
    operators: [10, 20, 40],
    hours: 0.1,
    maxSlots: 4,
    load: 0.7,
    loadOperators: 20,
    router: "power-of-two",
  };

  it("starts from the same founders, and copies stay in the founders' domains", () => {
    const copy = newcomers({ ...settings, strategy: "copy" });
    const fill = newcomers({ ...settings, strategy: "fill" });
    expect(fill[0]).to.deep.equal(copy[0]);
    expect(copy.map(({ domains }) => domains)).to.deep.equal(Array(3).fill(copy[0]?.domains));
    expect(fill[2]?.success).to.be.above(copy[2]?.success ?? 1);
  });
});
