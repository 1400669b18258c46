import type { ServiceProfile } from "./serviceProfile.js";
import { serviceTime } from "./serviceTime.js";
import type { WorkloadClass } from "./workloadClass.js";

/**
 * A class's own size: the requests it keeps in service at once if none is lost (Little's law), at its mean lengths on
 * rigs that work on `concurrency` requests each. This is the load of its success curve before anything was measured.
 *
 * @example fitSuccessCurve({ load: classLoad({ workload, requestsPerSecond: 5, profile, concurrency: 8 }), layers: 2 })
 */
export function classLoad(parameters: {
  workload: WorkloadClass;
  /** Of all classes together. */
  requestsPerSecond: number;
  profile: ServiceProfile;
  concurrency: number;
}): number {
  const { workload, requestsPerSecond, profile, concurrency } = parameters;
  const { total } = serviceTime({
    profile,
    inputTokens: workload.meanInputTokens,
    outputTokens: workload.meanOutputTokens,
    concurrency,
  });
  return requestsPerSecond * workload.share * total;
}
