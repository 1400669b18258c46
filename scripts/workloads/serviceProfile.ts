import { UserError } from "../common/errors.js";
import type { Catalogue } from "./catalogue.js";
import type { Rig } from "./rig.js";
import { decodeSeconds, type Placement, prefillSeconds } from "./roofline.js";
import type { WorkloadClass } from "./workloadClass.js";

/**
 * How fast one rig serves one class, tabulated once so that a request costs a few multiplications:
 *
 * ttft  = ttftBase + inputTokens x prefillPerToken
 * tpot  = step[b] with b requests on the rig, this one included
 * total = ttft + (outputTokens - 1) x tpot + verify
 */
export interface ServiceProfile {
  /** Network round trip from the user's region to the rig's, and the proof of a ZKML class, seconds. */
  readonly ttftBase: number;
  /** Seconds per input token. */
  readonly prefillPerToken: number;
  /** Seconds per output token at batch b, index 0 (unused) to `slots`, increasing. */
  readonly step: Float64Array;
  /** Seconds after the last token (attestation). */
  readonly verify: number;
  readonly slots: number;
}

/**
 * The roofline of a rig for a class. A step at batch b decodes b sequences of the class's mean length and gives the
 * b - 1 others the prefill they bring per output token, so that a full rig's throughput is what prefill and decoding
 * together allow. All requests on the rig are taken as of this class. TEE slows everything by the catalogue's factor.
 *
 * @throws UserError when the rig has no model of the class's family.
 * @example serviceProfile({ rig, workload, catalogue }).step[8]
 */
export function serviceProfile(parameters: {
  rig: Rig;
  workload: WorkloadClass;
  catalogue: Catalogue;
}): ServiceProfile {
  const { rig, workload, catalogue } = parameters;
  const loaded = rig.models.find(({ model }) => model.family === workload.modelFamily);
  if (loaded === undefined) throw new UserError(`the rig has no model of family ${workload.modelFamily}`);
  const { model, precision } = loaded;
  const placement: Placement = { gpu: rig.gpu, count: rig.count, model, precision };
  const { slowdown } = catalogue.verification[rig.verification];
  const { meanInputTokens, meanOutputTokens } = workload;
  const prefill = slowdown * prefillSeconds(placement);
  const prefillPerStep = (prefill * meanInputTokens) / Math.max(1, meanOutputTokens);
  const contextTokens = meanInputTokens + meanOutputTokens / 2;
  const step = new Float64Array(rig.slots + 1);
  for (let batch = 1; batch <= rig.slots; batch += 1) {
    const decode = slowdown * decodeSeconds({ placement, batch, contextTokens });
    step[batch] = decode + (batch - 1) * prefillPerStep;
  }
  const proof = workload.verification === "ZKML" ? model.proveSeconds : 0;
  return {
    ttftBase: catalogue.roundTripSeconds(workload.region, rig.domain.region) + proof,
    prefillPerToken: prefill,
    step,
    verify: workload.verification === "VANILLA" ? 0 : catalogue.verification[workload.verification].seconds,
    slots: rig.slots,
  };
}

/**
 * The most requests at once at which the class's mean request still comes in time, its first token and every later one:
 * what an operator who knows its class sets as its slots. 0 when not even one request does.
 *
 * @example slotsInTime(serviceProfile({ rig, workload, catalogue }), workload)
 */
export function slotsInTime(profile: ServiceProfile, workload: WorkloadClass): number {
  if (profile.ttftBase + workload.meanInputTokens * profile.prefillPerToken > workload.ttftSeconds) return 0;
  let slots = 0;
  while (slots < profile.slots && (profile.step[slots + 1] ?? Number.POSITIVE_INFINITY) <= workload.tpotSeconds)
    slots += 1;
  return slots;
}
