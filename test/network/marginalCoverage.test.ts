import { expect } from "chai";
import fc from "fast-check";
import { type CoverageInputs, coverage, marginalCoverage } from "../../scripts/network/marginalCoverage.js";

const ONE = [{ kappas: [1_000_000_000n], alphas: [1_000_000_000n] }];

/** Operators of one class given as [domain, u, x]. */
function inputs(
  operators: [number, number, number][],
  availability: number[],
  curves: CoverageInputs["curves"] = ONE,
): CoverageInputs {
  return {
    domainOf: Int32Array.from(operators, ([domain]) => domain),
    levels: {
      reliability: Float64Array.from(operators, ([, u]) => u),
      capacityRatio: Float64Array.from(operators, ([, , x]) => x),
      peak: new Int32Array(operators.length),
    },
    availability: Float64Array.from(availability),
    weights: Float64Array.of(5),
    curves,
  };
}

describe("marginalCoverage", () => {
  it("pays a lone operator with capacity to spare u r", () => {
    expect(marginalCoverage(inputs([[0, 0.9, 1000]], [0.95]))[0]).to.be.within(0.9 * 0.95 - 1e-12, 0.9 * 0.95 + 1e-12);
  });

  it("with x = ln 2 and u = 1, each of two in one domain saves r / 4", () => {
    const two = inputs(
      [
        [0, 1, Math.LN2],
        [0, 1, Math.LN2],
      ],
      [0.8],
    );
    expect(marginalCoverage(two)[0]).to.be.within(0.2 - 1e-12, 0.2 + 1e-12);
    expect(coverage(two)).to.be.within(0.8 * 0.75 - 1e-12, 0.8 * 0.75 + 1e-12);
  });

  it("is coverage with everybody minus coverage without the operator, for any operators, domains and layers", () => {
    const operator = fc.tuple(
      fc.nat(2),
      fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
    );
    const curves = [{ kappas: [500_000_000n, 2_000_000_000n], alphas: [1_300_000_000n, -300_000_000n] }];
    fc.assert(
      fc.property(fc.array(operator, { minLength: 1, maxLength: 8 }), (operators) => {
        const all = inputs(operators, [0.99, 0.9, 0.7], curves);
        marginalCoverage(all).forEach((gain, i) => {
          const without = inputs(
            operators.filter((_, j) => j !== i),
            [0.99, 0.9, 0.7],
            curves,
          );
          expect(gain).to.be.within(
            coverage(all) - (operators.length === 1 ? 0 : coverage(without)) - 1e-12,
            coverage(all) - (operators.length === 1 ? 0 : coverage(without)) + 1e-12,
          );
        });
      }),
      { seed: 1 },
    );
  });

  it("equals the enumeration of what is up when capacity is abundant", () => {
    const operators: [number, number, number][] = [
      [0, 0.9, 1000],
      [0, 0.8, 1000],
      [1, 0.7, 1000],
    ];
    const availability = [0.95, 0.85];
    let expected = 0;
    for (let state = 0; state < 32; state++) {
      const isUp = (part: number): boolean => ((state >> part) & 1) === 1;
      const probability = [...operators.map(([, u]) => u), ...availability].reduce(
        (p, up, k) => p * (isUp(k) ? up : 1 - up),
        1,
      );
      if (operators.some(([domain], i) => isUp(i) && isUp(3 + domain))) expected += probability;
    }
    expect(coverage(inputs(operators, availability))).to.be.within(expected - 1e-12, expected + 1e-12);
  });
});
