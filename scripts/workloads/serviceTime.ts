import type { ServiceProfile } from "./serviceProfile.js";

/** Seconds, see {@link ServiceProfile}. */
export interface ServiceTime {
  readonly ttft: number;
  readonly tpot: number;
  readonly total: number;
}

/**
 * Time to serve one request on a rig that works on `concurrency` requests, this one included.
 *
 * @example serviceTime({ profile, inputTokens: 300, outputTokens: 50, concurrency: 4 }).total
 */
export function serviceTime(parameters: {
  profile: ServiceProfile;
  inputTokens: number;
  outputTokens: number;
  /** 1 to `profile.slots`. */
  concurrency: number;
}): ServiceTime {
  const { profile, inputTokens, outputTokens, concurrency } = parameters;
  const tpot = profile.step[concurrency];
  if (tpot === undefined || concurrency < 1) {
    throw new RangeError(`concurrency must be an integer in 1..${profile.slots}, got ${concurrency}`);
  }
  const ttft = profile.ttftBase + inputTokens * profile.prefillPerToken;
  return { ttft, tpot, total: ttft + Math.max(0, outputTokens - 1) * tpot + profile.verify };
}
