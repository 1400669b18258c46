import type { Decimal } from "decimal.js";
import { applyEvent } from "../../scripts/reference/applyEvent.js";
import { changeEmission, emittedAt, NO_EMISSION } from "../../scripts/reference/emission.js";
import { ZERO } from "../../scripts/reference/exact.js";
import type { HistoryEvent } from "../../scripts/reference/history.js";
import type { ReferenceRule } from "../../scripts/reference/referenceRule.js";
import { EMPTY_STATE } from "../../scripts/reference/state.js";

/**
 * What each operator earns under a rule, the slowest way: between any two events, everybody's share times what was
 * emitted, added up. The oracle for Replay, which touches an operator only when its profile changes.
 */
export function integrate({
  history,
  rule,
  until,
}: {
  history: readonly HistoryEvent[];
  rule: ReferenceRule;
  until: bigint;
}): Map<string, Decimal> {
  const earned = new Map<string, Decimal>();
  let state = EMPTY_STATE;
  let emission = NO_EMISSION;
  let now = 0n;
  let active = false;
  const end: HistoryEvent = { type: "funded", amount: 0n, time: until };
  for (const event of [...history, end]) {
    const emitted = emittedAt(emission, event.time) - emittedAt(emission, now);
    now = event.time;
    if (active) {
      for (const [operator, share] of rule.shares(state)) {
        earned.set(operator, share.times(emitted.toString()).plus(earned.get(operator) ?? ZERO));
      }
    }
    switch (event.type) {
      case "funded":
      case "emissionRateChanged":
        emission = changeEmission(emission, event);
        break;
      case "policyStarted":
      case "policyFrozen":
        if (event.policy === rule.name) active = event.type === "policyStarted";
        break;
      case "claimed":
      case "published":
        break;
      default:
        state = applyEvent(state, event);
    }
  }
  return earned;
}
