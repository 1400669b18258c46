import { expect } from "chai";
import { type RandomStream, randomStream } from "../../scripts/common/random.js";
import { fromBillionths } from "../../scripts/common/units.js";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import { splittingByBinomial } from "./splittingByBinomial.js";

const BILLION = 1_000_000_000n;
const CURVES = 60;
const RELIABILITIES = [0.5, 0.55, 0.6, 0.65, 0.67];
const IDENTITIES = [2, 3, 5, 10, 30, 200];
const CAPACITIES = Array.from({ length: 13 }, (_, i) => 0.1 * 1.5 ** i);

interface Curve {
  readonly kappas: readonly bigint[];
  readonly alphas: readonly bigint[];
}

/**
 * An accepted curve near an extreme ray of the nested sums: almost all of N in the last one, so that -S'' is about the
 * density of a sum of as many exponential delays as there are layers.
 */
function nearRay(stream: RandomStream, layers: number): Curve | undefined {
  const rates = [1];
  for (let m = 1; m < layers; m++)
    rates.push((rates[m - 1] ?? 1) + stream.pick([0.1, 0.3, 0.6, 1, 2]) * stream.between(0.5, 1.5));
  const raw = rates.map((rate, m) => {
    let curvature = 0;
    for (let j = m; j < layers; j++) {
      const nested = j === layers - 1 ? 1 : 1e-7;
      let part = nested;
      for (let i = 0; i <= j; i++) if (i !== m) part /= (rates[i] ?? 1) - rate;
      curvature += part;
    }
    return curvature / rate ** 2;
  });
  const total = raw.reduce((sum, alpha) => sum + alpha, 0);
  const rest = raw.slice(1).map((alpha) => BigInt(Math.round((alpha / total) * 1e9)));
  const curve = {
    kappas: rates.map((rate) => BigInt(Math.round(rate * 1e9))),
    alphas: [BILLION - rest.reduce((sum, alpha) => sum + alpha, 0n), ...rest],
  };
  return acceptedCurve(curve) ? curve : undefined;
}

/** S in plain numbers. */
function success({ kappas, alphas }: Curve): (X: number) => number {
  const layers = kappas.map((kappa, m) => [fromBillionths(kappa), fromBillionths(alphas[m] ?? 0n)] as const);
  return (X) => layers.reduce((sum, [kappa, alpha]) => sum - alpha * Math.exp(-kappa * X), 1);
}

/** The largest gain over all k and x, one u after the other. */
function largestGains(curve: Curve): number[] {
  const S = success(curve);
  return RELIABILITIES.map((u) =>
    Math.max(...IDENTITIES.flatMap((k) => CAPACITIES.map((x) => splittingByBinomial({ S, k, u, x })))),
  );
}

describe("P7 splitting, the search over accepted curves", () => {
  for (const layers of [2, 3, 4]) {
    // What the limit of equal kappas gains at u = 0.5, and from which u on it gains nothing (docs/mechanism.md, P7).
    const { most, threshold } = { 2: { most: 1.01749, threshold: 0.57735 }, 3: { most: 1.0426, threshold: 0.62996 } }[
      layers
    ] ?? { most: 1.06763, threshold: 0.66874 };

    it(`given ${CURVES} accepted curves of ${layers} layers, k up to 200 > gains at most ${most}, nothing from u = ${threshold} on`, () => {
      const stream = randomStream("splitting", `${layers} layers`);
      const largest = RELIABILITIES.map(() => 0);
      let found = 0;
      for (let tries = 0; found < CURVES && tries < 100 * CURVES; tries++) {
        const curve = nearRay(stream, layers);
        if (curve === undefined) continue;
        found++;
        for (const [i, gain] of largestGains(curve).entries()) largest[i] = Math.max(largest[i] ?? 0, gain);
      }
      const shown = RELIABILITIES.map((u, i) => `u = ${u}: ${largest[i]?.toFixed(6)}`).join(", ");
      console.log(`        ${found} curves of ${layers} layers; largest gain ${shown}`);
      expect(found).to.equal(CURVES);
      expect(largest[0]).to.be.within(1.001, most);
      for (const [i, u] of RELIABILITIES.entries()) if (u >= threshold) expect(largest[i]).to.be.at.most(1 + 1e-9);
    });
  }
});
