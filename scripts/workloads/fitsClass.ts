import type { Rig } from "./rig.js";
import type { WorkloadClass } from "./workloadClass.js";

/** The first gate at which a rig could never serve a class, or `fits`. */
export type Fit = "fits" | "noModel" | "incompatibleHardware" | "unverified";

/**
 * The gates that depend on what a rig is, not on its load: 1 no model of the family loaded, 2 hardware below the
 * class's need, 6 mode not offered (every rig serves VANILLA).
 *
 * @example fitsClass(rig, workloadClass) === "fits"
 */
export function fitsClass(rig: Rig, workload: WorkloadClass): Fit {
  if (!rig.models.some(({ model }) => model.family === workload.modelFamily)) return "noModel";
  const need = workload.hardware;
  const { gpu, count } = rig;
  if (gpu.memoryBytes * count < need.memoryBytes || gpu.bandwidth * count < need.bandwidth)
    return "incompatibleHardware";
  if (need.confidential && !gpu.confidential) return "incompatibleHardware";
  if (workload.verification !== "VANILLA" && workload.verification !== rig.verification) return "unverified";
  return "fits";
}
