import { gammaln } from "simple-statistics";
import type { RandomStream } from "../common/random.js";

/** Distribution of the time between two requests of one client, its mean scaled to 1. */
export interface GapShape {
  readonly distribution: "Gamma" | "Weibull";
  /** Shape parameter, above 0; 1 is exponential, below 1 is burstier. */
  readonly shape: number;
}

/** The Gamma shape whose coefficient of variation is `cv`. */
export function gammaGap(cv: number): GapShape {
  return { distribution: "Gamma", shape: 1 / (cv * cv) };
}

/** A gap with mean 1. */
export function sampleGap({ distribution, shape }: GapShape, random: RandomStream): number {
  if (distribution === "Gamma") return sampleGamma(shape, random) / shape;
  return weibullScale(shape) * random.exponential(1) ** (1 / shape);
}

/**
 * Time from an arbitrary moment to the next request, in units of the mean gap: a gap chosen in proportion to its length,
 * cut uniformly (Cox 1962, Renewal Theory, section 5.3). Starting with a fresh gap instead would add (cv^2 - 1) / 2
 * requests on average.
 */
export function sampleFirstGap({ distribution, shape }: GapShape, random: RandomStream): number {
  const biased =
    distribution === "Gamma"
      ? sampleGamma(shape + 1, random) / shape
      : weibullScale(shape) * sampleGamma(1 + 1 / shape, random) ** (1 / shape);
  return biased * random.next();
}

/** Marsaglia and Tsang 2000, "A simple method for generating gamma variables"; unit scale. */
function sampleGamma(shape: number, random: RandomStream): number {
  if (shape < 1) return sampleGamma(shape + 1, random) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = sampleNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log1p(-random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Standard normal, Box and Muller 1958. */
export function sampleNormal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log1p(-random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Scale of a Weibull with mean 1. */
function weibullScale(shape: number): number {
  return Math.exp(-gammaln(1 + 1 / shape));
}
