import type { Network } from "./network.js";

/** 1 for each operator that is not alone on its machine. */
export function sharesMachine({ machineOf, slots }: Network): Uint8Array {
  const identities = new Int32Array(slots.length);
  for (const machine of machineOf) identities[machine] = (identities[machine] ?? 0) + 1;
  return Uint8Array.from(machineOf, (machine) => ((identities[machine] ?? 0) > 1 ? 1 : 0));
}
