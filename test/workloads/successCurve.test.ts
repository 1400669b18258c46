import { expect } from "chai";
import Table from "cli-table3";
import fc from "fast-check";
import { randomStream } from "../../scripts/common/random.js";
import { acceptedCurve, type ConcavityCheck } from "../../scripts/reference/acceptedCurve.js";
import { curveFromWeights } from "../../scripts/workloads/curveFromWeights.js";
import { erlangLoss } from "../../scripts/workloads/erlangLoss.js";
import { fitSuccessCurve } from "../../scripts/workloads/fitSuccessCurve.js";
import { curveValue, type SuccessCurve } from "../../scripts/workloads/successCurve.js";

/** The condition of DESIGN.md, written again: exact partial sums of alpha kappa^2, sum of alpha, bound of 32. */
function problems({ kappas, alphas }: SuccessCurve): string[] {
  const found: string[] = [];
  let sum = 0n;
  let partial = 0n;
  for (let layer = 0; layer < kappas.length; layer += 1) {
    const kappa = kappas[layer] ?? 0n;
    const alpha = alphas[layer] ?? 0n;
    sum += alpha;
    partial += alpha * kappa * kappa;
    if (kappa <= (kappas[layer - 1] ?? 0n)) found.push(`kappa ${layer} is not ascending`);
    if (partial < 0n) found.push(`partial sum ${layer} is ${partial}`);
    if (alpha > 32_000_000_000n || alpha < -32_000_000_000n) found.push(`alpha ${layer} is ${alpha}`);
  }
  if (sum !== 1_000_000_000n) found.push(`alphas sum to ${sum}`);
  return found;
}

describe("erlangLoss", () => {
  it("is the published table at whole numbers of slots", () => {
    // Erlang B: B(1, 1) = 1/2, B(2, 1) = 1/5, B(5, 3) = 0.1101, B(10, 5) = 0.0184, B(100, 84.06) = 0.01.
    expect(erlangLoss({ servers: 1, load: 1 })).to.be.within(0.5 - 1e-9, 0.5 + 1e-9);
    expect(erlangLoss({ servers: 2, load: 1 })).to.be.within(0.2 - 1e-9, 0.2 + 1e-9);
    expect(erlangLoss({ servers: 5, load: 3 })).to.be.within(0.11005 - 1e-5, 0.11005 + 1e-5);
    expect(erlangLoss({ servers: 10, load: 5 })).to.be.within(0.018385 - 1e-6, 0.018385 + 1e-6);
    expect(erlangLoss({ servers: 100, load: 84.064 })).to.be.within(0.01 - 1e-5, 0.01 + 1e-5);
  });

  it("is the sum formula at whole numbers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0.05, max: 40, noNaN: true }), (servers, load) => {
        let term = 1;
        let total = 1;
        for (let slot = 1; slot <= servers; slot += 1) {
          term *= load / slot;
          total += term;
        }
        return Math.abs(erlangLoss({ servers, load }) - term / total) < 1e-9;
      }),
    );
  });

  it("is the integral at one half slot", () => {
    // 1/B(1/2, 1) = integral of e^-u sqrt(1 + u) du = 1 + e sqrt(pi) erfc(1) / 2 = 1.378936...
    expect(1 / erlangLoss({ servers: 0.5, load: 1 })).to.be.within(
      1 + (Math.E * Math.sqrt(Math.PI) * 0.157299207) / 2 - 1e-6,
      1 + (Math.E * Math.sqrt(Math.PI) * 0.157299207) / 2 + 1e-6,
    );
  });

  it("falls and is convex in the number of slots, whole or not", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 60, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (load, servers) => {
          const [a, b, c] = [0, 0.3, 0.6].map((more) => erlangLoss({ servers: servers + more, load }));
          return a !== undefined && b !== undefined && c !== undefined && a >= b && b >= c && a + c - 2 * b > -1e-9;
        },
      ),
    );
  });
});

