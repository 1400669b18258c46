import type { Decimal } from "decimal.js";
import { ZERO } from "./exact.js";
import type { Amounts, ReferenceRule } from "./referenceRule.js";
import { type ClassId, type NetworkState, type OperatorId, operatorOf } from "./state.js";

/**
 * What one policy owes. While nobody's profile changes, an operator earns the sum over goods of holding x price, times
 * the emission; so the ledger sums price x emission per good, and reads an operator's part off when its profile changes.
 *
 * Error: about 1e-60 of the largest integral times the largest holding, per event. Coverage rules: below 1e-30 wei. By
 * stake: emission / smallest total stake x largest stake x 1e-60, so 1e-6 wei if 1e27 wei flow to 1 wei of stake and
 * 1e27 wei join it later.
 */
export class PolicyLedger {
  /** Whether emission counts: from its start until it is frozen. */
  active = false;
  readonly #rule: ReferenceRule;
  /** Per good: the integral of its price over the emission, in wei per unit held. */
  readonly #integrals = new Map<string, Decimal>();
  /** Per operator: the integrals of what it holds when its profile last changed. */
  readonly #marks = new Map<OperatorId, Amounts>();
  readonly #settled = new Map<OperatorId, Decimal>();
  readonly #paid = new Map<OperatorId, bigint>();
  #priced: { readonly state: NetworkState; readonly prices: Amounts } | undefined;
  #published: NetworkState["ofPolicy"] | undefined;
  #seen: { readonly state: NetworkState; readonly own: NetworkState } | undefined;

  constructor(rule: ReferenceRule) {
    this.#rule = rule;
  }

  /** From now on the policy publishes `value` of a class under `name`; undefined: nothing any more. */
  publish(name: string, classId: ClassId, value: bigint | undefined): void {
    const values = new Map(this.#published?.[name]);
    if (value === undefined) values.delete(classId);
    else values.set(classId, value);
    this.#published = { ...this.#published, [name]: values };
    this.#seen = undefined;
  }

  /** The state as this policy sees it: with what it has itself published, once it has. */
  seen(state: NetworkState): NetworkState {
    if (this.#published === undefined) return state;
    if (this.#seen?.state !== state) this.#seen = { state, own: { ...state, ofPolicy: this.#published } };
    return this.#seen.own;
  }

  /** `emitted` wei were emitted while the state was `state`. */
  accrue(state: NetworkState, emitted: bigint): void {
    if (!this.active) return;
    if (this.#priced?.state !== state) this.#priced = { state, prices: this.#rule.prices(state) };
    for (const [good, price] of this.#priced.prices) {
      this.#integrals.set(good, this.#integral(good).plus(price.times(emitted.toString())));
    }
  }

  /** Before the operator's profile changes: puts down what it earned with the old one. */
  settle(state: NetworkState, operator: OperatorId): void {
    this.#settled.set(operator, this.accrued(state, operator));
  }

  /** After it changed: from here on the new holdings count. */
  hold(state: NetworkState, operator: OperatorId): void {
    const held = this.#rule.holdings(operatorOf(state, operator), state.ofPolicy);
    this.#marks.set(operator, new Map([...held.keys()].map((good) => [good, this.#integral(good)])));
  }

  /** All that the operator ever earned, in wei. */
  accrued(state: NetworkState, operator: OperatorId): Decimal {
    const marks = this.#marks.get(operator);
    let sum = this.#settled.get(operator) ?? ZERO;
    for (const [good, held] of this.#rule.holdings(operatorOf(state, operator), state.ofPolicy)) {
      sum = sum.plus(held.times(this.#integral(good).minus(marks?.get(good) ?? ZERO)));
    }
    return sum;
  }

  claim(operator: OperatorId, amount: bigint): void {
    this.#paid.set(operator, this.paid(operator) + amount);
  }

  paid(operator: OperatorId): bigint {
    return this.#paid.get(operator) ?? 0n;
  }

  #integral(good: string): Decimal {
    return this.#integrals.get(good) ?? ZERO;
  }
}
