import type { Catalogue } from "../workloads/catalogue.js";
import type { FailureDomain } from "../workloads/failureDomain.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import type { CostFigures } from "./costFigures.js";
import { rigName, rigSpace } from "./rigSpace.js";
import type { Strategy } from "./strategy.js";

/** Staying out: index 0 of every strategy space. */
export const OUT: Strategy = { id: "out", rig: undefined, domain: -1, usdPerDay: 0 };

/**
 * Everything that an operator can do: stay out, or run one of the rigs of `rigSpace` in one of the domains. A rig's
 * list price is its GPUs' hourly price x 24 x the factor of the domain's provider.
 *
 * @example strategySpace({ classes, catalogue, domains, figures: loadCostFigures(), maxSlots: 16 }).length
 */
export function strategySpace(parameters: {
  classes: readonly WorkloadClass[];
  catalogue: Catalogue;
  domains: readonly FailureDomain[];
  figures: CostFigures;
  /** Places per rig at most. */
  maxSlots: number;
}): Strategy[] {
  const { classes, catalogue, domains, figures, maxSlots } = parameters;
  const [anywhere] = domains;
  if (anywhere === undefined) return [OUT];
  const rigs = rigSpace({ classes, catalogue, domain: anywhere, maxSlots });
  const strategies = rigs.flatMap((rig) =>
    domains.map((domain, index): Strategy => {
      const factor = figures.providerFactors.get(domain.provider) ?? 1;
      return {
        id: `${rigName(rig)} @ ${domain.id}`,
        rig: { ...rig, domain },
        domain: index,
        usdPerDay: rig.gpu.usdPerHour * rig.count * 24 * factor,
      };
    }),
  );
  return [OUT, ...strategies];
}
