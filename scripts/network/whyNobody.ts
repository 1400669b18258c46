import { GATE } from "./gate.js";
import type { OperatorSets } from "./operatorSets.js";

/**
 * The gate (`GATE`) that stopped a request which nobody took. Where nobody who is up fits its class, the first that none
 * of them passes, full or not, since their places are none for this class; else capacity or the router.
 *
 * @example whyNobody(sets, classIndex) === GATE.noCapacity
 */
export function whyNobody(sets: OperatorSets, classIndex: number): number {
  if (!sets.anyUp(sets.withModel, classIndex)) return GATE.noModel;
  if (!sets.anyUp(sets.withHardware, classIndex)) return GATE.incompatibleHardware;
  if (!sets.anyUp(sets.inTime, classIndex)) return GATE.tooSlow;
  if (!sets.anyUp(sets.fitting, classIndex)) return GATE.unverified;
  return sets.anyFree(sets.fitting, classIndex) ? GATE.misrouted : GATE.noCapacity;
}
