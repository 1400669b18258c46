import type { RequestBatch } from "../workloads/demand.js";
import { DifferenceReplay } from "./differenceReplay.js";
import { routerNamed } from "./routerNamed.js";
import { Simulator, type SimulatorOptions } from "./simulator.js";

/** What a counterfactual needs beside the requests; plain data, so that it can be sent to another thread. */
export interface CounterfactualOptions extends Omit<SimulatorOptions, "router" | "absent" | "recordsAble"> {
  readonly router: string;
  /** The operators to leave out, one at a time. */
  readonly absentees: Int32Array;
}

/** Served requests with everybody, per class, and how many fewer without each absentee, `position * classes + class`. */
export interface CounterfactualCounts {
  readonly served: Float64Array;
  readonly lost: Float64Array;
}

/** The same requests without each absentee, in one thread. */
export interface ReplayWithout {
  run(batch: RequestBatch): void;
  counts(): CounterfactualCounts;
}

/** A difference replay, or where requests wait, since their service then depends on load, one full replay per absentee. */
export function replayWithout(options: CounterfactualOptions): ReplayWithout {
  const router = routerNamed(options.router);
  const { network, absentees } = options;
  if (network.waiting.every((places) => places === 0)) {
    const replay = new DifferenceReplay({ ...options, router, absentees });
    return { run: (batch) => replay.run(batch), counts: () => ({ served: replay.served, lost: replay.lost }) };
  }
  const common = { ...options, router, recordsAble: false };
  const full = new Simulator(common);
  const without = Array.from(absentees, (absent) => new Simulator({ ...common, absent }));
  return {
    run(batch) {
      full.run(batch);
      for (const simulator of without) simulator.run(batch);
    },
    counts() {
      const served = Float64Array.from({ length: network.classes }, (_, c) => full.tally.at(c, 0));
      const lost = new Float64Array(absentees.length * network.classes);
      without.forEach(({ tally }, position) => {
        for (let c = 0; c < network.classes; c++) {
          lost[position * network.classes + c] = (served[c] ?? 0) - tally.at(c, 0);
        }
      });
      return { served, lost };
    },
  };
}
