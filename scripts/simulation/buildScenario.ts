import { chooseDomains } from "../agents/chooseDomains.js";
import { loadCostFigures } from "../agents/costFigures.js";
import { operatorCosts, switchingCosts } from "../agents/costs.js";
import { operatorProfiles } from "../agents/operatorProfiles.js";
import { requestValue, valuePerDay } from "../agents/requestValue.js";
import { strategySpace } from "../agents/strategySpace.js";
import { UserError } from "../common/errors.js";
import { FIT, type Network } from "../network/network.js";
import { placeSecondsPerRequest } from "../network/placesPerRequest.js";
import { holdSeconds } from "../network/serviceOutcome.js";
import { type Catalogue, loadCatalogue } from "../workloads/catalogue.js";
import { concentratedClasses } from "../workloads/concentratedClasses.js";
import { curveOfLoad } from "../workloads/curveOfLoad.js";
import { demandFigures } from "../workloads/demandFigures.js";
import { loadPrices } from "../workloads/prices.js";
import { shareUpTo } from "../workloads/shareUpTo.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import { workloadClasses } from "../workloads/workloadClasses.js";
import { analyticService } from "./analyticService.js";
import type { Scenario } from "./scenario.js";
import type { ServiceTable } from "./serviceTable.js";
import { strategyNetwork } from "./strategyNetwork.js";
import type { TraceDemand } from "./traceDemand.js";

/** What one unit of demand weight stands for: a request, or a token that requests are worth. */
export type Weighting = "requests" | "value";

/** Exponent of class shares in a skewed scenario: an assumption. */
const CONCENTRATION = 2;
/** Sum of all demand weights, within rounding. */
const TOTAL_WEIGHT = 1e9;

export interface ScenarioSettings {
  readonly seed: number;
  /** Default 60. */
  readonly operators?: number;
  /** Share of all requests below which regions are merged into one class; default that of data/classes.json (45 classes). */
  readonly smallestShare?: number;
  /** Number of failure domains; default 5. */
  readonly domains?: number;
  /** Offered place-seconds per second over all places, if every operator ran a rig drawn uniformly; default 0.7. */
  readonly load?: number;
  /** Instead of `load`. */
  readonly requestsPerSecond?: number;
  /** Layers of the success curves; default 1. */
  readonly layers?: 1 | 2 | 3 | 4;
  /** Emission as a multiple of V; default 1. */
  readonly emission?: number;
  /** Default `requests`. */
  readonly weighting?: Weighting;
  /** Places per rig at most; default 16. */
  readonly maxSlots?: number;
  /** The only GPU that operators have, by its id in data/hardware.json; default any. */
  readonly gpu?: string;
  /**
   * Demand concentrated in few classes (each share squared, then scaled to sum 1: the five largest of 45 then have 80%) and
   * capital, with it stake, unequal (Pareto); default false. Not with a trace, which has its own demand.
   */
  readonly skewed?: boolean;
  /** Class shares and lengths measured on a trace, and its rate unless `load` or `requestsPerSecond` is given. */
  readonly demand?: TraceDemand;
}

/**
 * A scenario from its seed and a few settings; the same settings give the same scenario. Only the operators are drawn,
 * the rest follows from data/ by rule (docs/economy.md).
 *
 * @throws UserError on a setting out of range.
 * @example buildScenario({ seed: 1 }).strategies.length // 351
 */
