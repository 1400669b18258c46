import { domainCoverage } from "../../metrics/domainCoverage.js";
import type { Row } from "../../report/rows.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import type { Scenario } from "../../simulation/scenario.js";

/** Rows of the table `heat`: how far each domain alone covers each class. */
export function heatRows({ classes, domains }: Scenario, { state }: EpochRecord): Row[] {
  const table = domainCoverage(state);
  return classes.flatMap((workload, c) =>
    domains.map((domain, g) => ({
      class: workload.id,
      domain: domain.id,
      coverage: table[c * domains.length + g] ?? 0,
    })),
  );
}
