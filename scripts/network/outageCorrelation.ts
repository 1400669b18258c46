import { randomStream } from "../common/random.js";
import type { ProbeTally } from "./prober.js";

/** How far two declared domains fail together. */
export interface DomainPair {
  readonly first: number;
  readonly second: number;
  /** Correlation of the two down indicators over the looks, -1 to 1; 0 when one was never seen down. */
  readonly correlation: number;
  /** Share of circular shifts of one series against the other under which they are down together as often or more. */
  readonly pValue: number;
}

const SHIFTS = 399;

/**
 * Every pair of declared domains, the most correlated first: a pair with a high correlation and a small p-value fails
 * together, so one of the two declarations is not independent. Circular shifts keep each series' own outages whole, so
 * that one long coincidence does not look like many.
 *
 * @example outageCorrelation({ probes, domains: 6, seed: 1 })[0]
 */
export function outageCorrelation(parameters: {
  probes: ProbeTally;
  domains: number;
  seed: number | string;
}): DomainPair[] {
  const { probes, domains, seed } = parameters;
  const looks = probes.domainUp.length;
  const downAt = Array.from({ length: domains }, (_, domain) =>
    probes.domainUp.flatMap((row, look) => (row[domain] === 0 ? [look] : [])),
  );
  const stream = randomStream(seed, "outages/shifts");
  const pairs: DomainPair[] = [];
  downAt.forEach((one, first) => {
    for (let second = first + 1; second < domains; second++) {
      const other = downAt[second] ?? [];
      const isDown = new Uint8Array(looks);
      for (const look of other) isDown[look] = 1;
      const together = (shift: number): number =>
        one.reduce((sum, look) => sum + (isDown[(look + shift) % looks] ?? 0), 0);
      const observed = together(0);
      let asOften = 1;
      for (let k = 0; k < SHIFTS; k++) if (together(stream.below(Math.max(1, looks))) >= observed) asOften += 1;
      const correlation = phi(one.length / looks, other.length / looks, observed / looks);
      pairs.push({ first, second, correlation, pValue: asOften / (SHIFTS + 1) });
    }
  });
  return pairs.sort((a, b) => b.correlation - a.correlation || a.pValue - b.pValue);
}

/** Correlation of two indicators with these means and this mean product. */
function phi(a: number, b: number, both: number): number {
  const spread = Math.sqrt(a * (1 - a) * b * (1 - b));
  return spread > 0 ? (both - a * b) / spread : 0;
}
