import { UserError } from "../common/errors.js";
import { buildRig } from "./buildRig.js";
import type { Rig } from "./rig.js";

/**
 * A rig, or undefined where it cannot be built: for trying out combinations.
 *
 * @example rigIfPossible({ gpu, count: 1, models: [{ model, precision: "bf16" }], domain, verification: "VANILLA" })
 */
export function rigIfPossible(parts: Parameters<typeof buildRig>[0]): Rig | undefined {
  try {
    return buildRig(parts);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
