import type { RandomStream } from "../common/random.js";
import type { Catalogue } from "../workloads/catalogue.js";
import type { Rig } from "../workloads/rig.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";
import { rigForClass } from "./rigForClass.js";

/**
 * A rig for a class, GPU, model and domain drawn uniformly (class first; the domain among those of its region): an
 * assumption about who joins, not a measurement. What cannot be built is drawn again.
 *
 * @example randomRig({ stream: randomStream(1, "rigs"), classes: workloadClasses(), catalogue: loadCatalogue(), maxSlots: 16 })
 */
export function randomRig(parameters: {
  stream: RandomStream;
  classes: readonly WorkloadClass[];
  catalogue: Catalogue;
  /** Places per rig at most. */
  maxSlots: number;
  /** Draws only rigs for this class. */
  workload?: WorkloadClass;
}): Rig {
  const { stream, classes, catalogue, maxSlots } = parameters;
  for (let tries = 0; tries < 10_000; tries++) {
    const workload = parameters.workload ?? stream.pick(classes);
    const model = stream.pick([...catalogue.models.values()].filter(({ family }) => family === workload.modelFamily));
    const gpu = stream.pick([...catalogue.gpus.values()]);
    const domain = stream.pick([...catalogue.domains.values()].filter(({ region }) => region === workload.region));
    const rig = rigForClass({ workload, gpu, model, domain, classes, catalogue, maxSlots });
    if (rig !== undefined) return rig;
  }
  throw new RangeError(`no rig of the catalogue can serve ${parameters.workload?.id ?? "any class"}`);
}
