import type { Decimal } from "decimal.js";
import { applyEvent } from "./applyEvent.js";
import { changeEmission, type Emission, emittedAt, NO_EMISSION } from "./emission.js";
import { ZERO } from "./exact.js";
import type { HistoryEvent } from "./history.js";
import { PolicyLedger } from "./policyLedger.js";
import { RULES, type RuleName } from "./rules.js";
import { EMPTY_STATE, type NetworkState, type OperatorId } from "./state.js";

/**
 * Replays a history and knows, at its current time, what every policy owes every operator: the shares that its rule
 * gives are constant between events, and each operator earns its share of what is emitted meanwhile.
 *
 * @example
 * const replay = new Replay(history);
 * replay.advanceTo(3_600n);
 * replay.earned("paying", "ann").toFixed(0); // wei
 */
export class Replay {
  #now = 0n;
  #state: NetworkState = EMPTY_STATE;
  #emission: Emission = NO_EMISSION;
  readonly #policies = new Map<string, PolicyLedger>();

  constructor(history: Iterable<HistoryEvent> = []) {
    for (const event of history) this.apply(event);
  }

  /** Time in seconds. */
  get now(): bigint {
    return this.#now;
  }

  get state(): NetworkState {
    return this.#state;
  }

  get emission(): Emission {
    return this.#emission;
  }

  /** E, in wei. */
  get emitted(): bigint {
    return emittedAt(this.#emission, this.#now);
  }

  /** Lets time pass without an event. @throws RangeError when `time` lies in the past */
  advanceTo(time: bigint): void {
    if (time < this.#now) throw new RangeError(`time went back from ${this.#now} to ${time}`);
    const emitted = emittedAt(this.#emission, time) - this.emitted;
    this.#now = time;
    if (emitted > 0n) for (const policy of this.#policies.values()) policy.accrue(policy.seen(this.#state), emitted);
  }

  /** Takes the next event of the history. */
  apply(event: HistoryEvent): void {
    this.advanceTo(event.time);
    switch (event.type) {
      case "funded":
      case "emissionRateChanged":
        this.#emission = changeEmission(this.#emission, event);
        return;
      case "claimed":
        this.#policy(event.policy).claim(event.operator, event.amount);
        return;
      case "policyStarted":
        this.#known(event.policy, event.rule).active = true;
        return;
      case "published":
        this.#known(event.policy, event.rule).publish(event.name, event.classId, event.value);
        return;
      case "policyFrozen":
        this.#policy(event.policy).active = false;
        return;
      case "operatorChanged":
      case "serviceChanged":
        for (const policy of this.#policies.values()) policy.settle(policy.seen(this.#state), event.operator);
        this.#state = applyEvent(this.#state, event);
        for (const policy of this.#policies.values()) policy.hold(policy.seen(this.#state), event.operator);
        return;
      default:
        this.#state = applyEvent(this.#state, event);
    }
  }

  /** All that the operator ever earned under the policy, claimed or not, in wei before any rounding. */
  accrued(policy: string, operator: OperatorId): Decimal {
    return this.#policy(policy).accrued(this.stateOf(policy), operator);
  }

  /** The state as the policy sees it, with what it publishes itself. */
  stateOf(policy: string): NetworkState {
    return this.#policy(policy).seen(this.#state);
  }

  /** What the operator claimed from the policy, in wei. */
  paid(policy: string, operator: OperatorId): bigint {
    return this.#policy(policy).paid(operator);
  }

  /** What the policy owes the operator now, in wei before rounding down. */
  earned(policy: string, operator: OperatorId): Decimal {
    return this.accrued(policy, operator).minus(this.paid(policy, operator).toString());
  }

  /** What the policy owes to all, in wei. */
  liability(policy: string): Decimal {
    let sum = ZERO;
    for (const operator of this.#state.operators.keys()) sum = sum.plus(this.earned(policy, operator));
    return sum;
  }

  /** The policy, begun as one of that rule if it is new. */
  #known(name: string, rule: RuleName): PolicyLedger {
    const policy = this.#policies.get(name) ?? new PolicyLedger(RULES[rule]);
    this.#policies.set(name, policy);
    return policy;
  }

  #policy(name: string): PolicyLedger {
    const policy = this.#policies.get(name);
    if (!policy) throw new RangeError(`no policy ${name}; started: ${[...this.#policies.keys()].join(", ")}`);
    return policy;
  }
}
