import { expect } from "chai";
import { interval } from "../../scripts/experiments/interval.js";
import { newcomers } from "../../scripts/experiments/newcomers.js";

describe("interval", () => {
  it("is Student's: 1, 2, 3 have mean 2 and half-width 4.303 / sqrt 3", () => {
    const { mean, half } = interval([1, 2, 3]);
    expect(mean).to.equal(2);
    expect(half).to.be.within(4.303 / Math.sqrt(3) - 1e-12, 4.303 / Math.sqrt(3) + 1e-12);
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