describe("success curve", () => {
  it("with one layer and alpha = kappa = 1 is 1 - e^-X", () => {
    const curve = { kappas: [1_000_000_000n], alphas: [1_000_000_000n] };
    expect(curveValue(curve, 2)).to.be.within(1 - Math.exp(-2) - 1e-12, 1 - Math.exp(-2) + 1e-12);
    expect(acceptedCurve(curve, "partialSums")).to.equal(true);
  });

  it("is refused when it is not concave, does not sum to 1 or is too large", () => {
    const kappas = [1_000_000_000n, 2_000_000_000n];
    // alpha = (2, -1): partial sums 2 and 2 - 4 < 0, so S would turn convex at 0.
    expect(acceptedCurve({ kappas, alphas: [2_000_000_000n, -1_000_000_000n] }, "partialSums")).to.equal(false);
    expect(acceptedCurve({ kappas, alphas: [1_500_000_000n, -500_000_000n] }, "partialSums")).to.equal(false);
    // (4/3, -1/3) is the limit: both partial sums stay at or above 0.
    expect(acceptedCurve({ kappas, alphas: [1_333_333_333n, -333_333_333n] }, "partialSums")).to.equal(true);
    expect(acceptedCurve({ kappas, alphas: [1_333_333_334n, -333_333_334n] }, "partialSums")).to.equal(false);
    expect(acceptedCurve({ kappas, alphas: [500_000_000n, 400_000_000n] }, "partialSums")).to.equal(false);
    expect(
      acceptedCurve({ kappas: [...kappas].reverse(), alphas: [500_000_000n, 500_000_000n] }, "partialSums"),
    ).to.equal(false);
    expect(
      acceptedCurve({ kappas: [1n, 1_000_000_000n], alphas: [33_000_000_000n, -32_000_000_000n] }, "partialSums"),
    ).to.equal(false);
  });

  it("is not made with a kappa that the ledger refuses", () => {
    expect(() => curveFromWeights({ kappas: [1, 1001], weights: [1, 1], check: "partialSums" })).to.throw(RangeError);
  });

  it("from any weights at all passes the exact check, rises and is concave", () => {
    const gaps = fc.array(fc.double({ min: 1.1, max: 5, noNaN: true }), { minLength: 0, maxLength: 3 });
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 5, noNaN: true }),
        gaps,
        fc.array(weight, { minLength: 4, maxLength: 4 }),
        (first, ratios, draws) => {
          const kappas = [first];
          for (const ratio of ratios) kappas.push((kappas.at(-1) ?? 1) * ratio);
          const weights = kappas.map((_, layer) => (draws[layer] ?? 0) + 1e-3);
          const curve = curveFromWeights({ kappas, weights, check: "partialSums" });
          const values = [0, 0.5, 1, 1.5, 2, 4].map((ratio) => curveValue(curve, ratio / first));
          const slopes = values.slice(0, 5).map((value, index) => (values[index + 1] ?? 0) - value);
          const concave = slopes.slice(0, 3).every((slope, index) => slope >= (slopes[index + 1] ?? 0) - 1e-7);
          return (
            problems(curve).length === 0 &&
            Math.abs(values[0] ?? 1) < 1e-9 &&
            slopes.every((slope) => slope >= -1e-7) &&
            concave
          );
        },
      ),
    );
  });

  it("that either check accepts is concave wherever one looks, and each accepts what the other refuses", () => {
    const random = randomStream(1, "curves");
    const accepted = { partialSums: 0, nested: 0, onlyNested: 0, onlyPartialSums: 0 };
    for (let trial = 0; trial < 20_000; trial += 1) {
      const gaps = [random.between(0.2, 3), random.between(0.1, 3), random.between(0.1, 3)];
      const kappas = gaps.map((_, layer) => BigInt(Math.round(1e9 * gaps.slice(0, layer + 1).reduce((a, b) => a + b))));
      const [second, third] = [random.between(-8, 4), random.between(-2, 6)].map((alpha) =>
        BigInt(Math.round(1e9 * alpha)),
      );
      const alphas = [1_000_000_000n - (second ?? 0n) - (third ?? 0n), second ?? 0n, third ?? 0n];
      const [sums, nested] = (["partialSums", "nested"] as const).map((check) =>
        acceptedCurve({ kappas, alphas }, check),
      );
      if (sums) accepted.partialSums += 1;
      if (nested) accepted.nested += 1;
      if (nested && !sums) accepted.onlyNested += 1;
      if (sums && !nested) accepted.onlyPartialSums += 1;
      if (!sums && !nested) continue;
      for (let ratio = 0; ratio < 20; ratio += 0.1) {
        const curvature = kappas.reduce((sum, kappa, layer) => {
          const rate = Number(kappa) / 1e9;
          return sum + (Number(alphas[layer]) / 1e9) * rate * rate * Math.exp(-rate * ratio);
        }, 0);
        expect(curvature, `${kappas} ${alphas} at ${ratio}`).to.be.at.least(-1e-9);
      }
    }
    console.log(`      of 20,000 random curves: ${JSON.stringify(accepted)}`);
    for (const count of Object.values(accepted)) expect(count).to.be.greaterThan(30);
  });
});

