import type { ServiceTable } from "../../simulation/serviceTable.js";
import type { ProfileOffer } from "../ledgerState.js";

/** What every strategy offers, sparse: the services of strategy k are the entries `starts[k]` to `starts[k + 1]`. */
export interface OfferTable {
  readonly strategies: number;
  /** Domain index per strategy, -1 for staying out. */
  readonly domainOf: Int32Array;
  readonly starts: Int32Array;
  /** Class index per entry, ascending within a strategy. */
  readonly classOf: Int32Array;
  /** u per entry, in (0, 0.999]. */
  readonly reliability: Float64Array;
  /** x per entry. */
  readonly capacityRatio: Float64Array;
  /** Tokens that each operator bonds while it takes part. */
  readonly stakes: Float64Array;
  /** Requests of each class in a measured window: what served volumes are forecast from. */
  readonly requests: Float64Array;
}

/**
 * The strategies' offers from the service model, made once for a run.
 *
 * @param domains index per strategy, -1 for staying out
 * @param stakes tokens per operator
 * @param requests per class in one measured window
 * @example offerTable({ service, domains: strategies.map(({ domain }) => domain), stakes, requests })
 */
export function offerTable(parameters: {
  service: ServiceTable;
  domains: ArrayLike<number>;
  stakes: ArrayLike<number>;
  requests: ArrayLike<number>;
}): OfferTable {
  const { service, domains, stakes, requests } = parameters;
  const { strategies, classes } = service;
  if (domains.length !== strategies) throw new RangeError(`${strategies} strategies, but ${domains.length} domains`);
  if (requests.length !== classes) throw new RangeError(`${classes} classes, but ${requests.length} request counts`);
  const starts = new Int32Array(strategies + 1);
  const cells: number[] = [];
  for (let k = 0; k < strategies; k++) {
    for (let c = 0; c < classes; c++) {
      const cell = k * classes + c;
      if (domains[k] !== -1 && (service.reliability[cell] ?? 0) > 0) cells.push(cell);
    }
    starts[k + 1] = cells.length;
  }
  return {
    strategies,
    domainOf: Int32Array.from(domains),
    starts,
    classOf: Int32Array.from(cells, (cell) => cell % classes),
    reliability: Float64Array.from(cells, (cell) => service.reliability[cell] ?? 0),
    capacityRatio: Float64Array.from(cells, (cell) => service.capacityRatio[cell] ?? 0),
    stakes: Float64Array.from(stakes),
    requests: Float64Array.from(requests),
  };
}

/**
 * One strategy's offer; `served` says how many requests of an entry's class would be served, 0 if left out.
 *
 * @example strategyOffer({ table, operator: 3, strategy: 17 })
 */
export function strategyOffer(parameters: {
  table: OfferTable;
  operator: number;
  strategy: number;
  served?: (entry: number) => number;
}): ProfileOffer {
  const { table, operator, strategy, served = () => 0 } = parameters;
  const domain = table.domainOf[strategy];
  if (domain === undefined) throw new RangeError(`there is no strategy ${strategy} among ${table.strategies}`);
  const from = table.starts[strategy] ?? 0;
  const services = Array.from({ length: (table.starts[strategy + 1] ?? 0) - from }, (_, i) => ({
    classIndex: table.classOf[from + i] ?? 0,
    reliability: table.reliability[from + i] ?? 0,
    capacityRatio: table.capacityRatio[from + i] ?? 0,
    served: served(from + i),
  }));
  return { stake: domain === -1 ? 0 : (table.stakes[operator] ?? 0), domain, services };
}