export function buildScenario(settings: ScenarioSettings): Scenario {
  const { seed, operators: count = 60, layers = 1, emission = 1, weighting = "requests", maxSlots = 16 } = settings;
  requireRange("operators", count, 1, 10_000);
  requireRange("emission", emission, 0, 1000);
  requireRange("slots", maxSlots, 1, 256);
  const { smallestShare, demand, skewed = false } = settings;
  if (skewed && demand !== undefined) throw new UserError("a trace has its own demand and cannot be skewed");
  const spread = demand?.classes ?? workloadClasses(smallestShare === undefined ? {} : { smallestShare });
  const classes = skewed ? concentratedClasses({ classes: spread, exponent: CONCENTRATION }) : spread;
  const catalogue = catalogueWith(settings.gpu);
  const figures = loadCostFigures();
  const factors = figures.providerFactors;
  const domains = chooseDomains({ catalogue, classes, factors, count: settings.domains ?? 5 });
  const strategies = strategySpace({ classes, catalogue, domains, figures, maxSlots });
  const network = strategyNetwork({ strategies, classes, catalogue, domains: domains.length });
  const requestsPerSecond = rateOf(settings, network, classes, count);
  const regions = new Map<string, number>();
  for (const { region, share } of classes) regions.set(region, (regions.get(region) ?? 0) + share);
  const operators = operatorProfiles({ seed, count, regions, figures, unequal: skewed });
  const promptQuantiles = demand?.promptQuantiles ?? generatedPrompts(classes);
  const { mtbfHours, mttrHours } = catalogue.operator;
  const service = analyticService({
    network,
    classes,
    requestsPerSecond,
    operatorAvailability: mtbfHours / (mtbfHours + mttrHours),
    promptShare: (c, tokens) => shareUpTo(promptQuantiles[c] ?? [], tokens),
  });
  const prices = loadPrices();
  const value = valuePerDay({ classes, prices, requestsPerSecond });
  const worths = classes.map((each) => each.share * (weighting === "value" ? requestValue(each, prices) : 1));
  const total = worths.reduce((sum, worth) => sum + worth, 0);
  return {
    seed,
    catalogue,
    classes,
    domains,
    strategies,
    operators,
    costs: operatorCosts({ operators, strategies, figures }),
    switchingCosts: switchingCosts({ strategies, figures }),
    curves: classLoads(network, classes, service, requestsPerSecond).map((load) => curveOfLoad({ load, layers })),
    weights: worths.map((worth) => BigInt(Math.max(1, Math.round((TOTAL_WEIGHT * worth) / total)))),
    promptQuantiles,
    ...(skewed && { familyShares: sharesByFamily(classes) }),
    requestsPerSecond,
    valuePerDay: value,
    emissionPerDay: emission * value,
    service,
    network,
  };
}

/** The whole catalogue, or with one GPU alone. */
function catalogueWith(gpu: string | undefined): Catalogue {
  const catalogue = loadCatalogue();
  if (gpu === undefined) return catalogue;
  const only = catalogue.gpus.get(gpu);
  if (only === undefined) {
    throw new UserError(`there is no GPU "${gpu}"; there are: ${[...catalogue.gpus.keys()].join(", ")}`);
  }
  return { ...catalogue, gpus: new Map([[gpu, only]]) };
}

/** The given rate, or that of the given load, or the trace's own, or that of load 0.7. */
function rateOf(
  { requestsPerSecond, load, demand }: ScenarioSettings,
  network: Network,
  classes: readonly WorkloadClass[],
  operators: number,
): number {
  if (requestsPerSecond !== undefined) {
    requireRange("requests per second", requestsPerSecond, 1e-6, 1e6);
    return requestsPerSecond;
  }
  if (load === undefined && demand !== undefined) return demand.requestsPerSecond;
  requireRange("load", load ?? 0.7, 0.001, 100);
  const strategies = network.operators - 1;
  const places = network.slots.subarray(1).reduce((sum, slots) => sum + slots, 0);
  return ((load ?? 0.7) * operators * (places / strategies)) / placeSecondsPerRequest(network, classes);
}

/** Erlangs of each class: rate x share x the mean time that a request takes on the strategies that serve it. */
function classLoads(
  network: Network,
  classes: readonly WorkloadClass[],
  { reliability }: ServiceTable,
  requestsPerSecond: number,
): number[] {
  return classes.map(({ share, meanInputTokens, meanOutputTokens }, c) => {
    let seconds = 0;
    let serving = 0;
    for (let strategy = 0; strategy < network.operators; strategy++) {
      const cell = strategy * classes.length + c;
      if (network.fit[cell] !== FIT.fits || (reliability[cell] ?? 0) === 0) continue;
      seconds += holdSeconds(network, cell, meanInputTokens, meanOutputTokens);
      serving += 1;
    }
    return serving === 0 ? 0 : requestsPerSecond * share * (seconds / serving);
  });
}

/** Share of all requests per model family. */
function sharesByFamily(classes: readonly WorkloadClass[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { modelFamily, share } of classes) shares.set(modelFamily, (shares.get(modelFamily) ?? 0) + share);
  return shares;
}

/** Prompt lengths of the generated demand, per class. */
function generatedPrompts(classes: readonly WorkloadClass[]): (readonly number[])[] {
  const quantiles = new Map(demandFigures().map(({ family, inputQuantiles }) => [family, inputQuantiles]));
  return classes.map(({ modelFamily }) => quantiles.get(modelFamily) ?? []);
}

function requireRange(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most)) {
    throw new UserError(`${name} must be from ${least} to ${most}, got ${value}`);
  }
}
