import { rigForClass } from "../network/rigForClass.js";
import type { Catalogue } from "../workloads/catalogue.js";
import type { FailureDomain } from "../workloads/failureDomain.js";
import { fitsClass } from "../workloads/fitsClass.js";
import type { Rig } from "../workloads/rig.js";
import { rigIfPossible } from "../workloads/rigIfPossible.js";
import { serviceProfile } from "../workloads/serviceProfile.js";
import { serviceTime } from "../workloads/serviceTime.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";

/**
 * The rigs that an operator can choose from, before it chooses where: for every GPU, model family and verification mode
 * the rig (over the family's models and classes, by `rigForClass`) that can serve most per USD; and for every GPU the one that holds the two families of most requests at once, where both fit.
 *
 * @param domain any; rigs differ by domain only in who is near
 * @example rigSpace({ classes, catalogue, domain, maxSlots: 16 }).map(rigName)
 */
export function rigSpace(parameters: {
  classes: readonly WorkloadClass[];
  catalogue: Catalogue;
  domain: FailureDomain;
  maxSlots: number;
}): Rig[] {
  const { classes, catalogue } = parameters;
  const best = new Map<string, Rig>();
  for (const workload of classes) {
    for (const model of catalogue.models.values()) {
      if (model.family !== workload.modelFamily) continue;
      for (const gpu of catalogue.gpus.values()) {
        const rig = rigForClass({ ...parameters, workload, gpu, model });
        if (rig === undefined) continue;
        const key = `${gpu.id}|${model.family}|${rig.verification}`;
        const known = best.get(key);
        if (known === undefined || worth(rig, parameters) > worth(known, parameters)) best.set(key, rig);
      }
    }
  }
  const single = [...best.values()];
  return [...single, ...pairsOf(single, classes)];
}

/**
 * A rig without its domain, as in a strategy's id.
 *
 * @example rigName(rig) // "1xRTX-4090 llama-3.1-8b VANILLA"
 */
export function rigName({ gpu, count, models, verification }: Rig): string {
  return `${count}x${gpu.id} ${models.map(({ model }) => model.id).join("+")} ${verification}`;
}

/**
 * Requests per second and USD that a rig always full could serve of the classes it keeps in time, times the share of
 * demand that they are: a rig for one easy class is no rival of one for all of its family.
 */
function worth(rig: Rig, { classes, catalogue }: { classes: readonly WorkloadClass[]; catalogue: Catalogue }): number {
  let share = 0;
  let seconds = 0;
  for (const workload of classes) {
    if (fitsClass(rig, workload) !== "fits") continue;
    const profile = serviceProfile({ rig, workload, catalogue });
    if ((profile.step[rig.slots] ?? 0) > workload.tpotSeconds) continue;
    const { total } = serviceTime({
      profile,
      inputTokens: workload.meanInputTokens,
      outputTokens: workload.meanOutputTokens,
      concurrency: rig.slots,
    });
    share += workload.share;
    seconds += workload.share * total;
  }
  return seconds === 0 ? 0 : (share * share * rig.slots) / (seconds * rig.gpu.usdPerHour * rig.count);
}

/** For every GPU of a family's best VANILLA rig: both of the two families of most requests, with the fewer slots. */
function pairsOf(single: readonly Rig[], classes: readonly WorkloadClass[]): Rig[] {
  const demand = new Map<string, number>();
  for (const { modelFamily, share } of classes) demand.set(modelFamily, (demand.get(modelFamily) ?? 0) + share);
  const [first, second] = [...demand].sort((a, b) => b[1] - a[1]).map(([family]) => family);
  const rigOf = (gpu: string, family: string | undefined): Rig | undefined =>
    single.find(
      (rig) => rig.gpu.id === gpu && rig.verification === "VANILLA" && rig.models[0]?.model.family === family,
    );
  return [...new Set(single.map(({ gpu }) => gpu.id))].flatMap((gpu) => {
    const [a, b] = [rigOf(gpu, first), rigOf(gpu, second)];
    if (a === undefined || b === undefined || a.count !== b.count) return [];
    const { domain, verification, count } = a;
    const both = rigIfPossible({ gpu: a.gpu, count, models: [...a.models, ...b.models], domain, verification });
    return both === undefined ? [] : [{ ...both, slots: Math.min(both.slots, a.slots, b.slots) }];
  });
}
