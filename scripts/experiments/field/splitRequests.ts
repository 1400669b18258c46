import { DAY_SECONDS } from "../../common/units.js";
import type { Scenario } from "../../simulation/scenario.js";
import { curveValue } from "../../workloads/successCurve.js";
import type { Shown } from "./payDays.js";

/**
 * Who serves a day's requests: of the part S(X) of a class's requests that the working capacity X = sum of u x lets succeed,
 * each operator gets its share of u x times what `favour` says of it; in whole requests.
 *
 * @param favour at least 0 by operator: 0 serves nobody, its capacity is not used either; 1 by default
 * @example splitRequests({ scenario, shown, favour: (i) => stakes[i] ?? 0 }) // routing by stake
 */
export function splitRequests<S extends Shown | undefined>(parameters: {
  scenario: Scenario;
  shown: readonly S[];
  favour?: (operator: number) => number;
}): S[] {
  const { scenario, shown, favour = () => 1 } = parameters;
  const { classes, curves, requestsPerSecond } = scenario;
  const capacity = new Float64Array(classes.length);
  const claims = new Float64Array(classes.length);
  shown.forEach((profile, operator) => {
    for (const { classIndex: c, reliability, capacityRatio } of profile?.services ?? []) {
      const weight = favour(operator);
      if (weight === 0) continue;
      capacity[c] = (capacity[c] ?? 0) + reliability * capacityRatio;
      claims[c] = (claims[c] ?? 0) + reliability * capacityRatio * weight;
    }
  });
  const served = classes.map(({ share }, c) => {
    const curve = curves[c];
    return curve === undefined ? 0 : share * requestsPerSecond * DAY_SECONDS * curveValue(curve, capacity[c] ?? 0);
  });
  return shown.map((profile, operator) => {
    if (profile === undefined) return profile;
    const services = profile.services.map((service) => {
      const { classIndex: c, reliability, capacityRatio } = service;
      const claim = reliability * capacityRatio * favour(operator);
      return { ...service, served: claim === 0 ? 0 : Math.round(((served[c] ?? 0) * claim) / (claims[c] ?? 1)) };
    });
    return { ...profile, services };
  });
}
