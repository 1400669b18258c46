import { expect } from "chai";
import fc from "fast-check";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { coverage } from "../../scripts/reference/coverage.js";
import { ZERO } from "../../scripts/reference/exact.js";
import { RULES } from "../../scripts/reference/rules.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";
import { curve, networkEvents } from "./arbitraries.js";
import { expectAtMost } from "./closeTo.js";

const BILLION = 1_000_000_000n;

describe("P2 solvency", () => {
  it("given any network with accepted curves > no share is negative, sum of D_i <= C <= 1", () => {
    fc.assert(
      fc.property(networkEvents, (events) => {
        const state = events.reduce(applyEvent, EMPTY_STATE);
        const shares = [...RULES.MarginalCoverage.shares(state).values()];
        for (const share of shares) expectAtMost(0, share);
        const total = shares.reduce((sum, share) => sum.plus(share), ZERO);
        expectAtMost(total, coverage(state));
        expectAtMost(coverage(state), 1);
      }),
      { numRuns: 150 },
    );
  });

  for (const rule of Object.values(RULES)) {
    it(`given any network > the shares of ${rule.name} are not negative and sum to at most 1`, () => {
      fc.assert(
        fc.property(networkEvents, (events) => {
          const shares = [...rule.shares(events.reduce(applyEvent, EMPTY_STATE)).values()];
          for (const share of shares) expectAtMost(0, share);
          expectAtMost(
            shares.reduce((sum, share) => sum.plus(share), ZERO),
            1,
          );
        }),
        { numRuns: 60 },
      );
    });
  }

  describe("the curves that may be listed", () => {
    it("given an accepted curve > S rises and its slope falls, from 0 towards 1", () => {
      fc.assert(
        fc.property(curve, ({ kappas, alphas }) => {
          const sum = (X: number, power: number) =>
            alphas.reduce((all, alpha, m) => {
              const kappa = Number(kappas[m]) / 1e9;
              return all + (Number(alpha) / 1e9) * kappa ** power * Math.exp(-kappa * X);
            }, 0);
          for (let X = 0; X < 20; X += 0.1) {
            expect(sum(X, 1), `S'(${X})`).to.be.at.least(-1e-9);
            expect(sum(X, 2), `-S''(${X})`).to.be.at.least(-1e-9);
          }
        }),
      );
    });

    const cases = [
      { name: "1 - e^-X", kappas: [1n], alphas: [1n], ok: true },
      { name: "S-shaped (1 - e^-X)^2", kappas: [1n, 2n], alphas: [2n, -1n], ok: false },
      { name: "layers not ascending", kappas: [2n, 1n], alphas: [0n, 1n], ok: false },
      { name: "alphas that sum to 2", kappas: [1n, 2n], alphas: [1n, 1n], ok: false },
      { name: "a layer without slope", kappas: [0n], alphas: [1n], ok: false },
      { name: "five layers", kappas: [1n, 2n, 3n, 4n, 5n], alphas: [1n, 0n, 0n, 0n, 0n], ok: false },
      { name: "kappa beyond 1000", kappas: [1_001n], alphas: [1n], ok: false },
      { name: "alpha beyond 32", kappas: [1n, 2n], alphas: [33n, -32n], ok: false },
      { name: "no layer", kappas: [], alphas: [], ok: false },
    ];
    for (const { name, kappas, alphas, ok } of cases) {
      it(`${ok ? "accepts" : "rejects"} ${name}`, () => {
        const scaled = { kappas: kappas.map((k) => k * BILLION), alphas: alphas.map((a) => a * BILLION) };
        expect(acceptedCurve(scaled)).to.equal(ok);
      });
    }

    it("accepts S = 1 - 1.92 e^-X + 1.44 e^-2X - 0.64 e^-3X + 0.12 e^-4X by its nested sums: -S'' = 1.92 e^-X (1 - e^-X)^3", () => {
      const kappas = [BILLION, 2n * BILLION, 3n * BILLION, 4n * BILLION];
      const alphas = [1_920_000_000n, -1_440_000_000n, 640_000_000n, -120_000_000n];
      expect(acceptedCurve({ kappas, alphas })).to.equal(true);
      expect(
        acceptedCurve({ kappas, alphas: [1_920_000_000n, -1_440_000_000n, 639_999_999n, -119_999_999n] }),
      ).to.equal(false);
    });

    it("accepts S = 1 - 1.25 e^-X + 0.25 e^-2X and, at the very edge, 4/3 and -1/3", () => {
      const kappas = [BILLION, 2n * BILLION];
      expect(acceptedCurve({ kappas, alphas: [1_250_000_000n, -250_000_000n] })).to.equal(true);
      expect(acceptedCurve({ kappas, alphas: [1_333_333_333n, -333_333_333n] })).to.equal(true);
      expect(acceptedCurve({ kappas, alphas: [1_333_333_334n, -333_333_334n] })).to.equal(false);
    });
  });
});
