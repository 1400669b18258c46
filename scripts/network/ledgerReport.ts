import { toBillionths } from "../common/units.js";
import type { Network } from "./network.js";
import type { ServiceLevels } from "./serviceLevels.js";
import type { Tally } from "./tally.js";

/** What the chain's ledger takes for one window: operators, classes and domains by index, quantities in parts per billion. */
export interface LedgerReport {
  /** Every (operator, class) that was seen to work: u at most 999_000_000, served in requests. */
  readonly services: readonly { operator: number; classIndex: number; u: bigint; x: bigint; served: bigint }[];
  /** Demand weight per class: requests of the window. */
  readonly demand: readonly { classIndex: number; weight: bigint }[];
  /** Per domain and class that has members in it: availability at most 999_900_000. */
  readonly availability: readonly { domain: number; classIndex: number; availability: bigint }[];
}

/**
 * The report of a window: measured service levels, demand, availability. A domain is as available to one class as to
 * another (outages are the domain's), so its classes share one estimate.
 *
 * @example ledgerReport({ network, tally, levels, availability })
 */
export function ledgerReport(parameters: {
  network: Network;
  tally: Tally;
  levels: ServiceLevels;
  /** Per domain. */
  availability: Float64Array;
}): LedgerReport {
  const { network, tally, levels, availability } = parameters;
  const { operators, classes, domainOf } = network;
  const services: LedgerReport["services"][number][] = [];
  const cells = new Map<number, { domain: number; classIndex: number; availability: bigint }>();
  for (let operator = 0; operator < operators; operator++) {
    const domain = domainOf[operator] ?? 0;
    for (let c = 0; c < classes; c++) {
      const u = levels.reliability[operator * classes + c] ?? 0;
      if (u === 0) continue;
      services.push({
        operator,
        classIndex: c,
        u: toBillionths(u),
        x: toBillionths(levels.capacityRatio[operator * classes + c] ?? 0),
        served: BigInt(tally.served(operator, c)),
      });
      cells.set(domain * classes + c, {
        domain,
        classIndex: c,
        availability: toBillionths(availability[domain] ?? 0),
      });
    }
  }
  return {
    services,
    demand: Array.from(tally.demand, (weight, classIndex) => ({ classIndex, weight: BigInt(weight) })),
    availability: [...cells].sort(([a], [b]) => a - b).map(([, cell]) => cell),
  };
}
