import { UserError } from "../common/errors.js";
import type { Catalogue } from "../workloads/catalogue.js";
import type { FailureDomain } from "../workloads/failureDomain.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";

/**
 * The scenario's failure domains, spread over price, provider and region by a rule: of the providers with a published
 * price, as many as there are domains, evenly spaced from the cheapest to the dearest; those with the fewest regions
 * choose first, each the region of most demand that nobody has yet. Beyond the number of providers, a second region each.
 *
 * @returns domains from the cheapest to the dearest
 * @throws UserError when there are not so many.
 * @example chooseDomains({ catalogue, classes, factors, count: 5 }).map(({ id }) => id)
 */
export function chooseDomains(parameters: {
  catalogue: Catalogue;
  classes: readonly WorkloadClass[];
  /** Price factor by provider. */
  factors: ReadonlyMap<string, number>;
  count: number;
}): FailureDomain[] {
  const { catalogue, classes, factors, count } = parameters;
  const open = [...catalogue.domains.values()].filter(({ provider }) => factors.has(provider));
  if (!Number.isInteger(count) || count < 1 || count > open.length) {
    throw new UserError(`domains must be a whole number from 1 to ${open.length}, got ${count}`);
  }
  const demand = (region: string): number =>
    classes.reduce((sum, each) => sum + (each.region === region ? each.share : 0), 0);
  const price = ({ provider }: FailureDomain): number => factors.get(provider) ?? 1;
  const chosen: FailureDomain[] = [];
  while (chosen.length < count) {
    const left = open.filter((domain) => !chosen.includes(domain));
    const providers = evenly(
      [...new Set(left.map(({ provider }) => provider))].sort((a, b) => (factors.get(a) ?? 1) - (factors.get(b) ?? 1)),
      count - chosen.length,
    );
    const regionsOf = (provider: string): FailureDomain[] => left.filter((domain) => domain.provider === provider);
    providers.sort((a, b) => regionsOf(a).length - regionsOf(b).length);
    for (const provider of providers) {
      const isTaken = ({ region }: FailureDomain): number => (chosen.some((each) => each.region === region) ? 1 : 0);
      const [best] = regionsOf(provider).sort((a, b) => isTaken(a) - isTaken(b) || demand(b.region) - demand(a.region));
      if (best !== undefined) chosen.push(best);
    }
  }
  return chosen.sort((a, b) => price(a) - price(b) || (a.id < b.id ? -1 : 1));
}

/** At most `count` items, first and last among them, evenly spaced. */
function evenly<T>(items: readonly T[], count: number): T[] {
  if (count >= items.length) return [...items];
  const step = count === 1 ? 0 : (items.length - 1) / (count - 1);
  return items.filter((_, index) => Array.from({ length: count }, (_x, k) => Math.round(k * step)).includes(index));
}