describe("fitSuccessCurve", () => {
  const loads = [0.1, 1, 10, 100, 1000];
  const layersOf = [1, 2, 3, 4] as const;
  const checks = ["partialSums", "nested"] as const;
  type Fits = Map<number, ReturnType<typeof fitSuccessCurve>[]>;
  const fits: Record<ConcavityCheck, Fits> = { partialSums: new Map(), nested: new Map() };

  before(() => {
    for (const check of checks) {
      for (const load of loads) {
        fits[check].set(
          load,
          layersOf.map((layers) => fitSuccessCurve({ load, layers, check })),
        );
      }
    }
  });

  it("passes the ledger's check at every size and number of layers", () => {
    for (const list of fits.partialSums.values()) {
      for (const { curve } of list) expect(problems(curve)).to.deep.equal([]);
    }
  });

  it("passes the nested check when that is asked for", () => {
    for (const list of fits.nested.values()) {
      for (const { curve } of list) expect(acceptedCurve(curve, "nested")).to.equal(true);
    }
  });

  it("prints the fit error, which never grows with layers", () => {
    for (const check of checks) {
      const table = new Table({
        head: ["load (Erlangs)", "1 layer", "2 layers", "3 layers", "4 layers"],
        style: { compact: true, head: [], border: [] },
      });
      for (const [load, list] of fits[check]) {
        table.push([load, ...list.map(({ rmsError, maxError }) => `${rmsError.toFixed(4)} (${maxError.toFixed(4)})`)]);
        for (const [index, fit] of list.entries()) {
          // The little weight that keeps the sums positive may cost 1e-6.
          if (index > 0) expect(fit.rmsError).to.be.at.most((list[index - 1]?.rmsError ?? 0) + 1e-6);
        }
      }
      console.log(`      ${check}: error in success rate, root mean square (largest)\n${table.toString()}`);
    }
  });

  it("finds the best single kappa, by exhaustive search", () => {
    const load = 10;
    const fit = fitSuccessCurve({ load, layers: 1 });
    const points = Array.from({ length: 161 }, (_, index) => 3 * (index / 160) ** 2);
    const target = points.map((ratio) => 1 - erlangLoss({ servers: ratio * load, load }));
    const rms = (kappa: number): number =>
      Math.sqrt(
        points.reduce((sum, ratio, index) => sum + (1 - Math.exp(-kappa * ratio) - (target[index] ?? 0)) ** 2, 0) / 161,
      );
    const best = Math.min(...Array.from({ length: 3000 }, (_, index) => rms((index + 1) / 1000)));
    expect(fit.rmsError).to.be.within(best - 1e-5, best + 1e-5);
  });

  it("reaches what a general optimiser does (Nelder-Mead on kappas, non-negative least squares on weights)", () => {
    // SciPy 1.17, 9 starts: root mean square at 10 Erlangs 0.0345 with two layers, nested 0.0239 and 0.0176 with 3 and 4.
    const rms = (check: ConcavityCheck, layers: number): number =>
      fits[check].get(10)?.[layers - 1]?.rmsError ?? Number.NaN;
    expect(rms("partialSums", 2)).to.be.within(0.0345 - 2e-4, 0.0345 + 2e-4);
    expect(rms("partialSums", 4)).to.be.within(0.0345 - 2e-4, 0.0345 + 2e-4);
    expect(rms("nested", 3)).to.be.within(0.0239 - 3e-4, 0.0239 + 3e-4);
    expect(rms("nested", 4)).to.be.within(0.0176 - 3e-4, 0.0176 + 3e-4);
  });

  it("recovers the loss of a small class to a thousandth, and says how far off it is for a large one", () => {
    const error = (load: number, layers: number): number =>
      fits.partialSums.get(load)?.[layers - 1]?.maxError ?? Number.NaN;
    expect(error(0.1, 3)).to.be.below(0.002);
    expect(error(1, 2)).to.be.below(0.02);
    // Above some 30 Erlangs S is nearly min(X, 1); curves that the check accepts cannot bend that sharply.
    expect(error(1000, 4)).to.be.within(0.1, 0.15);
  });
});
