import type { ProfileOffer } from "../../agents/ledgerState.js";

/** The most reliable that anybody can be reported to be. */
const MOST_RELIABLE = 0.999;
/** The least capacity ratio that the ledger can hold above 0. */
const NEXT_TO_NOTHING = 1e-9;

/**
 * What an operator shows that claims services that are not there, on the rig that it has.
 *
 * - `answers`: in every class that it does not serve something answers probes and carries nothing: u = 0.999, x = 1e-9, no
 *   request served.
 * - `forged`: the measurement itself is false, in every class: u = 0.999 and x = 1, or its own x where that is more; requests
 *   served as they are.
 *
 * @param classes how many there are
 * @example claimedOffer({ present, classes: 45, strength: "answers" }).services.length // 45
 */
export function claimedOffer(parameters: {
  present: ProfileOffer;
  classes: number;
  strength: "answers" | "forged";
}): ProfileOffer {
  const { present, classes, strength } = parameters;
  const own = new Map(present.services.map((service) => [service.classIndex, service]));
  const services = Array.from({ length: classes }, (_, classIndex) => {
    const real = own.get(classIndex);
    if (strength === "answers") {
      return real ?? { classIndex, reliability: MOST_RELIABLE, capacityRatio: NEXT_TO_NOTHING, served: 0 };
    }
    const capacityRatio = Math.max(1, real?.capacityRatio ?? 0);
    return { classIndex, reliability: MOST_RELIABLE, capacityRatio, served: real?.served ?? 0 };
  });
  return { ...present, services };
}
