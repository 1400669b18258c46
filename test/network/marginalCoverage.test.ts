import { expect } from "chai";
import fc from "fast-check";
import { toBillionths } from "../../scripts/common/units.js";
import { type CoverageInputs, coverage, marginalCoverage } from "../../scripts/network/marginalCoverage.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { coverageByDefinition } from "../../scripts/reference/coverageByDefinition.js";
import type { StateEvent } from "../../scripts/reference/history.js";
import { EMPTY_STATE, type NetworkState } from "../../scripts/reference/state.js";

const ONE = [{ kappas: [1_000_000_000n], alphas: [1_000_000_000n] }];

/** Operators given as [domain, u, x in the first class, u, x in the second, ...]. */
function inputs(
  operators: [number, ...number[]][],
  availability: number[],
  curves: CoverageInputs["curves"] = ONE,
  weights: number[] = [5],
): CoverageInputs {
  const levels = operators.flatMap(([, ...each]) => each);
  return {
    domainOf: Int32Array.from(operators, ([domain]) => domain),
    levels: {
      reliability: Float64Array.from(levels.filter((_, index) => index % 2 === 0)),
      capacityRatio: Float64Array.from(levels.filter((_, index) => index % 2 === 1)),
      peak: new Int32Array(operators.length),
    },
    availability: Float64Array.from(availability),
    weights: Float64Array.from(weights),
    curves,
  };
}

/** The same network as the chain's specification holds it, operators by index. */
function stateOf({ domainOf, levels, availability, weights, curves }: CoverageInputs): NetworkState {
  const events: StateEvent[] = curves.flatMap((curve, c): StateEvent[] => [
    { type: "classAdded", classId: BigInt(c), weight: BigInt(weights[c] ?? 0), ...curve },
    ...Array.from(availability, (r, g): StateEvent => {
      return { type: "availabilityChanged", classId: BigInt(c), domain: BigInt(g), availability: toBillionths(r) };
    }),
  ]);
  domainOf.forEach((domain, i) => {
    events.push({ type: "operatorChanged", operator: `${i}`, domain: BigInt(domain), stake: 0n });
    curves.forEach((_, c) => {
      const cell = i * curves.length + c;
      const u = toBillionths(levels.reliability[cell] ?? 0);
      const x = toBillionths(levels.capacityRatio[cell] ?? 0);
      if (u > 0n) events.push({ type: "serviceChanged", operator: `${i}`, classId: BigInt(c), u, x, served: 0n });
    });
  });
  return events.reduce(applyEvent, EMPTY_STATE);
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
  });

  it("is the exact coverage with everybody minus that without the operator, any operators, domains, classes, layers", () => {
    const thousandths = (max: number) => fc.integer({ min: 0, max }).map((value) => value / 1000);
    const operator = fc.tuple(fc.nat(2), thousandths(999), thousandths(5000), thousandths(999), thousandths(5000));
    const curves = [...ONE, { kappas: [500_000_000n, 2_000_000_000n], alphas: [1_060_000_000n, -60_000_000n] }];
    fc.assert(
      fc.property(fc.array(operator, { minLength: 1, maxLength: 8 }), (operators) => {
        const all = inputs(operators, [0.999, 0.9, 0.7], curves, [3, 1]);
        const state = stateOf(all);
        const whole = coverageByDefinition(state);
        expect(coverage(all)).to.be.within(whole.toNumber() - 1e-12, whole.toNumber() + 1e-12);
        marginalCoverage(all).forEach((gain, i) => {
          const expected = whole.minus(coverageByDefinition(state, `${i}`)).toNumber();
          expect(gain).to.be.within(expected - 1e-12, expected + 1e-12);
        });
      }),
      { seed: 1, numRuns: 40 },
    );
  });
});
