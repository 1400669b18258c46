import { classCoverage } from "../../metrics/classCoverage.js";
import { GATES } from "../../network/gate.js";
import type { Tally } from "../../network/tally.js";
import type { Row } from "../../report/rows.js";
import type { EpochRecord } from "../../simulation/epochRecord.js";
import type { Scenario } from "../../simulation/scenario.js";

/** Requests per class and gate, pooled over epochs whose networks may differ. */
export class ClassCounts {
  readonly #counts: Float64Array;

  constructor(private readonly scenario: Scenario) {
    this.#counts = new Float64Array(scenario.classes.length * GATES.length);
  }

  add(tally: Tally): void {
    for (let i = 0; i < this.#counts.length; i++) this.#counts[i] = (this.#counts[i] ?? 0) + (tally.byGate[i] ?? 0);
  }

  /** Rows of the table `classes`: what became of each class's requests, and its coverage at the end. */
  rows({ state }: EpochRecord): Row[] {
    const covered = classCoverage(state);
    return this.scenario.classes.map(({ id, share }, c) => {
      const of = (gate: number): number => this.#counts[c * GATES.length + gate] ?? 0;
      const requests = GATES.reduce((sum, _, gate) => sum + of(gate), 0);
      const [served, noModel, incompatibleHardware, noCapacity, misrouted, tooSlow, unverified] = GATES.map((_, gate) =>
        of(gate),
      );
      return {
        class: id,
        share,
        requests,
        served: served ?? 0,
        noModel: noModel ?? 0,
        incompatibleHardware: incompatibleHardware ?? 0,
        noCapacity: noCapacity ?? 0,
        misrouted: misrouted ?? 0,
        tooSlow: tooSlow ?? 0,
        unverified: unverified ?? 0,
        coverage: covered[c] ?? 0,
      };
    });
  }
}
