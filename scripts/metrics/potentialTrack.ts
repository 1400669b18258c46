import type { LedgerState } from "../agents/ledgerState.js";
import { coverageOf } from "../agents/pricing/coverageOf.js";

/** One move, as the ledger saw it. */
export interface ObservedMove {
  readonly before: LedgerState;
  readonly after: LedgerState;
  readonly operator: number;
  /** What the mover costs before and after, tokens per day. */
  readonly costBefore: number;
  readonly costAfter: number;
}

export interface PotentialStep {
  /** Change of C x emission less the mover's cost, tokens per day. */
  readonly potential: number;
  /** Change of the mover's pay under MarginalCoverage less its cost, tokens per day. */
  readonly net: number;
}

/**
 * Change of the potential and of the mover's net pay. With everybody else measured as before and the emission the same they are
 * equal (P1, docs/mechanism.md); where the others' measurements, weights or availabilities moved too, they are not.
 *
 * @example potentialStep({ before, after, operator: 3, costBefore: 10, costAfter: 12 })
 */
export function potentialStep({ before, after, operator, costBefore, costAfter }: ObservedMove): PotentialStep {
  const past = coverageOf(before);
  const present = coverageOf(after);
  const cost = costAfter - costBefore;
  return {
    potential: after.emissionPerDay * present.coverage() - before.emissionPerDay * past.coverage() - cost,
    net:
      after.emissionPerDay * present.presentGain(operator) - before.emissionPerDay * past.presentGain(operator) - cost,
  };
}

/**
 * How often and how far the potential fell along a run, and how far it was from the movers' own account.
 *
 * @example const track = new PotentialTrack({ tolerance: 1e-9 }); track.add(move); track.falls;
 */
export class PotentialTrack {
  /** Moves seen. */
  moves = 0;
  /** Moves after which the potential was lower by more than the tolerance. */
  falls = 0;
  /** Deepest fall and all falls together, tokens per day, at least 0. */
  deepest = 0;
  fallen = 0;
  /** Largest difference between the change of the potential and that of the mover's net pay, tokens per day. */
  disagreement = 0;
  readonly #tolerance: number;

  constructor({ tolerance }: { tolerance: number }) {
    this.#tolerance = tolerance;
  }

  add(move: ObservedMove): PotentialStep {
    const step = potentialStep(move);
    this.moves++;
    if (step.potential < -this.#tolerance) {
      this.falls++;
      this.fallen -= step.potential;
      this.deepest = Math.max(this.deepest, -step.potential);
    }
    this.disagreement = Math.max(this.disagreement, Math.abs(step.potential - step.net));
    return step;
  }
}
