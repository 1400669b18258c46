import type { Rig } from "../workloads/rig.js";

/**
 * What a rig is, wherever it stands: hardware, models and verification mode, without the domain. Two operators with the
 * same kind run the same thing; slots are a setting of it and are left out.
 *
 * @example rigKind(rig) // "1xRTX-4090 llama-3.1-8b/int4 VANILLA"
 */
export function rigKind({ count, gpu, models, verification }: Rig): string {
  const loaded = models.map(({ model, precision }) => `${model.id}/${precision}`).sort();
  return `${count}x${gpu.id} ${loaded.join("+")} ${verification}`;
}
