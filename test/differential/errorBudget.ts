import { emittedAt } from "../../scripts/reference/emission.js";
import {
  breadthDustBound,
  classDustBound,
  decayErrorBound,
  densityDustBound,
  functionErrorBound,
  indexDustBound,
  liabilityErrorBound,
  liabilityExcessBound,
  pooledDustBound,
  proportionalDustBound,
  quadratureErrorBound,
  shareErrorBound,
} from "../../scripts/reference/errorBound.js";
import type { HistoryEvent } from "../../scripts/reference/history.js";
import type { Replay } from "../../scripts/reference/replay.js";
import { type ClassState, type NetworkState, operatorOf } from "../../scripts/reference/state.js";

/** Sixteen nodes have one floor each, where a layer has two. */
const SEMIVALUE_LAYERS = 8;
/** Coefficients below 2^34, weights below 2^57 in all, six operators with capacities below 2^41: TargetShare's pots. */
const MOST_POTS = 2n ** 135n;
/** Stakes and signals are below the supply, 2^93; counted capacities far below. */
const MOST_UNITS = 2n ** 93n;
/** Requests below 2^20 in each of five classes, times compute units below 2^24: DistinctBreadth's compute. */
const MOST_COMPUTE = 2 ** 47;
/** {wei} The reference itself: 60 digits, at 1e27 wei that flow to 1 wei of stake (scripts/reference/policyLedger.ts). */
const REFERENCE_NOISE = 1e-6;

/** The most by which the chain may be above and below. */
export interface Bounds {
  readonly above: number;
  readonly below: number;
}

/**
 * Adds up, along a history, what scripts/reference/errorBound.ts allows: integrals over the emission, and dust by touches.
 * FlatMarginalCoverage fits in: its one layer alpha = 1 is never above the sum of |alpha| of a class. So do semivalues, whose
 * weights add up to 1, with a second rounding of p (as s p), the quadrature's own error and as many more floors as nodes. A
 * touch counts for every rule, whether it heard of the event or not.
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
  /** {wei} Emitted in all, and the most operators that a class ever had. */
  #flow = 0;
  #members = 0;
  #allTouches = 0;
  #totalWeight = 0n;
  #stake = 1n;

  /** The time until `time` passes in the present state. */
  advance({ state, emission, emitted }: Replay, time: bigint): void {
    const flow = Number(emittedAt(emission, time) - emitted);
    this.#flow += flow;
    for (const each of state.classes.values()) this.#members = Math.max(this.#members, membersOf(each));
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
  semivalueBounds(operator: string): Bounds {
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

  /** {wei} For one operator under a rule with a pot per class: all is rounded down, once more for each class when it is read. */
  pooledBounds(operator: string): Bounds {
    const pots = this.#flow * decayErrorBound(this.#members);
    const dust = pooledDustBound({ touches: 1 + this.#allTouches, pots: MOST_POTS, units: MOST_UNITS });
    return { above: pots + REFERENCE_NOISE, below: pots + REFERENCE_NOISE + this.#classesOf(operator) * (1 + dust) };
  }

  /** {wei} The pot of an empty class is rounded down at every touch: what is accrued is rounded up. */
  pooledLiabilityBounds(): Bounds {
    const pots = this.#flow * decayErrorBound(this.#members) + REFERENCE_NOISE;
    return { above: pots + 1 + this.#allTouches, below: pots };
  }

  /** {wei} For one operator under HexDensity. */
  densityBounds(operator: string): Bounds {
    const dust = densityDustBound({ touches: 1 + this.#allTouches });
    return { above: REFERENCE_NOISE, below: REFERENCE_NOISE + this.#classesOf(operator) * (1 + dust) };
  }

  /** {wei} For one operator under QueryRebate. */
  rebateBounds(): Bounds {
    const error = this.#flow * functionErrorBound("QueryRebate") + REFERENCE_NOISE;
    return { above: error, below: error + this.proportionalBound() };
  }

  /** {wei} What all rebates come to is rounded up at every touch. */
  rebateLiabilityBounds(): Bounds {
    const error = this.#flow * functionErrorBound("QueryRebate") + REFERENCE_NOISE;
    return { above: error + 1 + this.#allTouches, below: error };
  }

  /** {wei} For one operator under DistinctBreadth. */
  breadthBounds(): Bounds {
    const error = this.#flow * functionErrorBound("DistinctBreadth") + REFERENCE_NOISE;
    const dust = breadthDustBound({ touches: 1 + this.#allTouches, units: MOST_COMPUTE });
    return { above: error, below: error + 1 + dust };
  }

  /** {wei} How far the liability of a coverage rule may lie above and below. */
  liabilityBounds(): Bounds {
    return { above: this.#above + 1 + this.#allTouches, below: this.#below + 1 };
  }

  /** {wei} How far the liability of a semivalue may lie above and below. */
  semivalueLiabilityBounds(): Bounds {
    const { above, below } = this.liabilityBounds();
    return { above: 2 * above, below: 2 * below + this.#allUnpaid };
  }

  #classesOf(operator: string): number {
    return this.#served.get(operator)?.size ?? 0;
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
