import type { RandomStream } from "../../scripts/common/random.js";
import { acceptedCurve } from "../../scripts/reference/acceptedCurve.js";
import { BILLION } from "./system.js";

/** {1e-9} A success curve. */
export interface Shape {
  readonly kappas: readonly bigint[];
  readonly alphas: readonly bigint[];
}

const curve = (kappas: number[], alphas: number[]): Shape => ({
  kappas: kappas.map((kappa) => BigInt(Math.round(kappa * 1e9))),
  alphas: alphas.map((alpha) => BigInt(Math.round(alpha * 1e9))),
});

/** Curves by name: the default, the flattest and the steepest, at the edge of what is concave, with large layer weights. */
export const CURVES = {
  oneLayer: curve([1], [1]),
  flattest: { kappas: [1n], alphas: [BILLION] },
  steepest: curve([1_000], [1]),
  twoLayers: curve([1, 2], [1.25, -0.25]),
  edge: { kappas: [BILLION, 2n * BILLION], alphas: [1_333_333_333n, -333_333_333n] },
  large: curve([1, 1.02], [25.5, -24.5]),
  fourLayers: curve([0.1, 1, 10, 100], [0.1, 0.2, 0.3, 0.4]),
  alternating: curve([1, 2, 3, 4], [1.92, -1.44, 0.64, -0.12]),
} as const satisfies Record<string, Shape>;

/** A curve with these kappas that the ledger accepts, often with negative layer weights. */
export function randomAlphas(stream: RandomStream, kappas: readonly bigint[]): bigint[] {
  for (let tries = 0; tries < 20; tries++) {
    let before = 0;
    const raw = kappas.map((kappa) => {
      const sum = stream.next() < 0.3 ? 0 : stream.next();
      const alpha = (sum - before) / (Number(kappa) / 1e9) ** 2;
      before = sum;
      return alpha;
    });
    const total = raw.reduce((sum, alpha) => sum + alpha, 0);
    if (total <= 0) continue;
    const rest = raw.slice(1).map((alpha) => BigInt(Math.round((alpha / total) * 1e9)));
    const alphas = [BILLION - rest.reduce((sum, alpha) => sum + alpha, 0n), ...rest];
    if (acceptedCurve({ kappas, alphas })) return alphas;
  }
  return kappas.map((_, m) => (m === 0 ? BILLION : 0n));
}

/** A named curve, or a random one of one to four layers. */
export function randomCurve(stream: RandomStream): Shape {
  if (stream.next() < 0.6) return stream.pick(Object.values(CURVES));
  const kappas: bigint[] = [];
  let kappa = 0n;
  const layers = 1 + stream.below(4);
  for (let m = 0; m < layers; m++) {
    kappa += BigInt(1 + stream.below(stream.pick([100_000_000, 2_000_000_000])));
    kappas.push(kappa);
  }
  return { kappas, alphas: randomAlphas(stream, kappas) };
}
