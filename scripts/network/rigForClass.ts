import type { Catalogue } from "../workloads/catalogue.js";
import type { FailureDomain } from "../workloads/failureDomain.js";
import { fitsClass } from "../workloads/fitsClass.js";
import type { Gpu, Precision } from "../workloads/gpu.js";
import type { Model } from "../workloads/model.js";
import type { Rig } from "../workloads/rig.js";
import { rigIfPossible } from "../workloads/rigIfPossible.js";
import { serviceProfile, slotsInTime } from "../workloads/serviceProfile.js";
import type { WorkloadClass } from "../workloads/workloadClass.js";

const COUNTS = [1, 2, 4, 8] as const;
const PRECISIONS: readonly Precision[] = ["bf16", "fp8", "int4"];

/**
 * The rig with which an operator would serve a class on this GPU with this model: as few GPUs as hold it, the highest
 * precision that fits, the class's verification mode, and as many places (at most `maxSlots`) as keep the strictest
 * class of its family in time that it can keep in time at all.
 *
 * @returns undefined when there is none
 * @example rigForClass({ workload, gpu, model, domain, classes, catalogue, maxSlots: 16 })
 */
export function rigForClass(parameters: {
  workload: WorkloadClass;
  gpu: Gpu;
  model: Model;
  domain: FailureDomain;
  classes: readonly WorkloadClass[];
  catalogue: Catalogue;
  maxSlots: number;
}): Rig | undefined {
  const { workload, gpu, model, domain, classes, catalogue, maxSlots } = parameters;
  for (const count of COUNTS) {
    for (const precision of PRECISIONS) {
      if (precision === "fp8" && !gpu.hasFp8) continue;
      const roomy = rigIfPossible({
        gpu,
        count,
        models: [{ model, precision }],
        domain,
        verification: workload.verification,
      });
      if (roomy === undefined || fitsClass(roomy, workload) !== "fits") continue;
      const inTime = (other: WorkloadClass): number =>
        slotsInTime(serviceProfile({ rig: roomy, workload: other, catalogue }), other);
      if (inTime(workload) === 0) continue;
      const slots = Math.min(
        maxSlots,
        ...classes
          .filter((other) => fitsClass(roomy, other) === "fits")
          .map(inTime)
          .filter((places) => places > 0),
      );
      return { ...roomy, slots };
    }
  }
  return undefined;
}
