import { emittedAt } from "../../scripts/reference/emission.js";
import {
  classDustBound,
  indexDustBound,
  liabilityErrorBound,
  liabilityExcessBound,
  proportionalDustBound,
  quadratureErrorBound,
  shareErrorBound,
} from "../../scripts/reference/errorBound.js";
import type { HistoryEvent } from "../../scripts/reference/history.js";
import type { Replay } from "../../scripts/reference/replay.js";
import { type ClassState, type NetworkState, operatorOf } from "../../scripts/reference/state.js";

/** Sixteen nodes have one floor each, where a layer has two. */
const SEMIVALUE_LAYERS = 8;

/**
 * Adds up, along a history, what scripts/reference/errorBound.ts allows: integrals over the emission, and dust by touches.
 * FlatMarginalCoverage fits in: its one layer alpha = 1 is never above the sum of |alpha| of a class. So do semivalues, whose
 * weights add up to 1, with a second rounding of p (as s p), the quadrature's own error and as many more floors as nodes.
 */
export class ErrorBudget {
  /** {wei} By operator: integral of the share errors of the classes that it serves. */
  readonly #shares = new Map<string, number>();
  /** {wei} By operator: integral of what a semivalue's quadrature may leave unpaid. */
  readonly #unpaid = new Map<string, number>();
  /** {wei} Integral of what R may lie above and below, and of what a semivalue's may lie below beyond that. */
  #above = 0;
  #below = 0;
  #allUnpaid = 0;
  /** Classes that an operator ever served, by operator. */
  readonly #served = new Map<string, Set<bigint>>();
  readonly #touches = new Map<bigint, number>();
  #allTouches = 0;
  #totalWeight = 0n;
  #stake = 1n;

  /** The time until `time` passes in the present state. */
  advance({ state, emission, emitted }: Replay, time: bigint): void {
    const flow = Number(emittedAt(emission, time) - emitted);
    if (flow === 0 || state.totalWeight === 0n) return;
    const errors = new Map([...state.classes].map(([id, each]) => [id, flow * classError(state, each)]));
    const unpaid = new Map(
      [...state.classes].map(([id, each]) => {
        return [id, flow * shareOf(state, each) * quadratureErrorBound(membersOf(each))];
      }),
    );
    for (const [operator, { services }] of state.operators) {
      let sum = this.#shares.get(operator) ?? 0;
      let left = this.#unpaid.get(operator) ?? 0;
      for (const classId of services.keys()) {
        sum += errors.get(classId) ?? 0;
        left += unpaid.get(classId) ?? 0;
      }
      this.#shares.set(operator, sum);
      this.#unpaid.set(operator, left);
    }
    for (const each of state.classes.values()) {
      const members = membersOf(each);
      const { alphas, weight } = each;
      const { totalWeight } = state;
      const cells = each.availability.size;
      this.#above += flow * liabilityExcessBound({ alphas, members, cells, weight, totalWeight });
      this.#below += flow * shareOf(state, each) * liabilityErrorBound({ alphas, members });
      this.#allUnpaid += flow * shareOf(state, each) * members * quadratureErrorBound(members);
    }
  }

  /** An event is about to happen: every policy that it concerns settles. */
  touch(state: NetworkState, event: HistoryEvent): void {
    this.#allTouches++;
    if (state.totalWeight > this.#totalWeight) this.#totalWeight = state.totalWeight;
    if ("classId" in event) this.#touchClass(event.classId, 1);
    if (event.type === "operatorChanged") {
      if (event.stake > this.#stake) this.#stake = event.stake;
      for (const classId of operatorOf(state, event.operator).services.keys()) this.#touchClass(classId, 2);
    }
    if (event.type === "serviceChanged") {
      const served = this.#served.get(event.operator) ?? new Set();
      this.#served.set(event.operator, served.add(event.classId));
    }
  }

  /** {wei} For one operator under a coverage rule; reading it is one more touch, and one floor for each class. */
  coverageBound(operator: string): number {
    let sum = this.#shares.get(operator) ?? 0;
    for (const classId of this.#served.get(operator) ?? []) {
      sum += 1 + classDustBound({ touches: 1 + (this.#touches.get(classId) ?? 0), layers: 4 });
    }
    return sum + indexDustBound({ touches: 1 + this.#allTouches, totalWeight: this.#totalWeight });
  }

  /** {wei} How far a semivalue may pay one operator more, and how far less. */
  semivalueBounds(operator: string): { above: number; below: number } {
    const above = 2 * (this.#shares.get(operator) ?? 0);
    let dust = indexDustBound({ touches: 1 + this.#allTouches, totalWeight: this.#totalWeight });
    for (const classId of this.#served.get(operator) ?? []) {
      dust += 1 + classDustBound({ touches: 1 + (this.#touches.get(classId) ?? 0), layers: SEMIVALUE_LAYERS });
    }
    return { above: above + 1, below: above + (this.#unpaid.get(operator) ?? 0) + dust };
  }

  /** {wei} For one operator under a rule that pays in proportion, one floor included. */
  proportionalBound(): number {
    const weight = this.#stake > 2n ** 64n ? this.#stake : 2n ** 64n;
    return 1 + proportionalDustBound({ touches: 1 + this.#allTouches, weight });
  }

  /** {wei} How far the liability of a coverage rule may lie above and below. */
  liabilityBounds(): { above: number; below: number } {
    return { above: this.#above + 1 + this.#allTouches, below: this.#below + 1 };
  }

  /** {wei} How far the liability of a semivalue may lie above and below. */
  semivalueLiabilityBounds(): { above: number; below: number } {
    const { above, below } = this.liabilityBounds();
    return { above: 2 * above, below: 2 * below + this.#allUnpaid };
  }

  #touchClass(classId: bigint, times: number): void {
    this.#touches.set(classId, (this.#touches.get(classId) ?? 0) + times);
  }
}

/** How many operators serve a class. */
export function membersOf({ cells }: ClassState): number {
  let members = 0;
  for (const cell of cells.values()) members += cell.members;
  return members;
}

/** weight / W as a plain number. */
export function shareOf({ totalWeight }: NetworkState, { weight }: ClassState): number {
  return totalWeight === 0n ? 0 : Number(weight) / Number(totalWeight);
}

function classError(state: NetworkState, each: ClassState): number {
  return shareOf(state, each) * shareErrorBound({ alphas: each.alphas, members: membersOf(each) });
}
