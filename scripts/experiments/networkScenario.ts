import { randomStream } from "../common/random.js";
import { type BuiltNetwork, buildNetwork } from "../network/buildNetwork.js";
import { drawOutages, type Outages } from "../network/outages.js";
import { placeSecondsPerRequest } from "../network/placesPerRequest.js";
import { randomRig } from "../network/randomRig.js";
import { catalogueEntry, loadCatalogue } from "../workloads/catalogue.js";
import type { RequestBatch } from "../workloads/demand.js";
import { generateDemand } from "../workloads/generateDemand.js";
import type { Rig } from "../workloads/rig.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import { workloadClasses } from "../workloads/workloadClasses.js";

/** A network of random rigs with its outages and a demand that offers a given load. */
export interface NetworkScenario extends BuiltNetwork {
  readonly rigs: readonly Rig[];
  readonly classes: readonly WorkloadClass[];
  readonly outages: Outages;
  readonly seconds: number;
  batches(): Iterable<RequestBatch>;
}

/**
 * Random rigs under generated demand.
 *
 * @param compression outages come and are repaired this many times faster than measured, so that a short run sees many
 * of them at unchanged availability (an assumption; service times stay as they are)
 * @example networkScenario({ operators: 60, load: 0.7, hours: 6, maxSlots: 4, compression: 20, seed: 1 })
 */
export function networkScenario(parameters: {
  operators: number;
  /** Offered place-seconds per second over all places. */
  load: number;
  hours: number;
  maxSlots: number;
  compression: number;
  seed: number;
  /** Ids of the only domains there are; default all of the catalogue. */
  domainIds?: readonly string[];
}): NetworkScenario {
  const { operators, load, hours, maxSlots, compression, seed, domainIds } = parameters;
  const classes = workloadClasses();
  const catalogue = loadCatalogue();
  const stream = randomStream(seed, "rigs");
  const rigs = Array.from({ length: operators }, () => {
    const rig = randomRig({ stream, classes, catalogue, maxSlots });
    return domainIds === undefined
      ? rig
      : { ...rig, domain: catalogueEntry("domain", catalogue.domains, stream.pick(domainIds)) };
  });
  const built = buildNetwork({ rigs, classes, catalogue });
  const { network } = built;
  const seconds = hours * 3600;
  const groups = built.groups.map((group) => ({
    ...group,
    meanUp: group.meanUp / compression,
    meanDown: group.meanDown / compression,
  }));
  const outages = drawOutages({ operators, domainOf: network.domainOf, groups, shocks: [], seconds, seed });
  const places = network.slots.reduce((a, b) => a + b, 0);
  const requestsPerSecond = (load * places) / placeSecondsPerRequest(network, classes);
  const demand = generateDemand({ classes, requestsPerSecond, hours, seed });
  return { ...built, groups, rigs, classes, outages, seconds, batches: () => demand.batches() };
}
