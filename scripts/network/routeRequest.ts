import { ATTEMPT } from "./attemptResult.js";
import type { Gateway, RetryBudget } from "./gateway.js";
import type { Router } from "./router.js";

/** Called with every try that failed: the operator and one of `ATTEMPT`. */
export interface TryObserver {
  tried(operator: number, result: number): void;
}

/**
 * Routes the gateway's current request in the gateway's current world until an operator takes it: choose, contact, and
 * choose again as far as the budget goes.
 *
 * @returns the operator that takes it, or -1
 */
export function routeRequest(
  gateway: Gateway,
  router: Router,
  budget: RetryBudget,
  places: Int32Array,
  observer?: TryObserver,
): number {
  const { network, upState, releases, delta, worlds, world, now, tried } = gateway;
  for (let attempt = 0; attempt <= budget.retries; attempt++) {
    gateway.attempt = attempt;
    const operator = router.choose(gateway);
    if (operator === -1) return -1;
    tried[attempt] = operator;
    if (upState.up[operator] === 0) {
      observer?.tried(
        operator,
        upState.withDomain[operator] === 1 ? ATTEMPT.unreachableWithDomain : ATTEMPT.unreachable,
      );
      continue;
    }
    const machine = network.machineOf[operator] as number;
    releases.drain(machine, now);
    const load = (releases.load[machine] as number) + (delta[machine * worlds + world] as number);
    if (load < (places[machine] as number)) return operator;
    observer?.tried(operator, ATTEMPT.full);
    if (!budget.retriesWhenFull) return -1;
  }
  return -1;
}
