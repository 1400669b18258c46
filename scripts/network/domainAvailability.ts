import type { ProbeTally } from "./prober.js";

/** Highest availability that the ledger takes. */
export const MAX_AVAILABILITY = 0.9999;

/** What is believed of a domain before it is seen: `mean` as if seen at `looks` independent moments. */
export interface AvailabilityPrior {
  readonly mean: number;
  readonly looks: number;
  /** Seconds between looks that count as independent; see `ServicePrior`. */
  readonly independence: number;
}

/** 0.99: the middle of the providers' promises in data/domains.json (0.97 to 0.995). */
export const DEFAULT_AVAILABILITY_PRIOR: AvailabilityPrior = { mean: 0.99, looks: 10, independence: 2.7 * 3600 };

/**
 * Posterior mean availability per declared domain from the looks of a window of `seconds`: a Beta prior, and one
 * observation per independence time. Seen, not declared.
 *
 * @returns shares in (0, 0.9999], one per domain
 */
export function domainAvailability(parameters: {
  probes: ProbeTally;
  domains: number;
  seconds: number;
  prior?: AvailabilityPrior;
}): Float64Array {
  const { probes, domains, seconds, prior = DEFAULT_AVAILABILITY_PRIOR } = parameters;
  const looks = probes.domainUp.length;
  const independent = Math.min(looks, seconds / prior.independence);
  return Float64Array.from({ length: domains }, (_, domain) => {
    const up = probes.domainUp.reduce((sum, row) => sum + (row[domain] ?? 0), 0);
    const share = looks === 0 ? 0 : up / looks;
    return Math.min(MAX_AVAILABILITY, (prior.mean * prior.looks + share * independent) / (prior.looks + independent));
  });
}
