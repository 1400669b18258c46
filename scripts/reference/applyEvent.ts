import type { StateEvent } from "./history.js";
import { setProfile } from "./setProfile.js";
import { type ClassId, classOf, type NetworkState, operatorOf, type ServiceLevel, setClass } from "./state.js";

/**
 * The state after an event.
 *
 * @throws RangeError when a class is added twice, is unknown, or gets another number of alphas than it has kappas
 * @example applyEvent(EMPTY_STATE, { type: "operatorChanged", operator: "ann", domain: 1n, stake: 0n })
 */
export function applyEvent(state: NetworkState, event: StateEvent): NetworkState {
  switch (event.type) {
    case "classAdded": {
      const { classId, weight, kappas, alphas } = event;
      if (state.classes.has(classId)) throw new RangeError(`class ${classId} exists`);
      return setClass(state, classId, { weight, kappas, alphas });
    }
    case "weightChanged":
      return setClass(state, event.classId, { weight: event.weight });
    case "alphasChanged":
      return setClass(state, event.classId, { alphas: event.alphas });
    case "availabilityChanged": {
      const { availability } = classOf(state, event.classId);
      return setClass(state, event.classId, {
        availability: new Map(availability).set(event.domain, event.availability),
      });
    }
    case "operatorChanged": {
      const { operator, domain, stake } = event;
      return setProfile(state, operator, { ...operatorOf(state, operator), domain, stake });
    }
    case "serviceChanged": {
      const { operator, classId, u, x, served } = event;
      const before = operatorOf(state, operator);
      const services = new Map<ClassId, ServiceLevel>(before.services).set(classId, { u, x, served });
      return setProfile(state, operator, { ...before, services });
    }
  }
}
