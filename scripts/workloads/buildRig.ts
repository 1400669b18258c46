import { UserError } from "../common/errors.js";
import type { FailureDomain } from "./failureDomain.js";
import type { Gpu } from "./gpu.js";
import type { LoadedModel, Rig } from "./rig.js";
import { kvBytes, weightBytes } from "./roofline.js";
import type { VerificationMode } from "./verificationMode.js";

/** Share of GPU memory that a serving engine takes, vLLM's default. */
export const USABLE_MEMORY = 0.9;

/** Sequences that a serving engine runs at once at most, vLLM's default. */
export const LARGEST_BATCH = 256;

/** Context that each slot must have room for unless said otherwise, tokens. */
const DEFAULT_CONTEXT = 4096;

/**
 * A rig, checked: its models fit in memory beside the key-value cache of every slot, and its hardware can run its
 * verification mode. Without `slots` it takes as many as the memory holds, at most 256.
 *
 * @throws UserError that says what does not fit.
 * @example buildRig({ gpu, count: 2, models: [{ model, precision: "int4" }], domain, verification: "VANILLA" })
 */
export function buildRig(parameters: {
  gpu: Gpu;
  count: number;
  models: readonly LoadedModel[];
  domain: FailureDomain;
  verification: VerificationMode;
  slots?: number;
  /** Tokens of context that a slot must have room for. */
  contextTokens?: number;
}): Rig {
  const { gpu, count, models, domain, verification, contextTokens = DEFAULT_CONTEXT } = parameters;
  if (!Number.isInteger(count) || count < 1)
    throw new UserError(`GPU count must be an integer of at least 1, got ${count}`);
  if (models.length === 0) throw new UserError("a rig needs at least one model");
  if (verification === "TEE" && !gpu.confidential) {
    throw new UserError(`${gpu.id} has no confidential computing, so it cannot run TEE; allowed: VANILLA, ZKML`);
  }
  const unproven = models.find(({ model }) => verification === "ZKML" && !Number.isFinite(model.proveSeconds));
  if (unproven)
    throw new UserError(`no practical ZKML prover for ${unproven.model.id}; only small tabular models have one`);
  const room = cacheRoom({ gpu, count, models });
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  if (room <= 0) {
    throw new UserError(
      `${models.map(({ model }) => model.id).join(" + ")} does not fit on ${count} x ${gpu.id}: ` +
        `${gigabytes(-room)} too much for ${gigabytes(USABLE_MEMORY * gpu.memoryBytes * count)} usable`,
    );
  }
  // The slots are shared, so every slot must have room for the model with the largest cache.
  const perSlot = contextTokens * Math.max(...models.map(({ model, precision }) => kvBytes(model, precision)));
  const fitting = perSlot === 0 ? LARGEST_BATCH : Math.min(LARGEST_BATCH, Math.floor(room / perSlot));
  const slots = parameters.slots ?? fitting;
  if (!Number.isInteger(slots) || slots < 1 || slots > fitting) {
    throw new UserError(
      `slots must be an integer in 1..${fitting}: ${gigabytes(room)} of cache room, ` +
        `${gigabytes(perSlot)} for ${contextTokens} tokens each, got ${slots}`,
    );
  }
  return { gpu, count, models, domain, verification, slots };
}

function cacheRoom({ gpu, count, models }: { gpu: Gpu; count: number; models: readonly LoadedModel[] }): number {
  const weights = models.reduce((total, { model, precision }) => total + weightBytes(model, precision), 0);
  return USABLE_MEMORY * gpu.memoryBytes * count - weights;
}
