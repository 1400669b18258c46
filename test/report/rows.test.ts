import { expect } from "chai";
import { estimate, meanText } from "../../scripts/report/rows.js";

const rows = [0.8, 0.9, 1].map((success) => ({ success }));
// Student's t with 2 degrees of freedom is 4.303; the standard deviation of 0.8, 0.9, 1 is 0.1.
const half = (4.303 * 0.1) / Math.sqrt(3);

describe("estimate", () => {
  it("gives mean and 95% interval", () => {
    const { mean, low, high } = estimate(rows, "success");
    expect([mean, low, high].map((value) => value.toFixed(9))).to.deep.equal(
      [0.9, 0.9 - half, 0.9 + half].map((value) => value.toFixed(9)),
    );
  });

  it("ends the interval where the quantity must, and keeps its half-width", () => {
    const { low, high, half: width } = estimate(rows, "success", [0.7, 1]);
    expect([low, high]).to.deep.equal([0.7, 1]);
    expect(width.toFixed(9)).to.equal(half.toFixed(9));
  });

  it("has no interval for one row, nothing for none", () => {
    expect(estimate(rows.slice(0, 1), "success")).to.include({ mean: 0.8, low: 0.8, high: 0.8 });
    expect(estimate([], "success").mean).to.be.NaN;
  });
});

describe("meanText", () => {
  const percent = (value: number): string => (100 * value).toFixed(1);

  it("writes mean ± half", () => expect(meanText(rows, "success", percent)).to.equal("90.0 ± 24.8"));
  it("writes one value alone", () => expect(meanText(rows.slice(1, 2), "success", percent)).to.equal("90.0"));
  it("leaves out what is not known", () =>
    expect(meanText([...rows.slice(1, 2), { success: null }], "success", percent)).to.equal("90.0"));
  it("writes no minus before zero", () => {
    expect(meanText([{ success: -1e-9 }], "success", percent)).to.equal("0.0");
    expect(meanText([{ success: -0.1 }], "success", percent)).to.equal("-10.0");
  });
  it("writes – where nothing is known", () => expect(meanText([{ success: null }], "success", percent)).to.equal("–"));
});
